import type { PeriodOption } from '../period/index.js';
import { type Code, limitsInForce, plansInForce } from './change.js';
import type { Logged, Turned } from './document.js';
import { LIMIT_LABELS, whoseLimits } from './labels.js';
import type { Limits } from './limits.js';
import { isolated } from './names.js';

/** A time as an editor reads it, in the publication's zone. */
export type SayTime = (time: number) => string;

/** Says times of one zone in English. */
export function timesIn(timeZone: string): SayTime {
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short', timeZone });
  return (time) => `${format.format(time)} (${timeZone})`;
}

const PERIODS = { month: 'a calendar month', week: 'a week', day: 'a day' } as const;

const periodInWords = (period: PeriodOption): string =>
  typeof period === 'string' ? PERIODS[period] : `${period.days} days from a reader’s first article`;

/** What cannot be changed here. */
export function fixedInWords(period: PeriodOption, timeZone: string, { plans }: Code): readonly string[] {
  const full = plans ? [...plans].filter(([, plan]) => plan === 'full').map(([name]) => name) : [];
  return [
    `A count lasts ${periodInWords(period)}, in the time zone ${timeZone}: only the site’s developers can change this.`,
    'Only the site’s developers can change which pages are articles, and which of them are locked or open to everyone.',
    plans === null
      ? 'Every account reads everything: the site has no plans.'
      : `Only the site’s developers can add and remove plans${full.length > 0 ? `, or limit those that read everything: ${full.map(isolated).join(', ')}` : ''}.`,
  ];
}

/** What a change does to readers in the middle of their period. */
export function changeInWords(before: Turned, after: Turned, code: Code, now: number, say: SayTime): readonly string[] {
  const said = [
    ...limitsInWords(whoseLimits(null), limitsInForce(before, code), limitsInForce(after, code)),
    ...plansInWords(before, after, code),
    ...promptsInWords(before, after),
    ...openInWords(before, after, now, say),
  ];
  if (said.length === 0) return ['Nothing changes.'];
  return [
    ...said,
    'The whole site follows within five seconds. No reader’s count starts again, and what was read stays open until the period ends.',
  ];
}

function plansInWords(before: Turned, after: Turned, code: Code): readonly string[] {
  const then = plansInForce(before, code);
  return [...(plansInForce(after, code) ?? [])].flatMap(([name, plan]) => {
    const was = then?.get(name);
    if (plan === 'full' || was === undefined || was === 'full') return [];
    return limitsInWords(whoseLimits(isolated(name)), was, plan);
  });
}

function limitsInWords(who: string, before: Limits, after: Limits): readonly string[] {
  const said: string[] = [];
  const [was, is] = [before.blockAfter, after.blockAfter];
  if (was !== is) said.push(`For ${who} the wall ${comes(is)}; until now it ${came(was)}.`);
  if (is < was) {
    said.push(
      is === 0
        ? 'All of them meet it at their next new article.'
        : `Those who have read ${is} or more this period meet it at their next new article.`,
    );
  } else if (is > was) {
    const more = is - was;
    said.push(`Those at the wall can read on at once${Number.isFinite(more) ? `, up to ${more} more` : ''}.`);
  }
  if (before.promptAfter !== after.promptAfter) {
    said.push(`For ${who} the prompt ${comes(after.promptAfter)}; until now it ${came(before.promptAfter)}.`);
  }
  return said;
}

const comes = (limit: number): string => placed(limit, 'comes', 'never comes');
const came = (limit: number): string => placed(limit, 'came', 'never came');

function placed(limit: number, verb: string, never: string): string {
  if (!Number.isFinite(limit)) return never;
  return limit === 0 ? `${verb} at the first article` : `${verb} after ${articles(limit)}`;
}

const RULES = new Intl.PluralRules('en');

/** The form that goes with a number in English; `#` stands for the number, as in `# article`. */
export const counted = (
  count: number,
  one: string,
  other: string,
  number: (value: number) => string = String,
): string => (RULES.select(count) === 'one' ? one : other).replaceAll('#', number(count));

/** As in `1 article`. */
export const articles = (count: number): string => counted(count, '# article', '# articles');

function promptsInWords(before: Turned, after: Turned): readonly string[] {
  if (before.prompts === after.prompts) return [];
  return after.prompts
    ? ['Readers see prompts again, by how many articles they have read.']
    : ['No reader sees a prompt any more. What they read is still counted, and the wall stays.'];
}

function openInWords(before: Turned, after: Turned, now: number, say: SayTime): readonly string[] {
  const untilOf = ({ openUntil }: Turned) => (openUntil > now ? openUntil : 0);
  const [was, is] = [untilOf(before), untilOf(after)];
  if (was === is) return [];
  if (is === 0) return ['Metering starts again at once. What was read while everything was open has not been counted.'];
  return [
    `Every metered article is open to everyone until ${say(is)}, and reading is not counted. After that, each reader’s count goes on from where it was.`,
    'Locked articles stay locked.',
  ];
}

/** A line of the log, but for who did it and when. */
export function loggedInWords({ act, before = {}, after = {}, reader, count = 0 }: Logged, say: SayTime): string {
  const who = reader === undefined ? 'a reader' : `reader ${reader}`;
  switch (act) {
    case 'grant':
      return `granted ${counted(count, '# more article', '# more articles')} to ${who}`;
    case 'take-back':
      return `took back a grant of ${articles(count)} from ${who}`;
    case 'open':
      return `opened an article for ${who}`;
    case 'reset':
      return `let ${who} start again`;
    case 'forget':
      return 'forgot a reader';
    default:
      return `${act === 'undo' ? 'undid a change: ' : ''}${turnedInWords(before, after, say).join('; ') || 'changed nothing'}`;
  }
}

/** What was turned, each by the name that its field has on the page. */
function turnedInWords(before: Partial<Turned>, after: Partial<Turned>, say: SayTime): readonly string[] {
  const plans = Object.keys({ ...before.plans, ...after.plans });
  return [
    ...limitsTurned(whoseLimits(null), before, after),
    ...plans.flatMap((plan) =>
      limitsTurned(whoseLimits(isolated(plan)), before.plans?.[plan] ?? {}, after.plans?.[plan] ?? {}),
    ),
    ...(after.prompts === undefined ? [] : [`turned prompts ${after.prompts ? 'on' : 'off'}`]),
    ...(after.openUntil === undefined ? [] : [openTurned(before.openUntil ?? 0, after.openUntil, say)]),
  ];
}

type SomeLimits = { readonly [Name in keyof Limits]?: Limit };

function limitsTurned(who: string, before: SomeLimits, after: SomeLimits): readonly string[] {
  const turned = (['promptAfter', 'blockAfter'] as const)
    .filter((name) => before[name] !== after[name])
    .map((name) => `“${LIMIT_LABELS[name]}” from ${limitName(before[name])} to ${limitName(after[name])}`);
  return turned.length === 0 ? [] : [`changed ${turned.join(' and ')}, for ${who}`];
}

type Limit = number | null | undefined;

function limitName(limit: Limit): string {
  if (limit === null || limit === undefined) return 'the default';
  return Number.isFinite(limit) ? String(limit) : 'never';
}

function openTurned(was: number, is: number, say: SayTime): string {
  if (is > 0) return `opened everything until ${say(is)}${was > 0 ? ` instead of ${say(was)}` : ''}`;
  return `started metering again; everything was to stay open until ${say(was)}`;
}

/** What it does to take back what was granted to a reader. */
export function takenBackInWords({ reader = '', count = 0 }: Logged): readonly string[] {
  return [
    `Reader ${reader} no longer has the grant of ${articles(count)}.`,
    'But if they have visited since it was granted, their pass already holds it, and keeps it until the period ends.',
  ];
}
