import {
  type Check,
  type Fields,
  flag,
  isRecord,
  optional,
  outOfRange,
  problem,
  readOptions,
  wrongType,
} from '../options/index.js';
import type { Turned } from './document.js';
import { type Limits, limit, readLimits } from './limits.js';
import type { Plan } from './plans.js';
import type { Rules } from './rules.js';

/** What is to be turned; what is left out stays as it is. */
export interface PolicyChange {
  /** Articles read before the prompt appears; 0 to 1,000 or `Infinity`, or `null` for what the code says. */
  readonly promptAfter?: number | null | undefined;
  /** Articles read before the wall appears; 0 to 1,000 or `Infinity`, or `null` for what the code says. */
  readonly blockAfter?: number | null | undefined;
  /** Limits of plans that have limits in code, by name; `null` for what the code says. */
  readonly plans?: Readonly<Record<string, Limits | null>> | undefined;
  /** Whether readers are prompted. */
  readonly prompts?: boolean | undefined;
  /** Opens every metered article to everyone until then, within a week; `null` ends it. */
  readonly openUntil?: Date | null | undefined;
}

/** What the code of the site says. */
export type Code = Pick<Rules, 'limits' | 'plans'>;

/** Milliseconds (7 days) for which everything may be open at most, so that a slip of the pen does not open it for ever. */
const LONGEST_OPEN = 7 * 86_400_000;

const turnedLimit: Check<number | null> = (value, path) => (value === null ? null : limit(value, path));

const FIELDS: Fields<PolicyChange> = {
  promptAfter: optional(turnedLimit, undefined),
  blockAfter: optional(turnedLimit, undefined),
  plans: optional(turnedPlans, undefined),
  prompts: optional(flag, undefined),
  openUntil: optional(dateOrNull, undefined),
};

/**
 * What is turned once the change is made.
 *
 * @param now Milliseconds since the epoch.
 * @throws {OptionError} for what cannot be, or cannot be turned, naming the value and the fix.
 */
export function turnedBy(given: unknown, turned: Turned, code: Code, now: number): Turned {
  const path = 'policy.change';
  const change = readOptions<PolicyChange>(given, path, FIELDS);
  const next: Turned = {
    promptAfter: change.promptAfter === undefined ? turned.promptAfter : change.promptAfter,
    blockAfter: change.blockAfter === undefined ? turned.blockAfter : change.blockAfter,
    plans: plansAfter(change.plans ?? {}, turned.plans, code, `${path}.plans`),
    prompts: change.prompts ?? turned.prompts,
    openUntil: change.openUntil === undefined ? turned.openUntil : openUntil(change.openUntil, now, path),
  };
  readLimits(limitsInForce(next, code), path);
  return next;
}

/** Limits of readers without an account. */
export function limitsInForce({ promptAfter, blockAfter }: Turned, { limits }: Code): Limits {
  return { promptAfter: promptAfter ?? limits.promptAfter, blockAfter: blockAfter ?? limits.blockAfter };
}

/** All plans; those that the code no longer has, or has without limits, are as in code. */
export function plansInForce({ plans }: Turned, code: Code): ReadonlyMap<string, Plan> | null {
  return code.plans && new Map([...code.plans].map(([name, plan]) => [name, limitsOfPlan(name, plans, plan)]));
}

function limitsOfPlan(name: string, plans: Turned['plans'], plan: Plan): Plan {
  return plan !== 'full' && Object.hasOwn(plans, name) ? (plans[name] ?? plan) : plan;
}

/** In what two differ: as it was, and as it is. */
export function difference(one: Turned, other: Turned): { before: Partial<Turned>; after: Partial<Turned> } | null {
  const names = (['promptAfter', 'blockAfter', 'plans', 'prompts', 'openUntil'] as const).filter(
    (name) => !isSame(one[name], other[name]),
  );
  const only = (turned: Turned) => Object.fromEntries(names.map((name) => [name, turned[name]]));
  return names.length === 0 ? null : { before: only(one), after: only(other) };
}

/** Whether two are the same, whatever the order of what is named in them. */
export function isSame(one: unknown, other: unknown): boolean {
  if (!isRecord(one) || !isRecord(other)) return Object.is(one, other);
  const names = Object.keys({ ...one, ...other });
  return names.every((name) => isSame(one[name], other[name]));
}

function plansAfter(
  change: NonNullable<PolicyChange['plans']>,
  turned: Turned['plans'],
  { plans }: Code,
  path: string,
): Turned['plans'] {
  const next = { ...turned };
  for (const [name, limits] of Object.entries(change)) {
    const plan = plans?.get(name);
    if (plan === undefined)
      throw fixedInCode(`${path}.${name}`, name, 'is no plan of the code', 'Add it to plans there');
    if (plan === 'full') throw fixedInCode(`${path}.${name}`, name, "is 'full' in code", 'Give it limits there');
    if (limits === null) delete next[name];
    else next[name] = limits;
  }
  return next;
}

function fixedInCode(path: string, name: string, what: string, fix: string) {
  return problem('ERR_PAYWALL_OPTION_RANGE', path, name, `${what}, which fixes which plans there are`, fix);
}

function turnedPlans(value: unknown, path: string): NonNullable<PolicyChange['plans']> {
  if (!isRecord(value)) throw wrongType(path, value, 'limits by the names of plans');
  return Object.fromEntries(
    Object.entries(value).map(([name, limits]) => [
      name,
      limits === null ? null : readLimits(limits, `${path}.${name}`),
    ]),
  );
}

function dateOrNull(value: unknown, path: string): Date | null {
  if (value === null || (value instanceof Date && !Number.isNaN(value.getTime()))) return value;
  throw wrongType(path, value, 'a Date, or null');
}

function openUntil(value: Date | null, now: number, path: string): number {
  if (value === null) return 0;
  const until = value.getTime();
  if (until > now && until <= now + LONGEST_OPEN) return until;
  throw outOfRange(`${path}.openUntil`, value.toISOString(), 'a time that is still to come, within seven days');
}
