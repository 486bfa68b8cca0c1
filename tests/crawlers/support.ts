import { NOTFOUND } from 'node:dns';
import type { DnsResolver, RangeList, SearchCrawler } from '../../src/crawlers/search/index.js';

export const GOOGLEBOT = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';
export const BINGBOT = 'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)';
export const DUCKDUCKBOT = 'DuckDuckBot/1.1; (+http://duckduckgo.com/duckduckbot.html)';
export const BROWSER =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36';

export const DAY = 24 * 60 * 60 * 1000;
export const HOUR = 60 * 60 * 1000;
export const NOW = Date.parse('2026-11-23T08:00:00Z');

/** A clock that stands still until it is moved. */
export function frozenClock(now = NOW) {
  const clock = () => clock.now;
  clock.now = now;
  return clock;
}

/** One crawler of our own, with names and ranges of which nothing else depends. */
export const TESTBOT: SearchCrawler = {
  name: 'Testbot',
  products: ['Testbot'],
  listUrl: 'https://search.example/testbot.json',
  domains: ['crawl.search.example'],
};
export const TESTBOT_AGENT = 'Testbot/1.0';
export const TESTBOT_RANGES: RangeList = {
  crawler: 'Testbot',
  source: TESTBOT.listUrl,
  asOf: '2026-11-20',
  prefixes: ['198.51.100.0/24', '2001:db8:100::/56'],
};

/** DNS as its owners wrote it down: `names` is the reverse tree, `addresses` the forward one. */
export class FakeDns implements DnsResolver {
  readonly names = new Map<string, string[]>();
  readonly addresses = new Map<string, string[]>();
  readonly asked: string[] = [];
  /** Look-ups wait for this. */
  gate: Promise<void> = Promise.resolve();

  reverse = async (address: string) => this.answer('PTR', address, this.names);
  resolve4 = async (name: string) => this.answer('A', name, this.addresses);
  resolve6 = async (name: string) => this.answer('AAAA', name, this.addresses);

  private async answer(type: string, key: string, records: ReadonlyMap<string, string[]>): Promise<string[]> {
    this.asked.push(`${type} ${key}`);
    await this.gate;
    const found = records.get(key);
    if (found === undefined) throw Object.assign(new Error(`query ${key}`), { code: NOTFOUND });
    return found;
  }
}

/** Lets everything that is ready to run do so, until the condition holds. */
export async function until(condition: () => boolean): Promise<void> {
  for (let turn = 0; !condition(); turn++) {
    if (turn > 2_000) throw new Error('what was waited for did not happen');
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}
