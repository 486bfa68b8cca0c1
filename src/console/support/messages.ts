import type { PromptFormat } from '../../prompts/index.js';

/** What a reader has read, with the means to write it in their language. */
export interface SupportFacts extends Pick<PromptFormat, 'number' | 'plural'> {
  readonly read: number;
  readonly limit: number;
  /** The day on which the count starts again, and its month. */
  readonly date: string;
}

/** Everything that the page for reader support says, in one language. */
export interface SupportMessages {
  /** The page's heading. */
  readonly title: string;
  /** How many they have read, of how many, and when the count starts again. */
  readonly read: (facts: SupportFacts) => string;
  /** In its place: nothing ever stops them. */
  readonly full: string;
  /** There is no code. */
  readonly nothing: string;
  /** Names the code's field. */
  readonly code: string;
  /** The button. */
  readonly copy: string;
  /** Said once it is copied. */
  readonly copied: string;
  /** The heading over what to do. */
  readonly howTitle: string;
  /** Where to send it: to us. */
  readonly send: string;
  /** The same, to an address, for which `#` stands. */
  readonly sendTo: string;
  /** The heading over what the code is. */
  readonly whatTitle: string;
  /** What the code says, and what nobody can do with it. */
  readonly what: string;
  /** That the page sends nothing. */
  readonly silent: string;
  /** The heading of a page without a code. */
  readonly refused: string;
  /** To whoever sends a form to it. */
  readonly byAddress: string;
  /** To whoever frames it. */
  readonly byItself: string;
  /** That it failed. */
  readonly failed: string;
}
