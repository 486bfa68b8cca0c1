import { type Ledger, union, withArticle } from '../parts/ledger.js';
import type { Pass } from '../parts/pass.js';
import type { Period } from '../parts/period.js';
import { type Limits, MOST_ARTICLES, type State, stateOf } from '../parts/policy.js';
import type { GuardedStore, NoAnswer } from '../parts/store/guard.js';
import type { Visited } from '../parts/store/store.js';
import type { Reason } from './decision.js';

/** Everything known of a view before it is judged. */
export interface Situation {
  readonly now: number;
  readonly period: Period;
  readonly rolling: boolean;
  readonly limits: Limits;
  /** The article's id. */
  readonly article: number;
  /** A HEAD request: it shows no article, so it counts none. */
  readonly head: boolean;
  readonly pass: Pass | null;
  /** The account as a keyed hash; `undefined` for a reader without one. */
  readonly account: string | undefined;
  /** Names the reader's set in the store; `undefined` for a first view, which the store never hears of. */
  readonly storeKey: string | undefined;
}

/** What a view comes to. */
export interface Verdict {
  readonly reason: Reason;
  readonly state: State;
  /** Distinct articles read before this view. */
  readonly read: number;
  readonly counted: boolean;
  readonly degraded: boolean;
  /** The ledger after this view, uncut. */
  readonly ledger: Ledger;
  /** Distinct articles read after this view. */
  readonly readAfter: number;
  /** When the reader's period ends, in milliseconds since the epoch. */
  readonly end: number;
  /** Whether the store was asked, so that a view that comes to nothing must be taken back there. */
  readonly storeAsked: boolean;
}

/**
 * Judges a view: from the pass alone wherever that is enough, else with one call to the store, and from the ledger
 * alone where the store fails.
 *
 * @param recheck Milliseconds for which a block by the store stands without asking it again.
 */
export async function judge(situation: Situation, store: GuardedStore, recheck: number): Promise<Verdict> {
  const fromPass = judgeFromPass(situation, recheck);
  if (fromPass) return fromPass;
  const visited = await visitStore(situation, store);
  return typeof visited === 'string'
    ? judgeFromLedger(situation, visited === 'lost')
    : judgeFromStore(situation, visited);
}

function judgeFromPass(situation: Situation, recheck: number): Verdict | null {
  const { pass, article, head, storeKey, limits } = situation;
  if (pass?.ledger.includes(article)) return open(situation, 're-read');
  if (head) return unread(situation, 'head');
  if (storeKey === undefined)
    return limits.blockAfter > 0 ? count(situation, 'first-view') : unread(situation, 'limit');
  return pass && isBlockedStill(situation, pass, recheck) ? unread(situation, 'recheck') : null;
}

/**
 * A block may be repeated only while the pass shows all that the store knew when it blocked. Otherwise this article may be
 * one of those read, by another device of the account or before the newest 64.
 */
function isBlockedStill({ now, limits, account }: Situation, pass: Pass, recheck: number): boolean {
  const whole = pass.ledger.length >= pass.read && pass.account === account;
  const fresh = Math.abs(now - pass.signedAt) < recheck;
  return pass.state === 'blocked' && pass.read >= limits.blockAfter && whole && fresh;
}

function visitStore(situation: Situation, store: GuardedStore): Promise<Visited | NoAnswer> {
  const { storeKey = '', article, pass, limits, rolling, now } = situation;
  return store.visit({
    key: storeKey,
    article,
    ledger: pass?.ledger ?? [],
    limit: Math.min(limits.blockAfter, MOST_ARTICLES),
    endsIn: endOf(situation) - now,
    rolling,
  });
}

function judgeFromStore(situation: Situation, visited: Visited): Verdict {
  const known = visited.outcome === 'known';
  const counted = visited.outcome === 'added';
  const state = stateOf(visited.read, known, situation.limits);
  const found = union(visited.members ?? [], situation.pass?.ledger ?? []);
  return {
    reason: reasonOf(visited, state),
    state,
    read: visited.read,
    counted,
    degraded: false,
    ledger: state === 'blocked' ? found : withArticle(found, situation.article),
    readAfter: counted ? visited.read + 1 : visited.read,
    end: situation.rolling ? situation.now + visited.endsIn : situation.period.end,
    storeAsked: true,
  };
}

function reasonOf(visited: Visited, state: State): Reason {
  if (visited.outcome === 'known') return 're-read';
  return state === 'blocked' ? 'limit' : 'new-article';
}

function judgeFromLedger(situation: Situation, storeAsked: boolean): Verdict {
  const read = situation.pass?.read ?? 0;
  const blocked = stateOf(read, false, situation.limits) === 'blocked';
  const verdict = blocked ? unread(situation, 'store-down') : count(situation, 'store-down');
  return { ...verdict, degraded: true, storeAsked };
}

/** A view of an article not counted before, counted in the pass. */
function count(situation: Situation, reason: Reason): Verdict {
  const before = unread(situation, reason);
  const ledger = withArticle(before.ledger, situation.article);
  // A ledger that was cut cannot tell a new article from an old one: then the count stands rather than grow too high.
  const readAfter = Math.max(before.read, ledger.length);
  return { ...before, counted: true, ledger, readAfter };
}

/** A view of an article not counted before, which stays so. */
function unread(situation: Situation, reason: Reason): Verdict {
  return fromPassAlone(situation, reason, false);
}

/** A view of an article counted before. */
function open(situation: Situation, reason: Reason): Verdict {
  return fromPassAlone(situation, reason, true);
}

function fromPassAlone(situation: Situation, reason: Reason, alreadyRead: boolean): Verdict {
  const { pass, limits } = situation;
  const read = pass?.read ?? 0;
  return {
    reason,
    state: stateOf(read, alreadyRead, limits),
    read,
    counted: false,
    degraded: false,
    ledger: pass?.ledger ?? [],
    readAfter: read,
    end: endOf(situation),
    storeAsked: false,
  };
}

/** A period that began with the reader's first article ends when the pass says, any other with the calendar. */
function endOf({ rolling, pass, period }: Situation): number {
  return rolling && pass ? pass.end : period.end;
}
