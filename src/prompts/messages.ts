import type { PromptFacts } from './facts.js';

/** The wording of one number for each plural category of a language; `#` stands for the number itself. */
export type PluralForms = { readonly other: string } & { readonly [Category in Intl.LDMLPluralRule]?: string };

/** What a message may say: the facts of the view, and the means to write them in the reader's language. */
export interface MessageFacts extends PromptFacts {
  /** The site's name as given, isolated where it runs against the direction of the text. */
  readonly siteName: string;
  /** The period as an adverb: `this month`, `today`, `in 30 days`. Empty in the four messages that word it. */
  readonly period: string;
  /** How many days a rolling period has; 0 in a calendar period. */
  readonly days: number;
  /** A number in the reader's digits and grouping. */
  number(value: number): string;
  /** A day and its month, as in `December 1`, in the time zone given. */
  date(value: Date): string;
  /** The form that goes with a number in the reader's language (CLDR plural rules). */
  plural(value: number, forms: PluralForms): string;
}

/** A fixed text, or one written from the facts. Plain text: it is escaped where it is shown. */
export type Message = string | ((facts: MessageFacts) => string);

/** Everything that the prompt and the wall say. */
export interface Messages {
  /** The prompt's heading: how many articles were read. */
  readonly promptTitle: Message;
  /** What registering gives. */
  readonly promptText: Message;
  /** How many articles are left, and when the count starts again. Empty leaves the line out. */
  readonly promptLeft: Message;
  /** The wall's heading: thanks. */
  readonly wallTitle: Message;
  /** How many articles were read, and what registering gives. */
  readonly wallText: Message;
  /** When the count starts again. Empty leaves the line out. */
  readonly wallReset: Message;
  /** The link to register. */
  readonly register: Message;
  /** The link to sign in. */
  readonly signIn: Message;
  /** The button that dismisses the prompt. */
  readonly dismiss: Message;
  /** A period of a calendar month, as an adverb. */
  readonly thisMonth: Message;
  /** A period of a calendar week, as an adverb. */
  readonly thisWeek: Message;
  /** A period of a calendar day, as an adverb. */
  readonly today: Message;
  /** A rolling period of `days` days, as an adverb. */
  readonly inDays: Message;
}
