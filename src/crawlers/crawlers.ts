import { Resolver } from 'node:dns/promises';
import { type Address, parseAddress } from './address.js';
import { createDnsProof, type DnsResolver } from './dns.js';
import { quietly } from './events.js';
import { type CrawlersOptions, readCrawlersOptions } from './options.js';
import { createRangeBook, type RangeBook, readRangeList } from './range-book.js';
import { productNames } from './user-agent.js';

/**
 * What a view's user agent and address say together.
 *
 * - `none`: the user agent claims no crawler that can be verified; an ordinary reader, whatever the address
 * - `verified`: it claims one, and the address proves it
 * - `refuted`: it claims one, and the address proves that it is not
 * - `unverified`: it claims one, and nothing is proved yet or nothing can be
 *
 * Only `verified` may gain anything.
 */
export type CrawlerVerdict = 'none' | 'verified' | 'refuted' | 'unverified';

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
const DNS_VERDICTS = { proven: 'verified', refuted: 'refuted', unknown: 'unverified' } as const;

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
 * @throws {OptionError} for an option that is unknown or wrong: a range list that is malformed or of an unknown crawler,
 *   a list address that is not https, numbers out of range.
 */
export function createCrawlers(options: CrawlersOptions = {}): Crawlers {
  const {
    crawlers,
    ranges,
    maxAgeDays,
    dns: dnsOption,
    refresh: refreshing,
    clock,
    onEvent,
  } = readCrawlersOptions(options);
  const maxAge = maxAgeDays * DAY_MS;
  const fetch = refreshing?.fetch ?? globalThis.fetch;
  const tell = quietly(onEvent);
  const closing = new AbortController();

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
  const resolver = resolverFrom(dnsOption);
  const dns = resolver && createDnsProof(resolver, domains, clock, () => tell({ type: 'lookup-dropped' }));

  function verdictOn(one: Known, address: Address): CrawlerVerdict {
    const ranges = one.book.current();
    if (ranges?.has(address)) return 'verified';
    if (address.local) return 'refuted';
    if (dns === null || one.domains.length === 0) return ranges === null ? 'unverified' : 'refuted';
    return DNS_VERDICTS[dns.outcome(address, one.domains)];
  }

  async function refresh(): Promise<void> {
    await Promise.all(known.map((one) => one.book.refresh(fetch, closing.signal)));
  }

  const timer = refreshing ? setInterval(() => void refresh(), refreshing.everyHours * HOUR_MS).unref() : undefined;
  if (refreshing) void refresh();

  return {
    verify(userAgent, address) {
      const claimed = userAgent === undefined ? [] : claimedBy(userAgent, byProduct);
      if (claimed.length === 0) return 'none';
      const from = address === undefined ? null : parseAddress(address);
      if (from === null) return 'unverified';
      const verdicts = claimed.map((one) => verdictOn(one, from));
      if (verdicts.includes('verified')) return 'verified';
      return verdicts.includes('unverified') ? 'unverified' : 'refuted';
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
