import type { Clock } from '../clock/index.js';
import {
  type Check,
  callable,
  type Fields,
  flag,
  OptionError,
  object,
  oneOf,
  optional,
  problem,
  readOptions,
  required,
  text,
  wrongType,
} from '../options/index.js';
import type { State } from '../pass/index.js';
import { type CopyByLocale, missingMessages, parseTag, worded } from './locale.js';
import { en } from './locales/en.js';
import { type Message, type Messages, SENTENCES } from './messages.js';
import { isWebUrl } from './url.js';

/** What a reader can be offered. */
export type Offer = 'register' | 'subscribe' | 'sign-in';

/** How prompts speak to readers, and where their links lead. Addresses are http(s), or relative to the page. */
export interface PromptOptions {
  /** The site's name, as readers know it. */
  readonly siteName: string;
  /** Where a reader registers, for free. Default: nowhere, and nobody is asked to. */
  readonly registerUrl?: string;
  /**
   * What registering opens: everything (`full`), or more than before and not everything (`limited`), as with a plan
   * that has limits. Prompts promise no more than that. Default: `full`.
   */
  readonly registered?: 'full' | 'limited';
  /** Where a reader subscribes. Default: nowhere. */
  readonly subscribe?: {
    /** The page to subscribe on. */
    readonly url: string;
    /** As in `4 € a month`, after the link's words. Default: none is said. */
    readonly price?: string;
  };
  /** Where a reader signs in. Default: nowhere. */
  readonly signInUrl?: string;
  /** The order of the offers, the first as a button. Default: `['register', 'subscribe', 'sign-in']`. */
  readonly offers?: readonly Offer[];
  /** Where a reader supports the site. Default: nowhere, and there is no appeal. */
  readonly support?: {
    /** The page to support the site on. */
    readonly url: string;
    /** The states at which the appeal is shown. Default: both. */
    readonly states?: readonly Exclude<State, 'blocked'>[];
  };
  /** Where a reader finds what they have read, which a wall then leads to. Default: nowhere. */
  readonly readingUrl?: string;
  /** Whether readers can comment, which a wall then says. Default: `false`. */
  readonly comments?: boolean;
  /**
   * Where the prompt stands: in the text's column (`inline`), or at the bottom edge of the window (`dock`). Put a dock
   * last into the element beside whose text it is to stay, as in `main`: it takes room of its own there. A wall is always inline.
   * Default: `inline`.
   */
  readonly placement?: 'inline' | 'dock';
  /** The language where a call names none, or one without wording: a BCP 47 tag. Default: `en`. */
  readonly locale?: string;
  /**
   * The site's own wording, by language tag (`de`, or `de-AT` for one region). Where a language has no wording of ours,
   * it must be whole. Default: none.
   */
  readonly copy?: Readonly<Record<string, Partial<Messages>>>;
  /** The query parameter that tells registering, subscribing and signing in where to come back to. Default: `next`. */
  readonly returnParameter?: string;
  /** The path under which the site serves `assets`. Default: `/paywall`. */
  readonly assetsPath?: string;
  /** Tells the time, in milliseconds since the Unix epoch. Default: the machine's clock. */
  readonly clock?: Clock;
}

/** The options once checked, with nothing left to default. */
export interface PromptSettings {
  readonly siteName: string;
  readonly registerUrl: string | undefined;
  readonly registered: 'full' | 'limited';
  readonly subscribe: { readonly url: string; readonly price: string } | undefined;
  readonly signInUrl: string | undefined;
  readonly offers: readonly Offer[];
  readonly support: { readonly url: string; readonly states: readonly State[] } | undefined;
  readonly readingUrl: string | undefined;
  readonly comments: boolean;
  readonly placement: 'inline' | 'dock';
  readonly locale: string;
  readonly copy: CopyByLocale;
  readonly returnParameter: string;
  readonly assetsPath: string;
  readonly clock: Clock;
}

/**
 * @param options `PromptOptions`, which may come from a file.
 * @param path Where they stand.
 * @throws {OptionError} for the first option that is unknown, missing or wrong.
 */
export function readPromptOptions(options: unknown, path: string): PromptSettings {
  const settings = readOptions<PromptSettings>(options, path, PROMPT_FIELDS);
  const { registerUrl, subscribe, signInUrl, locale } = settings;
  if (registerUrl === undefined && subscribe === undefined && signInUrl === undefined) {
    throw new OptionError(
      'ERR_PAYWALL_OPTION_MISSING',
      `${path}.registerUrl`,
      'a wall would lead nowhere',
      FIX_NOWHERE,
    );
  }
  if (!worded(locale, settings.copy)) {
    throw problem('ERR_PAYWALL_OPTION_RANGE', `${path}.locale`, locale, 'has no wording', `Give it in ${path}.copy`);
  }
  return settings;
}

/** @throws {OptionError} unless the value is `PromptOptions`. */
export function assertPromptOptions(value: unknown, path: string): asserts value is PromptOptions {
  readPromptOptions(value, path);
}

const FIX_NOWHERE = 'Give at least one of registerUrl, subscribe and signInUrl';

const webUrl: Check<string> = (value, option) => {
  const url = text(value, option);
  if (isWebUrl(url)) return url;
  throw problem('ERR_PAYWALL_INSECURE', option, url, 'is not a web address', 'Give an http(s) or a relative URL');
};

/** Items of a list, each checked, none twice, at least one. */
function listOf<T>(check: Check<T>): Check<readonly T[]> {
  return (value, option) => {
    if (!Array.isArray(value) || value.length === 0) throw wrongType(option, value, 'a list that is not empty');
    const items = value.map((item, index) => check(item, `${option}[${index}]`));
    const twice = items.find((item, index) => items.indexOf(item) !== index);
    if (twice === undefined) return items;
    throw problem('ERR_PAYWALL_OPTION_CONFLICT', option, twice, 'is named twice', 'Name each once');
  };
}

const rootedPath: Check<string> = (value, option) => {
  const path = text(value, option);
  if (/^(?:\/[\w.~-]+)+$/.test(path)) return path;
  throw problem('ERR_PAYWALL_OPTION_RANGE', option, path, 'is not a path', 'Give one such as "/paywall"');
};

const parameterName: Check<string> = (value, option) => {
  const name = text(value, option);
  if (/^[\w.~-]+$/.test(name)) return name;
  throw problem('ERR_PAYWALL_OPTION_RANGE', option, name, 'is not a parameter’s name', 'Give one such as "next"');
};

const isWriter = (value: unknown): value is Exclude<Message, string> => typeof value === 'function';

function message(name: keyof Messages): Check<Message> {
  const mayBeEmpty = SENTENCES.has(name);
  return (value, option) => (isWriter(value) || (mayBeEmpty && value === '') ? value : text(value, option));
}

type CopyFields = Fields<{ readonly [Name in keyof Messages]: Message | undefined }>;

function copyFields(): CopyFields {
  const names = Object.keys(en);
  const fields: Partial<Record<string, CopyFields[keyof Messages]>> = {};
  for (const name of names) if (isMessageName(name)) fields[name] = optional(message(name), undefined);
  return whole(fields);
}

const isMessageName = (name: string): name is keyof Messages => Object.hasOwn(en, name);

function whole(fields: Partial<CopyFields>): CopyFields {
  const isWhole = (given: Partial<CopyFields>): given is CopyFields => missingMessages(given).length === 0;
  if (!isWhole(fields)) throw new Error('a message has no field');
  return fields;
}

const COPY_FIELDS = copyFields();

const copyByLocale: Check<CopyByLocale> = (value, option) => {
  const copy = new Map<string, Partial<Messages>>();
  for (const [tag, given] of Object.entries(object(value, option))) {
    const path = `${option}.${tag}`;
    const locale = parseTag(tag);
    if (!locale) throw problem('ERR_PAYWALL_OPTION_RANGE', path, tag, 'is not a language tag', 'Give one such as "de"');
    copy.set(locale.baseName, givenOnly(readOptions(given, path, COPY_FIELDS)));
  }
  for (const [tag, messages] of copy) checkWhole(tag, messages, copy, `${option}.${tag}`);
  return copy;
};

function givenOnly(messages: { readonly [Name in keyof Messages]: Message | undefined }): Partial<Messages> {
  return Object.fromEntries(Object.entries(messages).filter(([, given]) => given !== undefined));
}

function checkWhole(tag: string, messages: Partial<Messages>, copy: CopyByLocale, option: string): void {
  if (worded(tag, copy)) return;
  const missing = missingMessages(messages).join(', ');
  throw new OptionError(
    'ERR_PAYWALL_OPTION_MISSING',
    option,
    'this language has no other wording',
    `Give ${missing} too`,
  );
}

const PROMPT_FIELDS: Fields<PromptSettings> = {
  siteName: required(text),
  registerUrl: optional(webUrl, undefined),
  registered: optional(oneOf('full', 'limited'), 'full'),
  subscribe: optional(
    (value, option) => readOptions(value, option, { url: required(webUrl), price: optional(text, '') }),
    undefined,
  ),
  signInUrl: optional(webUrl, undefined),
  offers: optional(listOf(oneOf('register', 'subscribe', 'sign-in')), ['register', 'subscribe', 'sign-in']),
  support: optional(
    (value, option) =>
      readOptions<NonNullable<PromptSettings['support']>>(value, option, {
        url: required(webUrl),
        states: optional(listOf(oneOf('free', 'register-prompt')), ['free', 'register-prompt']),
      }),
    undefined,
  ),
  readingUrl: optional(webUrl, undefined),
  comments: optional(flag, false),
  placement: optional(oneOf('inline', 'dock'), 'inline'),
  locale: optional(text, 'en'),
  copy: optional(copyByLocale, new Map()),
  returnParameter: optional(parameterName, 'next'),
  assetsPath: optional(rootedPath, '/paywall'),
  clock: optional(callable<Clock>(), Date.now),
};
