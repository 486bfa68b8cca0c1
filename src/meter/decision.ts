import type { State } from '../pass/index.js';
import type { PeriodOption, Periods } from '../period/index.js';
import type { Access } from './steps/01-article.js';
import type { KnownAccount } from './steps/02-account.js';

/**
 * Why a view got its state.
 *
 * - `not-metered`: not an article, or a method other than GET and HEAD
 * - `full-access`: a registered reader without limits
 * - `open`: an article that the site has opened to everyone, or a newsroom to everyone for a while or to this reader
 * - `locked`: an article that only full access opens
 * - `first-view`: no pass yet
 * - `new-article`: not read before this period
 * - `re-read`: read before this period, so open
 * - `limit`: the store says that the limit is reached
 * - `recheck`: blocked moments ago by the store, not asked again yet
 * - `head`: a HEAD request, answered from the pass and never counted
 * - `store-down`: the store did not answer in time; `onStoreError` decided
 * - `network`: a new reader of a network that has had its new readers for the day
 * - `speculative`: fetched before the reader asked for it, and not read before; answered without the article
 * - `subresource`: asked for as an image, a script or another site's frame, and not read before; answered without the article
 * - `left`: the reader had gone away before it was decided, and had not read it before; not counted
 * - `crawler`: a search crawler that proved itself; not counted
 * - `false-crawler`: claims to be a search crawler from an address that is none of its
 * - `ai-crawler`: an AI crawler that names itself, where the site does not let it in
 * - `undecided`: a fault of the paywall itself, told as an event; let pass
 */
export type Reason =
  | 'not-metered'
  | 'full-access'
  | 'open'
  | 'locked'
  | 'first-view'
  | 'new-article'
  | 're-read'
  | 'limit'
  | 'recheck'
  | 'head'
  | 'store-down'
  | 'network'
  | 'speculative'
  | 'subresource'
  | 'left'
  | 'crawler'
  | 'false-crawler'
  | 'ai-crawler'
  | 'undecided';

/** The answer for one view. Wherever a metered article is open and `limit` is finite and not 0, `read + 1 + left = limit`. */
export interface Decision {
  /** What the reader meets. */
  readonly state: State;
  /** Why. */
  readonly reason: Reason;
  /** Distinct other articles read this period, without the one at hand; never more than `limit`. */
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
  /** What the site said of the article. */
  readonly access: Access;
  /** Whether the site knows the reader. */
  readonly account: boolean;
  /** The name of the account's plan; `null` for a reader without an account, or one without a plan that is known. */
  readonly plan: string | null;
  /** How long a count lasts, for whoever words it. */
  readonly period: PeriodOption;
  /** The publication's time zone, an IANA name, in which `resetsAt` is a day. */
  readonly timeZone: string;
}

/** What a decision says besides what was decided. */
export type Surroundings = Pick<Decision, 'access' | 'account' | 'plan' | 'period' | 'timeZone'>;

/** What is known of a view before anything is decided. */
export function surroundingsOf(
  access: Access,
  account: KnownAccount | null,
  { option, timeZone }: Periods,
): Surroundings {
  return { access, account: account !== null, plan: account?.plan ?? null, period: option, timeZone };
}

/**
 * The numbers of a metered view. With today's limit lowered below what was read, they stop there.
 *
 * @param others Distinct other articles read this period.
 */
export function numbersOf(
  state: State,
  reason: Reason,
  others: number,
  limit: number,
): Pick<Decision, 'read' | 'left'> {
  if (state === 'blocked') {
    const read = Math.min(others, limit);
    return { read, left: reason === 'network' ? 0 : limit - read };
  }
  const read = Math.min(others, Math.max(0, limit - 1));
  return { read, left: Math.max(0, limit - 1 - read) };
}

/** The decision on a view that is none of the meter's. */
export function uncountedDecision(state: State, reason: Reason, periodEnd: number, around: Surroundings): Decision {
  const none = Number.POSITIVE_INFINITY;
  const left = state === 'blocked' ? 0 : none;
  const resetsAt = new Date(periodEnd);
  return { state, reason, read: 0, left, limit: none, resetsAt, counted: false, degraded: false, ...around };
}

/** Which of an article's two pages a reader is to see: the whole of it, or what a wall leaves. The same for all who see it. */
export type Variant = 'full' | 'teaser';

/** The page that goes with a decision. */
export function variantOf({ state }: Pick<Decision, 'state'>): Variant {
  return state === 'blocked' ? 'teaser' : 'full';
}
