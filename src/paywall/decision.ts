import type { State } from '../parts/policy.js';

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
 * - `store-down`: the store did not answer in time; the ledger decided
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
  | 'store-down';

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
