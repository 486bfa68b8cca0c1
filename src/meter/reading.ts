import { type ArticleName, readName } from '../article/index.js';
import { type State, union } from '../pass/index.js';
import type { PeriodOption } from '../period/index.js';
import { stateOf } from '../policy/index.js';
import type { GuardedStore } from '../store/index.js';
import type { Surroundings } from './decision.js';
import { endOf, type Facts, newSetEnd, setEnd } from './facts.js';

/** What a reader has read this period, for a page that shows it to them. */
export interface Reading {
  /** Where the reader stands: the state that a new article would meet. */
  readonly state: State;
  /** Distinct articles read; never more than `limit`. */
  readonly read: number;
  /** Distinct articles left, `limit` less `read`; `Infinity` where nothing ever blocks. */
  readonly left: number;
  /** `blockAfter` in force; `Infinity` where nothing ever blocks. */
  readonly limit: number;
  /** When the count starts again. */
  readonly resetsAt: Date;
  /** Whether the site knows the reader. */
  readonly account: boolean;
  /** The name of the account's plan; `null` for a reader without an account, or one without a plan that is known. */
  readonly plan: string | null;
  /** How long a count lasts. */
  readonly period: PeriodOption;
  /** The publication's time zone, an IANA name. */
  readonly timeZone: string;
  /** Whether this article, named as `article(req)` names it, is one of those read. */
  has(article: ArticleName): boolean;
}

/** The reading of one whose views are not counted. */
export function unmeteredReading(end: number, around: Surroundings): Reading {
  const none = Number.POSITIVE_INFINITY;
  return {
    state: 'free',
    read: 0,
    left: none,
    limit: none,
    resetsAt: new Date(end),
    has: () => false,
    ...besides(around),
  };
}

/** Reads without counting: a visit that has room for no article adds none. */
export async function readingFrom(
  facts: Facts,
  store: GuardedStore,
  idOf: (article: string) => number,
): Promise<Reading> {
  const { pass, storeKey, limits, rolling, now, around, brought } = facts;
  const ledger = pass?.ledger ?? [];
  const visit = { article: 0, ledger, limit: 0, endsIn: newSetEnd(facts) - now, rolling, brought };
  const answer = storeKey === undefined ? null : (await store.visit({ ...visit, key: storeKey })).visited;
  const visited = typeof answer === 'string' ? null : answer;
  const articles = new Set(union(visited?.members ?? [], ledger));
  const read = visited?.read ?? pass?.read ?? 0;
  return {
    state: stateOf(read, false, limits),
    read: Math.min(read, limits.blockAfter),
    left: Math.max(0, limits.blockAfter - read),
    limit: limits.blockAfter,
    resetsAt: new Date(visited ? setEnd(facts, visited.endsIn) : endOf(facts)),
    has(article) {
      const name = readName(article);
      return name !== null && articles.has(idOf(name));
    },
    ...besides(around),
  };
}

/** A reading is of no one article, and so of no access. */
function besides({ account, plan, period, timeZone }: Surroundings): Omit<Surroundings, 'access'> {
  return { account, plan, period, timeZone };
}
