import { describe, expect, test } from '@jest/globals';
import { type CrawlerEvent, type CrawlersOptions, createCrawlers } from '../../src/crawlers/search/index.js';
import { OptionError } from '../../src/options/errors.js';
import {
  BINGBOT,
  BROWSER,
  DAY,
  DUCKDUCKBOT,
  FakeDns,
  frozenClock,
  GOOGLEBOT,
  TESTBOT,
  TESTBOT_AGENT,
  TESTBOT_RANGES,
} from './support.js';

describe('by the published ranges', () => {
  const { verify } = createCrawlers({ dns: false, clock: frozenClock() });

  test.each([
    ['Googlebot from a Google address', GOOGLEBOT, '66.249.66.1', 'verified'],
    ['over IPv6', GOOGLEBOT, '2001:4860:4801:10::27', 'verified'],
    ['as a dual-stack socket shows IPv4', GOOGLEBOT, '::ffff:66.249.66.1', 'verified'],
    ['for images', 'Googlebot-Image/1.0', '66.249.66.1', 'verified'],
    ['in capitals', GOOGLEBOT.toUpperCase(), '66.249.66.1', 'verified'],
    [
      'Googlebot for phones',
      `Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)`,
      '66.249.66.1',
      'verified',
    ],
    ['Bingbot from a Bing address', BINGBOT, '157.55.39.1', 'verified'],
    [
      'Bingbot inside a browser string',
      'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/116.0.1938.76 Safari/537.36',
      '157.55.39.1',
      'verified',
    ],
    [
      'Applebot from an Apple address',
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.1.1 Safari/605.1.15 (Applebot/0.1; +http://www.apple.com/go/applebot)',
      '17.241.208.161',
      'verified',
    ],
    ['Googlebot from a reader’s address', GOOGLEBOT, '203.0.113.9', 'refuted'],
    ['Googlebot from a Bing address', GOOGLEBOT, '157.55.39.1', 'refuted'],
    ['Applebot from elsewhere at Apple', 'Applebot/0.1', '17.0.0.1', 'refuted'],
    ['Googlebot from this machine', GOOGLEBOT, '127.0.0.1', 'refuted'],
    ['both, from the address of one', `${GOOGLEBOT} ${BINGBOT}`, '157.55.39.1', 'verified'],
    ['DuckDuckBot, of which no list is bundled', DUCKDUCKBOT, '203.0.113.9', 'unverified'],
    ['Googlebot without an address', GOOGLEBOT, undefined, 'unverified'],
    ['Googlebot from what is no address', GOOGLEBOT, '66.249.66.1, 203.0.113.9', 'unverified'],
    ['a browser at a Google address', BROWSER, '66.249.66.1', 'none'],
    ['a browser', BROWSER, '203.0.113.9', 'none'],
    ['no user agent at a Google address', undefined, '66.249.66.1', 'none'],
    ['an empty one', '', '66.249.66.1', 'none'],
    ['a name that ends alike', 'NotGooglebot/2.1', '66.249.66.1', 'none'],
    ['a name that begins alike', 'Googlebot-evil/2.1', '66.249.66.1', 'none'],
    ['a name in a web address', 'Mozilla/5.0 (+http://www.example.com/Googlebot)', '66.249.66.1', 'none'],
    [
      'a name at the end of what is no token',
      'Mozilla/5.0 (crawler:Googlebot/2.1; me@Googlebot)',
      '66.249.66.1',
      'none',
    ],
    ['a name in a mail address', 'Mozilla/5.0 (googlebot@example.com)', '66.249.66.1', 'none'],
    [
      'Google’s tester, which shows a page to anyone',
      'Mozilla/5.0 (compatible; Google-InspectionTool/1.0;)',
      '66.249.66.1',
      'none',
    ],
    ['a feed fetcher', 'FeedFetcher-Google; (+http://www.google.com/feedfetcher.html)', '66.249.66.1', 'none'],
    ['a link preview', 'facebookexternalhit/1.1', '66.249.66.1', 'none'],
    ['a name after 2,048 characters', `${'x'.repeat(2048)} ${GOOGLEBOT}`, '66.249.66.1', 'none'],
  ])('%s', (_, userAgent, address, verdict) => {
    expect(verify(userAgent, address)).toBe(verdict);
  });
});

describe('an outdated list', () => {
  const events: CrawlerEvent[] = [];
  const clock = frozenClock();
  const asOf = Date.parse(TESTBOT_RANGES.asOf);
  const options: CrawlersOptions = {
    crawlers: [TESTBOT],
    ranges: [TESTBOT_RANGES],
    clock,
    onEvent: (event) => events.push(event),
  };

  test('proves nothing from the 180th day on, and is told of once', () => {
    const { verify } = createCrawlers({ ...options, dns: false });
    clock.now = asOf + 180 * DAY;
    expect(verify(TESTBOT_AGENT, '198.51.100.7')).toBe('verified');
    expect(verify(TESTBOT_AGENT, '203.0.113.9')).toBe('refuted');
    expect(events).toEqual([]);
    clock.now += 1;
    expect(verify(TESTBOT_AGENT, '198.51.100.7')).toBe('unverified');
    expect(verify(TESTBOT_AGENT, '203.0.113.9')).toBe('unverified');
    expect(events).toEqual([{ type: 'ranges-outdated', crawler: 'Testbot' }]);
  });

  test('is outdated when the site says so', () => {
    const { verify } = createCrawlers({ ...options, dns: false, maxAgeDays: 7 });
    clock.now = asOf + 7 * DAY;
    expect(verify(TESTBOT_AGENT, '198.51.100.7')).toBe('verified');
    clock.now += 1;
    expect(verify(TESTBOT_AGENT, '198.51.100.7')).toBe('unverified');
  });

  test('leaves the proof to DNS', async () => {
    const dns = new FakeDns();
    const { verify } = createCrawlers({ ...options, dns });
    clock.now = asOf + 181 * DAY;
    expect(verify(TESTBOT_AGENT, '198.51.100.7')).toBe('unverified');
    expect(dns.asked).toEqual(['PTR 198.51.100.7']);
  });
});

test('an observer that throws reaches no reader', () => {
  const { verify } = createCrawlers({
    dns: false,
    clock: () => Date.parse('2036-01-01'),
    onEvent: () => {
      throw new Error('the log is full');
    },
  });
  expect(verify(GOOGLEBOT, '66.249.66.1')).toBe('unverified');
});

test('an observer that promises and fails ends nothing', async () => {
  const unhandled: unknown[] = [];
  const listener = (reason: unknown) => void unhandled.push(reason);
  process.on('unhandledRejection', listener);
  let told = 0;
  const { verify } = createCrawlers({
    dns: false,
    clock: () => Date.parse('2036-01-01'),
    onEvent: async () => {
      told += 1;
      throw new Error('the log is full');
    },
  });
  expect(verify(GOOGLEBOT, '66.249.66.1')).toBe('unverified');
  // A rejection is told of as unhandled once the turn in which it was made is over.
  for (let turn = 0; turn < 5; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', listener);
  expect({ told, unhandled }).toEqual({ told: 1, unhandled: [] });
});

describe('mistakes are told at construction', () => {
  const list = TESTBOT_RANGES;
  test.each<[string, CrawlersOptions, string]>([
    [
      'a list address without TLS',
      { crawlers: [{ ...TESTBOT, listUrl: 'http://search.example/' }], ranges: [] },
      'createCrawlers.crawlers[0].listUrl',
    ],
    [
      'a list address that is none',
      { crawlers: [{ ...TESTBOT, listUrl: 'testbot.json' }], ranges: [] },
      'createCrawlers.crawlers[0].listUrl',
    ],
    ['ranges of an unknown crawler', { ranges: [list] }, 'createCrawlers.ranges[0].crawler'],
    [
      'malformed ranges',
      { crawlers: [TESTBOT], ranges: [{ ...list, prefixes: ['198.51.100.0'] }] },
      'createCrawlers.ranges[0].prefixes',
    ],
    [
      'ranges too broad',
      { crawlers: [TESTBOT], ranges: [{ ...list, prefixes: ['17.0.0.0/8'] }] },
      'createCrawlers.ranges[0].prefixes',
    ],
    [
      'a day that is none',
      { crawlers: [TESTBOT], ranges: [{ ...list, asOf: 'yesterday' }] },
      'createCrawlers.ranges[0].asOf',
    ],
    ['no days', { maxAgeDays: 0 }, 'createCrawlers.maxAgeDays'],
    ['days that are no number', { maxAgeDays: Number.NaN }, 'createCrawlers.maxAgeDays'],
    ['a timer that would overflow', { refresh: { everyHours: 600 } }, 'createCrawlers.refresh.everyHours'],
  ])('%s', (_, options, option) => {
    expect(() => createCrawlers(options)).toThrow(OptionError);
    expect(() => createCrawlers(options)).toThrow(expect.objectContaining({ option }));
  });

  test('a name that is none is told with the one that was meant', () => {
    // @ts-expect-error plain JavaScript may pass anything
    expect(() => createCrawlers({ refesh: true })).toThrow(/createCrawlers\.refesh.*Did you mean refresh\?/);
  });

  test.each<[string, unknown, string]>([
    ['options that are none', 7, 'createCrawlers'],
    ['an unknown option', { proxies: 2 }, 'createCrawlers.proxies'],
    ['an unknown option of the refresh', { refresh: { everyHour: 1 } }, 'createCrawlers.refresh.everyHour'],
    ['crawlers that are no list', { crawlers: TESTBOT }, 'createCrawlers.crawlers'],
    ['a crawler that is none', { crawlers: ['Googlebot'] }, 'createCrawlers.crawlers[0]'],
    ['a crawler without a name', { crawlers: [{ ...TESTBOT, name: '' }] }, 'createCrawlers.crawlers[0].name'],
    [
      'a crawler with one domain as text',
      { crawlers: [{ ...TESTBOT, domains: 'search.example' }] },
      'createCrawlers.crawlers[0].domains',
    ],
    [
      'a product that is no text',
      { crawlers: [{ ...TESTBOT, products: [7] }] },
      'createCrawlers.crawlers[0].products[0]',
    ],
    ['ranges that are no list', { ranges: {} }, 'createCrawlers.ranges'],
    [
      'prefixes that are no list',
      { crawlers: [TESTBOT], ranges: [{ ...list, prefixes: '198.51.100.0/24' }] },
      'createCrawlers.ranges[0].prefixes',
    ],
    [
      'a prefix that is no text',
      { crawlers: [TESTBOT], ranges: [{ ...list, prefixes: [7] }] },
      'createCrawlers.ranges[0].prefixes[0]',
    ],
    ['days as text', { maxAgeDays: '180' }, 'createCrawlers.maxAgeDays'],
    ['hours as text', { refresh: { everyHours: '24' } }, 'createCrawlers.refresh.everyHours'],
    ['a fetch that is none', { refresh: { fetch: 'https://search.example' } }, 'createCrawlers.refresh.fetch'],
    ['a refresh that is none', { refresh: 'daily' }, 'createCrawlers.refresh'],
    ['a resolver that is none', { dns: {} }, 'createCrawlers.dns'],
    ['a clock that is none', { clock: 0 }, 'createCrawlers.clock'],
    ['an observer that is none', { onEvent: 'log' }, 'createCrawlers.onEvent'],
  ])('%s', (_, options, option) => {
    // @ts-expect-error plain JavaScript may pass anything
    expect(() => createCrawlers(options)).toThrow(expect.objectContaining({ name: 'OptionError', option }));
  });
});
