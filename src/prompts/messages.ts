import type { PromptDecision } from './facts.js';

/** The wording of one number for each plural category of a language; `#` stands for the number itself. */
export type PluralForms = {
  /** Wherever no other form fits (CLDR). */
  readonly other: string;
} & {
  readonly [Category in Intl.LDMLPluralRule]?: string;
};

/** What a message may say: the facts of the view, and the means to write them in the reader's language. */
export interface MessageFacts extends Omit<PromptDecision, 'period'> {
  /** The site's name as given, isolated where it runs against the direction of the text. */
  readonly siteName: string;
  /** The period as an adverb: `this month`, `today`, `in 30 days`. Empty in the four messages that word it. */
  readonly period: string;
  /** How many days a rolling period has; 0 in a calendar period. */
  readonly days: number;
  /** Articles used up so far, the one at hand among them where it is counted: the first number of the meter. */
  readonly used: number;
  /** Comments that wait under the article; 0 where none do or nobody said. */
  readonly comments: number;
  /** Whether whoever reads on may comment. */
  readonly canComment: boolean;
  /** A number in the reader's digits and grouping. */
  number(value: number): string;
  /** A day and its month, as in `December 1`, in the publication's time zone. */
  date(value: Date): string;
  /** The form that goes with a number in the reader's language (CLDR plural rules). */
  plural(value: number, forms: PluralForms): string;
}

/** A fixed text, or one written from the facts. Plain text: it is escaped where it is shown. */
export type Message = string | ((facts: MessageFacts) => string);

/** Everything that prompts say. A message that is a whole sentence may be empty, which leaves it out. */
export interface Messages {
  /** The prompt: how many articles were read, or a welcome at 0. Its heading, and a sentence below the last article's. */
  readonly promptRead: Message;
  /** The prompt's heading on the last article. */
  readonly promptLast: Message;
  /** The prompt: how many articles are left, and until when. */
  readonly promptLeft: Message;
  /** The prompt: what registering gives where it opens everything. */
  readonly promptRegister: Message;
  /** The prompt: what registering gives where it opens more, but not everything. */
  readonly promptRegisterMore: Message;
  /** The prompt: what subscribing gives. */
  readonly promptSubscribe: Message;
  /** The wall's heading where the limit is reached: thanks. */
  readonly wallLimitTitle: Message;
  /** The wall where the limit is reached: how many were read. */
  readonly wallLimit: Message;
  /** The wall: register to read on, and to comment where `canComment`. */
  readonly wallRegister: Message;
  /** The wall: subscribe to read on, and to comment where `canComment`. */
  readonly wallSubscribe: Message;
  /** The wall: how many comments wait. */
  readonly wallComments: Message;
  /** The wall where the limit is reached: how many more there will be, and when. */
  readonly wallReset: Message;
  /** The wall: the link to what was read, which stays open. */
  readonly wallReading: Message;
  /** The wall's heading on an article for whoever has registered. */
  readonly wallRegisteredTitle: Message;
  /** The wall's heading on an article for subscribers. */
  readonly wallSubscribersTitle: Message;
  /** The wall's heading for a new reader of a network that has had its new readers for the day. */
  readonly wallNetworkTitle: Message;
  /** The same in a sentence. */
  readonly wallNetwork: Message;
  /** The wall's heading where the count cannot be looked up. */
  readonly wallOutageTitle: Message;
  /** The same in a sentence. */
  readonly wallOutage: Message;
  /** The wall's heading for any other reason. */
  readonly wallOtherTitle: Message;
  /** The link to register. */
  readonly register: Message;
  /** The link to subscribe, before the price. */
  readonly subscribe: Message;
  /** The link to sign in. */
  readonly signIn: Message;
  /** The name of the button that dismisses the prompt. */
  readonly dismiss: Message;
  /** The meter's strip. */
  readonly meter: Message;
  /** The appeal's heading. */
  readonly appealTitle: Message;
  /** The appeal's sentences. */
  readonly appeal: Message;
  /** The appeal's link. */
  readonly support: Message;
  /** A period of a calendar month, as an adverb. */
  readonly thisMonth: Message;
  /** A period of a calendar week, as an adverb. */
  readonly thisWeek: Message;
  /** A period of a calendar day, as an adverb. */
  readonly today: Message;
  /** A rolling period of `days` days, as an adverb. */
  readonly inDays: Message;
}

/** The messages that may be empty, so that the sentence is left out. */
export const SENTENCES: ReadonlySet<keyof Messages> = new Set([
  'promptLeft',
  'promptRegister',
  'promptRegisterMore',
  'promptSubscribe',
  'wallLimit',
  'wallRegister',
  'wallSubscribe',
  'wallComments',
  'wallReset',
  'wallNetwork',
  'wallOutage',
  'appeal',
]);
