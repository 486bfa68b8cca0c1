import type { State } from '../pass/state.js';

/** What a prompt needs of a decision. */
export interface PromptFacts {
  /** What the reader meets. */
  readonly state: State;
  /** Distinct articles read this period before this view. */
  readonly read: number;
  /** Distinct articles that may be read in a period; `Infinity` where nothing ever blocks. */
  readonly limit: number;
  /** Distinct articles left after this view; `Infinity` where nothing ever blocks. */
  readonly left: number;
  /** When the count starts again. */
  readonly resetsAt: Date;
}
