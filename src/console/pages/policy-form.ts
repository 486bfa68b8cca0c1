import type { Limits, Plan } from '../../policy/index.js';
import type { Policy, PolicyChange } from '../../policy/signed/index.js';
import type { Desk } from '../desk.js';
import { LIMIT_NAMES, type LimitName, limitIn } from '../limit-field.js';
import { FormError, WRONG } from '../words.js';
import { momentOf } from '../zoned.js';

export const planField = (name: LimitName, plan: string): string => `${name}:${plan}`;

/**
 * What a form would turn: only what differs from what is in force, so that nothing is turned which the editor left alone.
 *
 * @throws {FormError} for a field that cannot be read, and for a wall before its prompt.
 */
export function changeOf(given: URLSearchParams, { inForce, code }: Policy, timeZone: string): PolicyChange {
  const own = limitsChange(given, null, inForce, code);
  refuseEarlyWall({ ...inForce, ...numbersOf(own, code) }, null);
  const plans = limitedPlans(inForce.plans).flatMap(([plan, limits]) => {
    const ofCode = code.plans?.[plan];
    const change = limitsChange(given, plan, limits, ofCode === 'full' ? undefined : ofCode);
    if (Object.keys(change).length === 0) return [];
    const next = { ...limits, ...numbersOf(change, ofCode) };
    refuseEarlyWall(next, plan);
    return [[plan, isSame(next, ofCode) ? null : next] as const];
  });
  return {
    ...own,
    ...(plans.length > 0 && { plans: Object.fromEntries(plans) }),
    ...promptsChange(given.get('prompts'), inForce.prompts),
    ...openChange(given.get('openUntil'), timeZone),
  };
}

type LimitsChange = { promptAfter?: number | null; blockAfter?: number | null };

function limitsChange(
  given: URLSearchParams,
  plan: string | null,
  inForce: Limits,
  code: Limits | undefined,
): LimitsChange {
  const change: LimitsChange = {};
  for (const name of LIMIT_NAMES) {
    const text = given.get(plan === null ? name : planField(name, plan));
    if (text === null) continue;
    const limit = limitIn(text, name, plan);
    if (limit !== inForce[name]) change[name] = limit === code?.[name] ? null : limit;
  }
  return change;
}

/** Where nothing was turned nothing is wrong with it, whatever it is. */
function refuseEarlyWall(limits: Limits, plan: string | null): void {
  const { promptAfter, blockAfter } = limits;
  if (blockAfter < promptAfter && Number.isFinite(promptAfter)) throw new FormError(WRONG.limits(limits, plan));
}

function numbersOf(change: LimitsChange, code: Plan | undefined): Partial<Limits> {
  const entries = LIMIT_NAMES.flatMap((name) => {
    const limit = change[name];
    if (limit === undefined) return [];
    return [[name, limit === null && code && code !== 'full' ? code[name] : limit] as const];
  });
  return Object.fromEntries(entries);
}

const isSame = (one: Limits, other: Plan | undefined): boolean =>
  other !== undefined && other !== 'full' && LIMIT_NAMES.every((name) => one[name] === other[name]);

function promptsChange(given: string | null, inForce: boolean): Pick<PolicyChange, 'prompts'> {
  const wanted = given === 'on' ? true : given === 'off' ? false : inForce;
  return wanted === inForce ? {} : { prompts: wanted };
}

function openChange(given: string | null, timeZone: string): Pick<PolicyChange, 'openUntil'> {
  if (given === null) return {};
  if (given === '') return { openUntil: null };
  const moment = momentOf(given, timeZone);
  if (moment) return { openUntil: moment };
  throw new FormError(WRONG.openUntil);
}

/** Plans with limits, which can be turned. */
export function limitedPlans(plans: Readonly<Record<string, Plan>> | null): readonly (readonly [string, Limits])[] {
  return Object.entries(plans ?? {}).flatMap(([name, plan]) => (plan === 'full' ? [] : [[name, plan] as const]));
}

/** The fields of a change that a form has to carry on. */
export function carried({ query }: Pick<Desk, 'query'>): readonly (readonly [string, string])[] {
  return [...query].filter(([name]) => /^(?:(?:promptAfter|blockAfter)(?::|$)|prompts$|openUntil$)/.test(name));
}
