import { type Check, optional, problem, readOptions, required, text } from '../options/index.js';
import { createPeriods, type Periods } from '../period/index.js';
import { type Limits, limit, readLimits } from '../policy/index.js';
import { type ArticleOf, articlesOf } from './articles.js';
import { combined, formatReader, type ReadLine } from './log/format.js';
import { json } from './log/json.js';
import { NAMES } from './log/request.js';

/** What limits to try on whose logs. */
export interface SimulateOptions {
  /** Paths of articles: as `/news/:id`, as `/news/` for all below, or as regular expressions; one at least. */
  readonly articles: readonly string[];
  /** Articles read before the prompt appears; 0 to 1,000, or `Infinity` for never. Default: 3. */
  readonly promptAfter?: number | undefined;
  /** Articles read before the wall appears; 0 to 1,000, or `Infinity` for never. Default: 10. */
  readonly blockAfter?: number | undefined;
  /** How long a count lasts: a calendar month, an ISO 8601 week or a day. Default: `month`. */
  readonly period?: 'month' | 'week' | 'day' | undefined;
  /** The publication's time zone, an IANA name. Default: `UTC`. */
  readonly timeZone?: string | undefined;
  /** `combined`, `json`, or what stands in `log_format` of nginx. Default: `json` for lines that begin with `{`, else `combined`. */
  readonly format?: string | undefined;
  /** The field that names a reader, or `cookie_…` for a cookie that is logged. Default: address and user agent together. */
  readonly reader?: string | undefined;
}

/** Options that were read. */
export interface SimulateSettings {
  readonly articleOf: ArticleOf;
  readonly limits: Limits;
  readonly periods: Periods;
  readonly readLine: ReadLine;
  /** `null` for address and user agent. */
  readonly reader: string | null;
}

const PATH = 'simulate';

const list: Check<readonly string[]> = (value, option) => {
  const given = Array.isArray(value) ? value : [];
  if (given.length === 0)
    throw problem('ERR_PAYWALL_OPTION_MISSING', option, value, 'names no articles', "Give '/news/:id', say");
  return given.map((each) => text(each, option));
};

const anything: Check<unknown> = (value) => value;

/** @throws {OptionError} for an option that is wrong. */
export function readSimulateOptions(options: SimulateOptions): SimulateSettings {
  const { articles, promptAfter, blockAfter, period, timeZone, format, reader } = readOptions<
    Record<keyof SimulateOptions, unknown> & {
      readonly articles: readonly string[];
      readonly reader: string | null;
      readonly format: string | null;
    }
  >(options, PATH, {
    articles: required(list),
    promptAfter: optional(limit, 3),
    blockAfter: optional(limit, 10),
    period: optional(anything, 'month'),
    timeZone: optional(anything, 'UTC'),
    format: optional(text, null),
    reader: optional(text, null),
  });
  return {
    articleOf: articlesOf(articles, `${PATH}.articles`),
    limits: readLimits({ promptAfter, blockAfter }, PATH),
    periods: createPeriods(period, timeZone, PATH),
    readLine: lineReader(format, reader),
    reader,
  };
}

function lineReader(format: string | null, reader: string | null): ReadLine {
  if (format === null) return (line) => (line.startsWith('{') ? json(line) : combined(line));
  if (format === 'combined') return combined;
  if (format === 'json') return json;
  checkFields(format, reader);
  return formatReader(format, `${PATH}.format`);
}

/** Lines without these would all be of no use. */
function checkFields(format: string, reader: string | null): void {
  const has = (names: readonly string[]): boolean =>
    names.some((name) => new RegExp(`\\$(?:\\{${name}\\}|${name}(?!\\w))`).test(format));
  const missing = (what: string, name: string) =>
    problem(
      'ERR_PAYWALL_OPTION_RANGE',
      `${PATH}.format`,
      format,
      `has no ${what}`,
      `Log $${name} too, or give another log`,
    );
  if (!format.includes('$')) return;
  if (!has(NAMES.time)) throw missing('time', 'time_iso8601');
  if (!has([...NAMES.request, ...NAMES.target])) throw missing('request', 'request');
  if (!has(NAMES.status)) throw missing('status', 'status');
  if (reader === null && !has(NAMES.address)) throw missing('address', 'remote_addr');
  const inCookies = reader?.startsWith('cookie_') && has(['http_cookie']);
  if (reader !== null && !has([reader]) && !inCookies) {
    throw problem(
      'ERR_PAYWALL_OPTION_CONFLICT',
      `${PATH}.reader`,
      reader,
      'is in no line of this format',
      'Give a field that it names',
    );
  }
}
