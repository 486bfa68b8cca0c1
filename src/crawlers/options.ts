import { type Clock, systemClock } from '../clock/index.js';
import {
  type Check,
  callable,
  having,
  object,
  optional,
  outOfRange,
  parseUrl,
  problem,
  readOptions,
  required,
  text,
  wrongType,
} from '../options/index.js';
import type { DnsResolver } from './dns.js';
import type { CrawlerEvent, Tell } from './events.js';
import type { Fetch } from './fetch-list.js';
import { SEARCH_CRAWLERS, type SearchCrawler } from './search-crawlers.js';
import { type RangeList, SNAPSHOT } from './snapshot.js';

/** How search crawlers are verified. */
export interface CrawlersOptions {
  /** Which crawlers. Default: `SEARCH_CRAWLERS` (Googlebot, Bingbot, Applebot, DuckDuckBot). */
  readonly crawlers?: readonly SearchCrawler[];
  /** The address ranges to begin with, at most one list for each crawler. Default: the bundled `SNAPSHOT`. */
  readonly ranges?: readonly RangeList[];
  /**
   * How many days a list proves anything after the day it was published or refreshed; 1 to 3,650. Addresses change
   * hands, so an older list proves nothing, and only DNS does. Default: 180.
   */
  readonly maxAgeDays?: number;
  /**
   * Whether addresses outside the ranges are looked up in DNS, in the background. Only addresses whose user agent
   * claims a crawler are, and their first view is `unverified`. Pass a resolver to use another than the machine's.
   * Default: `true`.
   */
  readonly dns?: boolean | DnsResolver;
  /** Whether the lists are fetched from their owners at the start and every so often. Default: `false`. */
  readonly refresh?: boolean | RefreshOptions;
  /** Tells the time, in milliseconds since the Unix epoch. Default: the machine's clock. */
  readonly clock?: Clock;
  /** Told of events; what it throws, or rejects with, is ignored. Default: nobody is told. */
  readonly onEvent?: (event: CrawlerEvent) => unknown;
}

/** How the lists are refreshed. */
export interface RefreshOptions {
  /** Hours between refreshes, 1 to 500. Default: 24. */
  readonly everyHours?: number;
  /** Fetches the lists. Default: the global `fetch`. */
  readonly fetch?: Fetch;
}

interface Refresh {
  readonly everyHours: number;
  /** `undefined` for the global one. */
  readonly fetch: Fetch | undefined;
}

interface CrawlersSettings {
  readonly crawlers: readonly SearchCrawler[];
  readonly ranges: readonly RangeList[];
  readonly maxAgeDays: number;
  readonly dns: boolean | DnsResolver;
  readonly refresh: Refresh | null;
  readonly clock: Clock;
  readonly onEvent: Tell | undefined;
}

/** @throws {OptionError} */
export function readCrawlersOptions(given: CrawlersOptions): CrawlersSettings {
  const { ranges, ...read } = readOptions<Omit<CrawlersSettings, 'ranges'> & { ranges: readonly RangeList[] | null }>(
    given,
    'createCrawlers',
    {
      crawlers: optional(listOf(crawler), SEARCH_CRAWLERS),
      ranges: optional(listOf(rangeList), null),
      maxAgeDays: optional(numberWithin(1, 3650), 180),
      dns: optional(flagOr(having<DnsResolver>(DNS, ['reverse', 'resolve4', 'resolve6'])), true),
      refresh: optional(refresh, null),
      clock: optional(callable<Clock>(), systemClock),
      onEvent: optional(callable<Tell>(), undefined),
    },
  );
  const names = read.crawlers.map(({ name }) => name);
  if (ranges === null) return { ...read, ranges: SNAPSHOT.filter((list) => names.includes(list.crawler)) };
  for (const [index, list] of ranges.entries()) refuseStray(list, `createCrawlers.ranges[${index}].crawler`, names);
  return { ...read, ranges };
}

const DNS = 'true, false or a resolver with reverse, resolve4 and resolve6';

const crawler: Check<SearchCrawler> = (value, path) =>
  readOptions<SearchCrawler>(value, path, {
    name: required(text),
    products: required(listOf(text)),
    listUrl: required(httpsUrl),
    domains: required(listOf(text)),
  });

/** What its texts must be is checked where the list is read. */
const rangeList: Check<RangeList> = (value, path) =>
  readOptions<RangeList>(value, path, {
    crawler: required(text),
    source: required(text),
    asOf: required(text),
    prefixes: required(listOf(text)),
  });

const refresh: Check<Refresh | null> = (value, path) => {
  if (value === false) return null;
  if (value !== true && typeof value !== 'object') throw wrongType(path, value, 'true, false or an object');
  return readOptions<Refresh>(value === true ? {} : object(value, path), path, {
    everyHours: optional(numberWithin(1, 500), 24),
    fetch: optional(callable<Fetch>(), undefined),
  });
};

const httpsUrl: Check<string> = (value, option) => {
  const url = text(value, option);
  if (parseUrl(url)?.protocol === 'https:') return url;
  throw problem('ERR_PAYWALL_INSECURE', option, url, 'is not an https address', 'Give the https address of the list');
};

function refuseStray(list: RangeList, option: string, names: readonly string[]): void {
  if (names.includes(list.crawler)) return;
  const fix = `Name one of ${names.join(', ')}`;
  throw problem('ERR_PAYWALL_OPTION_RANGE', option, list.crawler, 'is no crawler’s name', fix);
}

function listOf<T>(check: Check<T>): Check<readonly T[]> {
  return (value, option) => {
    if (!Array.isArray(value)) throw wrongType(option, value, 'an array');
    return value.map((one: unknown, index) => check(one, `${option}[${index}]`));
  };
}

function flagOr<T>(check: Check<T>): Check<boolean | T> {
  return (value, option) => {
    return typeof value === 'boolean' ? value : check(value, option);
  };
}

function numberWithin(least: number, most: number): Check<number> {
  return (value, option) => {
    if (typeof value !== 'number') throw wrongType(option, value, 'a number');
    if (value >= least && value <= most) return value;
    throw outOfRange(option, value, `a number from ${least} to ${most}`);
  };
}
