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

const PERIODS = { month: 'calendar month', week: 'week', day: 'day' } as const;

const periodInWords = (period: PeriodOption): string =>
  typeof period === 'string' ? PERIODS[period] : `${period.days} days from a reader's first article`;

/** What nobody can turn here. */
export function fixedInWords(period: PeriodOption, timeZone: string, { plans }: Code): readonly string[] {
  const full = plans ? [...plans].filter(([, plan]) => plan === 'full').map(([name]) => name) : [];
  return [
    `A count lasts a ${periodInWords(period)}, in the time zone ${timeZone}: the code of the site fixes both.`,
    'Which pages are articles, and which of them are locked or open to everyone, the code of the site fixes.',
    plans === null
      ? 'Every account reads everything: the code of the site names no plans.'
      : `Which plans there are the code of the site fixes${full.length > 0 ? `, and that ${full.map(isolated).join(', ')} may read everything` : ''}.`,
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
    'Every process follows within five seconds. No count starts anew, and what was read stays open until the period ends.',
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
  if (was !== is) said.push(`For ${who} the wall ${comes(is)}; it ${came(was)}.`);
  if (is < was) {
    said.push(
      is === 0
        ? 'Each of them meets it at their next new article.'
        : `Whoever of them has read ${is} or more this period meets it at their next new article.`,
    );
  } else if (is > was) {
    const more = is - was;
    said.push(`Whoever of them is at the wall reads on at once${Number.isFinite(more) ? `, up to ${more} more` : ''}.`);
  }
  if (before.promptAfter !== after.promptAfter) {
    said.push(`For ${who} the prompt ${comes(after.promptAfter)}; it ${came(before.promptAfter)}.`);
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
    ? ['Readers are prompted again, by what they have read.']
    : ['No reader is prompted any more. What they read is counted all the same, and the wall stays.'];
}

function openInWords(before: Turned, after: Turned, now: number, say: SayTime): readonly string[] {
  const untilOf = ({ openUntil }: Turned) => (openUntil > now ? openUntil : 0);
  const [was, is] = [untilOf(before), untilOf(after)];
  if (was === is) return [];
  if (is === 0) return ['The meter is on again at once. What was read while it was off has not been counted.'];
  return [
    `Every metered article is open to everyone until ${say(is)}, and none is counted. Then the count goes on where it stood.`,
    'What only full access opens stays locked: the code of the site says so.',
  ];
}

/** A line of the log, but for who did it and when. */
export function loggedInWords({ act, before = {}, after = {}, reader, count = 0 }: Logged, say: SayTime): string {
  const who = reader === undefined ? 'a reader' : `reader ${reader}`;
  switch (act) {
    case 'grant':
      return `granted ${articles(count)} more to ${who}`;
    case 'take-back':
      return `took back a grant of ${articles(count)} from ${who}`;
    case 'open':
      return `opened an article to ${who}`;
    case 'reset':
      return `let ${who} start again`;
    case 'forget':
      return 'forgot a reader';
    default:
      return `${act === 'undo' ? 'undid a change: ' : ''}${turnedInWords(before, after, say).join('; ') || 'turned nothing'}`;
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
  return turned.length === 0 ? [] : [`turned ${turned.join(' and ')}, for ${who}`];
}

type Limit = number | null | undefined;

function limitName(limit: Limit): string {
  if (limit === null || limit === undefined) return 'what the code says';
  return Number.isFinite(limit) ? String(limit) : 'never';
}

function openTurned(was: number, is: number, say: SayTime): string {
  if (is > 0) return `opened everything until ${say(is)}${was > 0 ? ` in place of ${say(was)}` : ''}`;
  return `let the meter go on, where everything was open until ${say(was)}`;
}

/** What it does to take back what was granted to a reader. */
export function takenBackInWords({ reader = '', count = 0 }: Logged): readonly string[] {
  return [
    `Reader ${reader} is no longer granted ${count === 1 ? 'this article' : `these ${articles(count)}`}.`,
    'If they have come back since, their pass has the grant in it and keeps it until the period ends: nothing takes it from there. If they have not, it is gone.',
  ];
}
