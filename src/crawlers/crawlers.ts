import { Resolver } from 'node:dns/promises';
import { type Clock, systemClock } from '../clock/clock.js';
import { OptionError } from '../options/errors.js';
import { parseUrl } from '../options/urls.js';
import { type Address, parseAddress } from './address.js';
import { createDnsProof, type DnsResolver } from './dns.js';
import { type CrawlerEvent, quietly } from './events.js';
import type { Fetch } from './fetch-list.js';
import { createRangeBook, type RangeBook, readRangeList } from './range-book.js';
import { SEARCH_CRAWLERS, type SearchCrawler } from './search-crawlers.js';
import { type RangeList, SNAPSHOT } from './snapshot.js';
import { productNames } from './user-agent.js';

/**
 * What a view's user agent and address say together.
 *
 * - `none`: the user agent claims no crawler that can be verified; an ordinary reader, whatever the address
 * - `verified`: it claims one, and the address proves it
 * - `liar`: it claims one, and the address proves that it is not
 * - `unverified`: it claims one, and nothing is proved yet or nothing can be
 *
 * Only `verified` may gain anything.
 */
export type CrawlerVerdict = 'none' | 'verified' | 'liar' | 'unverified';

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
  /** Default: the machine's clock. */
  readonly clock?: Clock;
  /** Told of events; what it throws is ignored. Default: nobody is told. */
  readonly onEvent?: (event: CrawlerEvent) => void;
}

/** How the lists are refreshed. */
export interface RefreshOptions {
  /** Hours between refreshes, 1 to 500. Default: 24. */
  readonly everyHours?: number;
  /** Fetches the lists. Default: the global `fetch`. */
  readonly fetch?: Fetch;
}

/** Verifies search crawlers by proof, never by what they claim. */
export interface Crawlers {
  /** Decides at once, from what is known; makes no reader wait and never throws. */
  verify(userAgent: string | undefined, address: string | undefined): CrawlerVerdict;
  /** Fetches every list now, whether or not a timer does. Never rejects: what went wrong is told to `onEvent`. */
  refresh(): Promise<void>;
  /** Stops the timer and begins no further look-up. What is known stays usable. */
  close(): void;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const HOUR_MS = 60 * 60 * 1000;
const DNS_VERDICTS = { proven: 'verified', refuted: 'liar', unknown: 'unverified' } as const;

interface Known {
  readonly book: RangeBook;
  /** In lower case. */
  readonly domains: readonly string[];
  /** In lower case. */
  readonly products: readonly string[];
}

/**
 * Verifies search crawlers by their owners' published address ranges and, where those say nothing, by DNS.
 *
 * @throws {OptionError} for a range list that is malformed or of an unknown crawler, a list address that is not https,
 * and numbers out of range.
 */
export function createCrawlers(options: CrawlersOptions = {}): Crawlers {
  const { crawlers = SEARCH_CRAWLERS, clock = systemClock } = options;
  const ranges = options.ranges ?? SNAPSHOT.filter((list) => crawlers.some(({ name }) => name === list.crawler));
  const refreshing: RefreshOptions = typeof options.refresh === 'object' ? options.refresh : {};
  const maxAge = numberWithin('createCrawlers.maxAgeDays', options.maxAgeDays ?? 180, 1, 3650) * DAY_MS;
  const everyHours = numberWithin('createCrawlers.refresh.everyHours', refreshing.everyHours ?? 24, 1, 500);
  const fetch = refreshing.fetch ?? globalThis.fetch;
  const tell = quietly(options.onEvent);
  const closing = new AbortController();

  for (const [index, crawler] of crawlers.entries()) refuseOpenUrl(crawler, index);
  for (const [index, list] of ranges.entries()) refuseStray(list, index, crawlers);
  const known = crawlers.map((crawler): Known => {
    const at = ranges.findIndex((list) => list.crawler === crawler.name);
    const list = ranges[at];
    const start = list === undefined ? null : readRangeList(list, `createCrawlers.ranges[${at}]`);
    return {
      book: createRangeBook(crawler, start, maxAge, clock, tell),
      domains: crawler.domains.map((domain) => domain.toLowerCase()),
      products: crawler.products.map((product) => product.toLowerCase()),
    };
  });
  const byProduct = new Map(known.flatMap((one) => one.products.map((product) => [product, one] as const)));
  const domains = known.flatMap((one) => one.domains);
  const resolver = resolverFrom(options.dns ?? true);
  const dns = resolver && createDnsProof(resolver, domains, clock, () => tell({ type: 'lookup-dropped' }));

  function verdictOn(one: Known, address: Address): CrawlerVerdict {
    const ranges = one.book.current();
    if (ranges?.has(address)) return 'verified';
    if (address.local) return 'liar';
    if (dns === null || one.domains.length === 0) return ranges === null ? 'unverified' : 'liar';
    return DNS_VERDICTS[dns.outcome(address, one.domains)];
  }

  async function refresh(): Promise<void> {
    await Promise.all(known.map((one) => one.book.refresh(fetch, closing.signal)));
  }

  const timer = options.refresh ? setInterval(() => void refresh(), everyHours * HOUR_MS).unref() : undefined;
  if (options.refresh) void refresh();

  return {
    verify(userAgent, address) {
      const claimed = userAgent === undefined ? [] : claimedBy(userAgent, byProduct);
      if (claimed.length === 0) return 'none';
      const from = address === undefined ? null : parseAddress(address);
      if (from === null) return 'unverified';
      const verdicts = claimed.map((one) => verdictOn(one, from));
      if (verdicts.includes('verified')) return 'verified';
      return verdicts.includes('unverified') ? 'unverified' : 'liar';
    },
    refresh,
    close() {
      clearInterval(timer);
      closing.abort();
      dns?.close();
    },
  };
}

function claimedBy(userAgent: string, byProduct: ReadonlyMap<string, Known>): Known[] {
  const claimed = new Set<Known>();
  for (const name of productNames(userAgent)) {
    const one = byProduct.get(name);
    if (one !== undefined) claimed.add(one);
  }
  return [...claimed];
}

function resolverFrom(dns: boolean | DnsResolver): DnsResolver | null {
  if (typeof dns === 'object') return dns;
  return dns ? new Resolver({ timeout: 2_000, tries: 2 }) : null;
}

function refuseOpenUrl({ listUrl }: SearchCrawler, index: number): void {
  if (parseUrl(listUrl)?.protocol === 'https:') return;
  const problem = `${JSON.stringify(listUrl)} is not an https address`;
  const option = `createCrawlers.crawlers[${index}].listUrl`;
  throw new OptionError('ERR_PAYWALL_INSECURE', option, problem, 'Give the https address of the list');
}

function refuseStray(list: RangeList, index: number, crawlers: readonly SearchCrawler[]): void {
  const names = crawlers.map((crawler) => crawler.name);
  if (names.includes(list.crawler)) return;
  const problem = `no crawler is named ${JSON.stringify(list.crawler)}`;
  const option = `createCrawlers.ranges[${index}].crawler`;
  throw new OptionError('ERR_PAYWALL_OPTION_RANGE', option, problem, `Name one of ${names.join(', ')}`);
}

function numberWithin(option: string, value: number, least: number, most: number): number {
  if (value >= least && value <= most) return value;
  const problem = `${String(value)} is not a number from ${least} to ${most}`;
  throw new OptionError('ERR_PAYWALL_OPTION_RANGE', option, problem, `Give a number from ${least} to ${most}`);
}
