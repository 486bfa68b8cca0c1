import { union } from '../pass/ledger.js';
import type { State } from '../pass/state.js';
import { stateOf } from '../policy/limits.js';
import type { GuardedStore } from '../store/guard.js';
import type { Situation } from './verdict.js';

/** What a reader has read this period, for a page that shows it to them. */
export interface Reading {
  /** Where the reader stands: the state that a new article would meet. */
  readonly state: State;
  /** Distinct articles read; never more than `limit`. */
  readonly read: number;
  readonly left: number;
  /** `blockAfter` in force; `Infinity` where nothing ever blocks. */
  readonly limit: number;
  /** When the count starts again. */
  readonly resetsAt: Date;
  /** Whether this article, named as `article(req)` names it, is one of those read. */
  has(article: string): boolean;
}

/** The reading of one whose views are not counted. */
export function unmeteredReading(end: number): Reading {
  const none = Number.POSITIVE_INFINITY;
  return { state: 'free', read: 0, left: none, limit: none, resetsAt: new Date(end), has: () => false };
}

/** Reads without counting: a visit that has room for no article adds none. */
export async function readingFrom(
  { pass, storeKey, limits, period, rolling, now }: Situation,
  store: GuardedStore,
  idOf: (article: string) => number,
): Promise<Reading> {
  const ledger = pass?.ledger ?? [];
  const end = rolling && pass ? pass.end : period.end;
  const visit = { article: 0, ledger, limit: 0, endsIn: end - now, rolling };
  const answer = storeKey === undefined ? 'unasked' : await store.visit({ ...visit, key: storeKey });
  const visited = typeof answer === 'string' ? null : answer;
  const articles = new Set(union(visited?.members ?? [], ledger));
  const read = visited?.read ?? pass?.read ?? 0;
  return {
    state: stateOf(read, false, limits),
    read: Math.min(read, limits.blockAfter),
    left: Math.max(0, limits.blockAfter - read),
    limit: limits.blockAfter,
    resetsAt: new Date(rolling && visited ? now + visited.endsIn : end),
    has: (article) => articles.has(idOf(article)),
  };
}
