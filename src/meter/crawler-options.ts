import {
  type AiCrawlerAnswer,
  type AiCrawlerPolicy,
  type AiCrawlersOptions,
  aiCrawlerAnswer,
  type Crawlers,
} from '../crawlers/index.js';
import { having, oneOf, optional, readOptions, required, text, wholeNumber, wrongType } from '../options/index.js';
import { MOST_ARTICLES } from '../pass/index.js';
import type { NewReadersOptions } from './options.js';

const aCrawlers = having<Crawlers>('true, false, or what createCrawlers() makes', ['verify', 'close']);
const aPolicy = oneOf<AiCrawlerPolicy>('allow', 'block', 402);

/** `true` for crawlers verified in the default way; `null` for none. */
export function readCrawlers(value: unknown, option: string): Crawlers | true | null {
  if (typeof value === 'boolean') return value || null;
  return aCrawlers(value, option);
}

/** The one answer for every AI crawler that names itself; `null` where they are let in. */
export function readAiCrawlers(value: unknown, option: string): AiCrawlerAnswer | null {
  if (typeof value !== 'object' || value === null) return aiCrawlerAnswer({ policy: aPolicy(value, option) }, option);
  const { policy, headers, terms } = readOptions<AiCrawlersValues>(value, option, {
    policy: optional(aPolicy, 'allow'),
    headers: optional(fields, {}),
    terms: optional(text, undefined),
  });
  return aiCrawlerAnswer({ policy, headers, ...(terms === undefined ? {} : { terms }) }, option);
}

interface AiCrawlersValues extends Required<Omit<AiCrawlersOptions, 'terms'>> {
  readonly terms: string | undefined;
}

function fields(value: unknown, option: string): Readonly<Record<string, string>> {
  if (isFields(value)) return value;
  throw wrongType(option, value, 'an object of header fields and their text');
}

function isFields(value: unknown): value is Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((field) => typeof field === 'string');
}

/** The cap on new readers of a network; `null` for none. */
export function readNewReaders(value: unknown, option: string): Required<NewReadersOptions> | null {
  if (value === null) return null;
  return readOptions<Required<NewReadersOptions>>(value, option, {
    perDay: required(wholeNumber(1, MOST_ARTICLES)),
    beyond: optional(oneOf('register-prompt', 'blocked'), 'register-prompt'),
  });
}
