import type { State } from '../pass/index.js';
import type { PeriodOption } from '../period/index.js';

/** What prompts need of a decision: the meter's `Decision` is one. */
export interface PromptDecision {
  /** What the reader meets. */
  readonly state: State;
  /** Why, as in `limit`. A reason without words of its own gets words that are true of any. */
  readonly reason: string;
  /** Other articles read this period, without the one at hand. */
  readonly read: number;
  /** Articles left after this view; `Infinity` where nothing ever blocks. */
  readonly left: number;
  /** Articles that may be read in a period; `Infinity` where nothing ever blocks. */
  readonly limit: number;
  /** When the count starts again. */
  readonly resetsAt: Date;
  /** Whether the site knows the reader, who is then never asked to register or to sign in. */
  readonly account: boolean;
  /** What kind of article it is. Open articles have no numbers. */
  readonly access: 'metered' | 'open' | 'locked';
  /** How long a count lasts. */
  readonly period: PeriodOption;
  /** The publication's time zone, in which dates are written: an IANA name. */
  readonly timeZone: string;
}

/** What the meter's strip needs on a page that is no article: the meter's `Reading` is one. Here `read` is all that was read. */
export type PromptReading = Omit<PromptDecision, 'reason' | 'access'>;
