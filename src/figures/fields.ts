import type { From } from './seen.js';

/** Counts by the names of the fields that hold them. */
export type RawCounts = Readonly<Record<string, number>>;

/**
 * What became of readers: `registered` and `subscribed` as the site tells, `entered` where what a browser has read goes into an
 * account, by registering or by signing in.
 */
export type Conversion = 'registered' | 'subscribed' | 'entered';

/** Requests that are no reader's, counted beside the views. */
export const ASIDE = [
  'crawler',
  'false-crawler',
  'ai-crawler',
  'speculative',
  'subresource',
] as const satisfies readonly Aside[];
/** Why a request is no reader's, as decisions have it for their reason. */
export type Aside = 'crawler' | 'false-crawler' | 'ai-crawler' | 'speculative' | 'subresource';

/** What is counted of an article. `short` is by how many views it may be short, having been counted among too many. */
export const OF_ARTICLE = ['views', 'prompts', 'walls', 'registered', 'subscribed', 'entered', 'short'] as const;
export type OfArticle = (typeof OF_ARTICLE)[number];

/** Characters of an article's name that are kept. */
const LONGEST_NAME = 200;

/** Distinct articles beyond which those after this many are counted as so many. */
export const MOST_REACHED = 1000;

/** Milliseconds of the stretches by which a day's views are counted too. */
export const HOUR = 3_600_000;

/** Whose views are counted together: readers without an account (`-`), accounts without a plan (`+`), and those of a plan (`=…`). */
export type Group = string;

export function groupOf({ account, plan }: { readonly account: boolean; readonly plan: string | null }): Group {
  if (!account) return '-';
  return plan === null ? '+' : `=${plan}`;
}

export function ofGroup(group: Group): { readonly account: boolean; readonly plan: string | null } {
  return { account: group !== '-', plan: group.startsWith('=') ? group.slice(1) : null };
}

export const nameToKeep = (name: string): string => (name.length > LONGEST_NAME ? name.slice(0, LONGEST_NAME) : name);

// What a site named comes last: it may hold whatever separates the rest.
export const viewField = (state: string, reason: string, group: Group): string => `view:${state}:${reason}:${group}`;
export const degradedField = (group: Group): string => `degraded:${group}`;
export const reachedField = (n: number, group: Group): string => `reached:${n}:${group}`;
export const joinedField = (n: number, group: Group): string => `joined:${n}:${group}`;
export const promptedField = (n: number, group: Group): string => `prompted:${n}:${group}`;
export const stoppedField = (n: number, group: Group): string => `stopped:${n}:${group}`;
/** @param hour Hours since the epoch: a day of 25 has each of them once. */
export const hourField = (hour: number, state: string): string => `hour:${hour}:${state}`;
export const asideField = (reason: Aside): string => `aside:${reason}`;
export const convertedField = (what: Conversion, from: From, group: Group): string =>
  `converted:${what}:${from}:${group}`;
export const articleField = (what: OfArticle, name: string): string => `article:${what}:${name}`;

/** A field's parts, of which the last may hold anything. */
export function partsOf(field: string): readonly string[] {
  const parts: string[] = [];
  let rest = field;
  for (let most = PARTS[field.slice(0, field.indexOf(':'))] ?? 1; most > 1; most -= 1) {
    const at = rest.indexOf(':');
    if (at < 0) break;
    parts.push(rest.slice(0, at));
    rest = rest.slice(at + 1);
  }
  return [...parts, rest];
}

const PARTS: Readonly<Record<string, number>> = {
  view: 4,
  degraded: 2,
  reached: 3,
  joined: 3,
  prompted: 3,
  stopped: 3,
  aside: 2,
  hour: 3,
  converted: 4,
  article: 3,
};
