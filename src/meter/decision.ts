import type { State } from '../pass/state.js';
import type { Limits } from '../policy/limits.js';
import type { Verdict } from './verdict.js';

/**
 * Why a view got its state.
 *
 * - `not-metered`: not an article, or a method other than GET and HEAD
 * - `full-access`: a registered reader without limits
 * - `first-view`: no pass yet
 * - `new-article`: not read before this period
 * - `re-read`: read before this period, so open
 * - `limit`: the store says that the limit is reached
 * - `recheck`: blocked moments ago by the store, not asked again yet
 * - `head`: a HEAD request, answered from the pass and never counted
 * - `store-down`: the store did not answer in time; `onStoreError` decided
 * - `network`: a new reader of a network that has had its new readers for the day
 * - `speculative`: fetched before the reader asked for it, and not read before; answered without the article
 * - `crawler`: a search crawler that proved itself; not counted
 * - `false-crawler`: claims to be a search crawler from an address that is none of its
 * - `undecided`: a fault of the paywall itself, told as an event; let pass
 * - `ai-crawler`: an AI crawler that names itself, where the site does not let it in
 */
export type Reason =
  | 'not-metered'
  | 'full-access'
  | 'first-view'
  | 'new-article'
  | 're-read'
  | 'limit'
  | 'recheck'
  | 'head'
  | 'store-down'
  | 'network'
  | 'speculative'
  | 'crawler'
  | 'false-crawler'
  | 'ai-crawler'
  | 'undecided';

/** The answer for one view. */
export interface Decision {
  /** What the reader meets. */
  readonly state: State;
  /** Why. */
  readonly reason: Reason;
  /** Distinct articles read this period before this view; never more than `limit`. */
  readonly read: number;
  /** Distinct articles left after this view; `Infinity` where nothing ever blocks. */
  readonly left: number;
  /** `blockAfter` in force for this reader; `Infinity` where nothing ever blocks. */
  readonly limit: number;
  /** When the count starts again. */
  readonly resetsAt: Date;
  /** Whether this view was added to what the reader has read. */
  readonly counted: boolean;
  /** Whether the store failed to answer, so that the ledger in the pass decided alone. */
  readonly degraded: boolean;
}

/** The decision that a verdict means for the site. */
export function decisionOf(verdict: Verdict, { blockAfter: limit }: Limits): Decision {
  const { state, reason, counted, degraded } = verdict;
  return {
    state,
    reason,
    read: Math.min(verdict.read, limit),
    left: Math.max(0, limit - verdict.readAfter),
    limit,
    resetsAt: new Date(verdict.end),
    counted,
    degraded,
  };
}

/** The decision on a view that is none of the meter's. */
export function uncountedDecision(state: State, reason: Reason, periodEnd: number): Decision {
  const none = Number.POSITIVE_INFINITY;
  const left = state === 'blocked' ? 0 : none;
  return { state, reason, read: 0, left, limit: none, resetsAt: new Date(periodEnd), counted: false, degraded: false };
}
