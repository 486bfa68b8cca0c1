import { type Ledger, MOST_ARTICLES, union, withArticle } from '../pass/ledger.js';
import type { Pass } from '../pass/pass.js';
import type { State } from '../pass/state.js';
import type { Period } from '../period/period.js';
import { type Limits, stateOf } from '../policy/limits.js';
import type { GuardedStore } from '../store/guard.js';
import type { Visited } from '../store/store.js';
import type { Reason } from './decision.js';
import type { Place } from './open-views.js';

/** What decides while the store does not answer. */
export type OnStoreError = 'ledger' | 'open' | 'closed';

/** Where new readers of a network begin once it has had its new readers for the day. */
export type BeyondNetwork = 'register-prompt' | 'blocked';

/** A network's new readers of the day: a set in the store like any other, of readers instead of articles. */
export interface NetworkCap {
  /** Names the network's set. */
  readonly key: string;
  readonly perDay: number;
  readonly beyond: BeyondNetwork;
  /** Milliseconds until the day ends. */
  readonly endsIn: number;
  /** The new reader, as a member of the set. */
  readonly member: number;
}

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
  /** Why an article not read yet is not shown to whoever asks so, such as a browser that fetches ahead. */
  readonly noReading: 'speculative' | 'subresource' | undefined;
  readonly pass: Pass | null;
  /** Whether the browser holds that very pass, rather than others that came to it. */
  readonly whole: boolean;
  /** The reader's id: that of the pass, or a new one. */
  readonly reader: string;
  /** The account as a keyed hash; `undefined` for a reader without one. */
  readonly account: string | undefined;
  /** Names the reader's set in the store; `undefined` for a first view, which the store never hears of. */
  readonly storeKey: string | undefined;
  /** For a first view, or one of a reader who follows on several, where the site caps the new readers of a network. */
  readonly networkCap: NetworkCap | undefined;
}

/** What a view comes to. */
export interface Verdict {
  readonly reason: Reason;
  readonly state: State;
  /** Distinct other articles read: without the one at hand. */
  readonly others: number;
  readonly counted: boolean;
  readonly degraded: boolean;
  /** Whether the reader is prompted from the first article on. */
  readonly prompted: boolean;
  /** The ledger after this view, uncut. */
  readonly ledger: Ledger;
  /** Distinct articles read after this view, this one among them where it is. */
  readonly readAfter: number;
  /** When the reader's period ends, in milliseconds since the epoch. */
  readonly end: number;
  /** Whether the reader may be given a pass: one who follows on several may not before the network's cap has been asked. */
  readonly admitted: boolean;
  /**
   * What the store did with this view: `counted` it, or may have, if its reply was lost; or `found` it counted before; `null`
   * where it holds nothing of it. What was counted and comes to nothing is taken back.
   */
  readonly stored: 'counted' | 'found' | null;
}

/** How the site wants views judged. */
export interface JudgeOptions {
  /** Milliseconds for which a block by the store stands without asking it again. */
  readonly recheck: number;
  readonly onStoreError: OnStoreError;
}

/** Where the store would hold a view; `null` where it cannot come to hear of it. */
export function placeOf({ storeKey, article, networkCap }: Situation): Place | null {
  if (storeKey !== undefined) return { key: storeKey, member: article };
  return networkCap ? { key: networkCap.key, member: networkCap.member } : null;
}

/**
 * Judges a view: from the pass alone and at once wherever that is enough, else with one call to the store, and without it
 * where it fails.
 */
export function judge(situation: Situation, store: GuardedStore, options: JudgeOptions): Verdict | Promise<Verdict> {
  const { storeKey, networkCap } = situation;
  const fromPass = judgeFromPass(situation, options.recheck);
  if (fromPass) return fromPass;
  if (storeKey === undefined) return judgeFirstView(situation, store);
  return networkCap
    ? judgeUnited(situation, storeKey, networkCap, store, options.onStoreError)
    : judgeWithStore(situation, storeKey, store, options.onStoreError);
}

/** Whoever follows on several readers is a new one of the network, or the passes of a few would make ever more. */
async function judgeUnited(
  situation: Situation,
  storeKey: string,
  networkCap: NetworkCap,
  store: GuardedStore,
  onStoreError: OnStoreError,
): Promise<Verdict> {
  const isFull = (await visitNetwork(networkCap, store)) === 'full';
  if (isFull && networkCap.beyond === 'blocked') return { ...unread(situation, 'network'), state: 'blocked' };
  const { pass, limits } = situation;
  const prompted = { pass: pass && { ...pass, prompted: true }, limits: { ...limits, promptAfter: 0 } };
  const judged = isFull ? { ...situation, ...prompted } : situation;
  return { ...(await judgeWithStore(judged, storeKey, store, onStoreError)), admitted: true };
}

async function visitNetwork(cap: NetworkCap, store: GuardedStore): Promise<Visited['outcome'] | null> {
  const { key, member, perDay, endsIn } = cap;
  const visited = await store.visit({ key, article: member, ledger: [], limit: perDay, endsIn, rolling: true });
  return typeof visited === 'string' ? null : visited.outcome;
}

async function judgeWithStore(
  situation: Situation,
  storeKey: string,
  store: GuardedStore,
  onStoreError: OnStoreError,
): Promise<Verdict> {
  const visited = await store.visit({
    key: storeKey,
    article: situation.article,
    ledger: situation.pass?.ledger ?? [],
    limit: Math.min(situation.limits.blockAfter, MOST_ARTICLES),
    endsIn: newSetEnd(situation) - situation.now,
    rolling: situation.rolling,
  });
  const verdict =
    typeof visited === 'string' ? judgeWithoutStore(situation, onStoreError) : judgeFromStore(situation, visited);
  if (verdict.reason === 're-read') return { ...verdict, stored: 'found' };
  // A call whose reply was lost may have been carried out, and have counted what is refused here.
  const refused = visited === 'lost' && onStoreError === 'closed' && verdict.others < situation.limits.blockAfter;
  return refused || (verdict.counted && visited !== 'unasked') ? { ...verdict, stored: 'counted' } : verdict;
}

function judgeFromPass(situation: Situation, recheck: number): Verdict | null {
  const { pass, article, head, noReading } = situation;
  if (pass?.ledger.includes(article)) return open(situation, 're-read');
  if (noReading) return unread(situation, noReading);
  if (head) return unread(situation, 'head');
  return pass && isBlockedStill(situation, pass, recheck) ? unread(situation, 'recheck') : null;
}

/** A first view costs the store a call only where new readers of a network are capped. */
function judgeFirstView(situation: Situation, store: GuardedStore): Verdict | Promise<Verdict> {
  const { limits, networkCap } = situation;
  if (limits.blockAfter === 0) return unread(situation, 'limit');
  const firstView = count(situation, 'first-view');
  return networkCap ? judgeNewReader(firstView, networkCap, store) : firstView;
}

async function judgeNewReader(firstView: Verdict, networkCap: NetworkCap, store: GuardedStore): Promise<Verdict> {
  const outcome = await visitNetwork(networkCap, store);
  if (outcome === null) return { ...firstView, degraded: true };
  if (outcome !== 'full') return { ...firstView, stored: 'counted' };
  if (networkCap.beyond === 'register-prompt')
    return { ...firstView, reason: 'network', state: 'register-prompt', prompted: true };
  return { ...firstView, reason: 'network', state: 'blocked', counted: false, ledger: [], readAfter: 0 };
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

function judgeFromStore(situation: Situation, visited: Visited): Verdict {
  const known = visited.outcome === 'known';
  const counted = visited.outcome === 'added';
  const others = known ? visited.read - 1 : visited.read;
  const state = stateOf(others, known, situation.limits);
  const reason = known ? 're-read' : state === 'blocked' ? 'limit' : 'new-article';
  const own = situation.pass?.ledger ?? [];
  const found = visited.members ? union(visited.members, own) : own;
  return {
    ...unread(situation, reason),
    state,
    others,
    counted,
    ledger: state === 'blocked' ? found : withArticle(found, situation.article),
    readAfter: counted ? visited.read + 1 : visited.read,
    end: situation.rolling ? situation.now + visited.endsIn : situation.period.end,
  };
}

function judgeWithoutStore(situation: Situation, onStoreError: OnStoreError): Verdict {
  const uncounted = { ...unread(situation, 'store-down'), degraded: true };
  if (onStoreError === 'closed') return { ...uncounted, state: 'blocked' };
  if (uncounted.state !== 'blocked') return { ...count(situation, 'store-down'), degraded: true };
  return onStoreError === 'open' ? { ...uncounted, state: 'register-prompt' } : uncounted;
}

/** A view of an article not counted before, counted in the pass. */
function count(situation: Situation, reason: Reason): Verdict {
  const before = unread(situation, reason);
  const ledger = withArticle(before.ledger, situation.article);
  // A ledger that was cut cannot tell a new article from an old one: then the count stands rather than grow too high.
  const readAfter = Math.max(before.others, ledger.length);
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
  const others = alreadyRead ? read - 1 : read;
  return {
    reason,
    state: stateOf(others, alreadyRead, limits),
    others,
    counted: false,
    degraded: false,
    prompted: pass?.prompted ?? false,
    ledger: pass?.ledger ?? [],
    readAfter: read,
    end: endOf(situation),
    admitted: !(pass && situation.networkCap),
    stored: null,
  };
}

/**
 * When a set ends that the store does not have yet. A pass speaks for its own reader alone: an account's set begins its days
 * now, or one who keeps old passes could have it end at once.
 */
export function newSetEnd(situation: Situation): number {
  return situation.account === undefined ? endOf(situation) : situation.period.end;
}

/** A period that began with the reader's first article ends when the pass says, any other with the calendar. */
function endOf({ rolling, pass, period }: Situation): number {
  return rolling && pass ? pass.end : period.end;
}
