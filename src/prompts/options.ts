import {
  type Check,
  type Field,
  optional,
  outOfRange,
  problem,
  readOptions,
  required,
  text,
} from '../options/options.js';
import type { PeriodOption } from '../period/period.js';
import type { Message, Messages } from './messages.js';
import { isWebUrl } from './url.js';

/** How `renderPrompt` speaks to a reader, and where its links lead. */
export interface PromptOptions {
  /** The site's name, as readers know it. */
  readonly siteName: string;
  /** Where a reader registers: http(s), or relative to the page. */
  readonly registerUrl: string;
  /** Where a reader signs in: http(s), or relative to the page. */
  readonly signInUrl: string;
  /**
   * A BCP 47 tag, which may be the reader's own: ar, de, en, es, fr and he have wording, in any of their regions.
   * Any other becomes English, unless `copy` is complete. Default: `en`.
   */
  readonly locale?: string;
  /** The publication's time zone, in which the reset date is written; an IANA name. Default: `UTC`. */
  readonly timeZone?: string;
  /** The paywall's period, for the wording. Default: `month`. */
  readonly period?: PeriodOption;
  /** The site's own wording for any of the messages. Default: none. */
  readonly copy?: Partial<Messages>;
}

/** The site's own wording: every name is there, and those left out are `undefined`. */
export type Copy = { readonly [Name in keyof Messages]: Message | undefined };

/** The options once checked, with nothing left to default. */
export interface PromptSettings extends Required<Omit<PromptOptions, 'copy'>> {
  readonly copy: Copy;
}

/** @throws {OptionError} for the first option that is unknown, missing or wrong. */
export function readPromptOptions(options: PromptOptions): PromptSettings {
  return readOptions<PromptSettings>(options, 'renderPrompt', PROMPT_FIELDS);
}

type Fields<Shape> = { readonly [Name in keyof Shape]: Field<Shape[Name]> };

const webUrl: Check<string> = (value, option) => {
  const url = text(value, option);
  if (isWebUrl(url)) return url;
  throw problem('ERR_PAYWALL_INSECURE', option, url, 'is not a web address', 'Give an http(s) or a relative URL');
};

const anyText: Check<string> = (value, option) => (value === '' ? '' : text(value, option));

const MOST_DAYS = 366;

const period: Check<PeriodOption> = (value, option) => {
  if (value === 'month' || value === 'week' || value === 'day') return value;
  const days: unknown = typeof value === 'object' && value !== null && 'days' in value ? value.days : undefined;
  if (typeof days === 'number' && Number.isInteger(days) && days >= 1 && days <= MOST_DAYS) return { days };
  throw outOfRange(option, value, `"month", "week", "day" or { days: 1 to ${MOST_DAYS} }`);
};

const isWriter = (value: unknown): value is Exclude<Message, string> => typeof value === 'function';

/** A line that may be left out by an empty text. */
const line: Check<Message> = (value, option) => {
  if (isWriter(value)) return value;
  return anyText(value, option);
};

/** A heading, a name of a control or a part of a sentence, which must say something. */
const label: Check<Message> = (value, option) => {
  if (isWriter(value)) return value;
  return text(value, option);
};

const COPY_FIELDS: Fields<Copy> = {
  promptTitle: optional(label, undefined),
  promptText: optional(line, undefined),
  promptLeft: optional(line, undefined),
  wallTitle: optional(label, undefined),
  wallText: optional(line, undefined),
  wallReset: optional(line, undefined),
  register: optional(label, undefined),
  signIn: optional(label, undefined),
  dismiss: optional(label, undefined),
  thisMonth: optional(label, undefined),
  thisWeek: optional(label, undefined),
  today: optional(label, undefined),
  inDays: optional(label, undefined),
};

const copy: Check<Copy> = (value, option) => readOptions<Copy>(value, option, COPY_FIELDS);

const PROMPT_FIELDS: Fields<PromptSettings> = {
  siteName: required(text),
  registerUrl: required(webUrl),
  signInUrl: required(webUrl),
  locale: optional(anyText, 'en'),
  timeZone: optional(text, 'UTC'),
  period: optional(period, 'month'),
  copy: optional(copy, copy({}, 'renderPrompt.copy')),
};
