import type { PeriodOption } from '../period/index.js';
import { type Code, limitsInForce, plansInForce } from './change.js';
import type { Logged, Turned } from './document.js';
import type { Limits } from './limits.js';

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
      : `Which plans there are the code of the site fixes${full.length > 0 ? `, and that ${full.join(', ')} may read everything` : ''}.`,
  ];
}

/** What a change does to readers in the middle of their period. */
export function changeInWords(before: Turned, after: Turned, code: Code, now: number, say: SayTime): readonly string[] {
  const said = [
    ...limitsInWords('readers without an account', limitsInForce(before, code), limitsInForce(after, code)),
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
    return limitsInWords(`accounts of the plan ${name}`, was, plan);
  });
}

function limitsInWords(who: string, before: Limits, after: Limits): readonly string[] {
  const said: string[] = [];
  const [was, is] = [before.blockAfter, after.blockAfter];
  if (was !== is) said.push(`For ${who} the wall ${comes(is)}; it ${came(was)}.`);
  if (is < was) {
    said.push(`Whoever of them has read ${is} or more this period meets it at their next new article.`);
  } else if (is > was) {
    const more = is - was;
    said.push(`Whoever of them is at the wall reads on at once${Number.isFinite(more) ? `, up to ${more} more` : ''}.`);
  }
  if (before.promptAfter !== after.promptAfter) {
    said.push(`For ${who} the prompt ${comes(after.promptAfter)}; it ${came(before.promptAfter)}.`);
  }
  return said;
}

const comes = (limit: number): string => (Number.isFinite(limit) ? `comes after ${articles(limit)}` : 'never comes');
const came = (limit: number): string => (Number.isFinite(limit) ? `came after ${articles(limit)}` : 'never came');

/** As in `1 article`. */
export const articles = (count: number): string => `${count} ${count === 1 ? 'article' : 'articles'}`;

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
    case 'open':
      return `opened an article to ${who}`;
    case 'reset':
      return `let ${who} start again`;
    case 'forget':
      return 'forgot a reader';
    default: {
      const turned = Object.keys(after).map(
        (name) => `${name} from ${shown(name, before, say)} to ${shown(name, after, say)}`,
      );
      return `${act === 'undo' ? 'undid a change: turned' : 'turned'} ${turned.join(', ')}`;
    }
  }
}

function shown(name: string, { plans, openUntil, ...rest }: Partial<Turned>, say: SayTime): string {
  if (name === 'openUntil') return openUntil ? say(openUntil) : 'no time';
  if (name === 'plans') {
    const limits = Object.entries(plans ?? {}).map(([plan, each]) => `${plan} ${each.promptAfter}/${each.blockAfter}`);
    return limits.join(' and ') || 'what the code says';
  }
  if (name === 'prompts') return rest.prompts === false ? 'off' : 'on';
  const limit = name === 'promptAfter' ? rest.promptAfter : rest.blockAfter;
  return limit === null || limit === undefined ? 'what the code says' : String(limit);
}
