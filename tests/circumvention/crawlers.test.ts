import { describe, expect, test } from '@jest/globals';
import { createCrawlers, type PaywallEvent, type PaywallOptions } from '../../src/index.js';
import {
  BROWSER,
  DAY,
  FakeDns,
  GOOGLEBOT,
  TESTBOT,
  TESTBOT_AGENT,
  TESTBOT_RANGES,
  until,
} from '../crawlers/support.js';
import { type Answer, createReader } from '../support/reader.js';
import { createTestSite, NOON } from '../support/site.js';

/** In Testbot's published range, and in nobody's. */
const TESTBOTS = '198.51.100.7';
const OTHERS = '203.0.113.9';

const byRanges = (clock = () => NOON) =>
  createCrawlers({ crawlers: [TESTBOT], ranges: [TESTBOT_RANGES], dns: false, clock });

/** A site behind one proxy on the loopback, which the tests' own requests stand for. */
function siteBehindProxy(more: Partial<PaywallOptions>, trustProxy: unknown = 'loopback') {
  const { app } = createTestSite({ blockAfter: 2, promptAfter: 1, ...more });
  app.set('trust proxy', trustProxy);
  return app;
}

const from = (address: string, agent: string) => ({ 'X-Forwarded-For': address, 'User-Agent': agent });

const expectFull = (answer: Answer, slug: string) => expect(answer.text).toBe(`TEXT of ${slug}`);
const expectTeaser = (answer: Answer) =>
  expect(answer).toMatchObject({ header: 'blocked', text: 'TEASER', cookies: [] });

describe('a crawler that proves itself', () => {
  test('reads everything, uncounted and without a cookie', async () => {
    const decisions: unknown[] = [];
    const app = siteBehindProxy({
      crawlers: byRanges(),
      onView: ({ decision: { reason, state, counted } }) => decisions.push({ reason, state, counted }),
    });
    const crawler = createReader(app);
    for (const slug of ['a', 'b', 'c', 'd']) {
      const answer = await crawler.get(`/news/${slug}`, from(TESTBOTS, TESTBOT_AGENT));
      expectFull(answer, slug);
      expect(answer).toMatchObject({ status: 200, header: 'free', cookies: [] });
      expect(answer.headers['cache-control']).toBe('private, no-cache');
    }
    expect(decisions).toEqual(Array(4).fill({ reason: 'crawler', state: 'free', counted: false }));
  });

  test('over IPv6 too, and by DNS from the second view on', async () => {
    const dns = new FakeDns();
    dns.names.set(OTHERS, ['bot1.crawl.search.example']);
    dns.addresses.set('bot1.crawl.search.example', [OTHERS]);
    const crawlers = createCrawlers({ crawlers: [TESTBOT], ranges: [TESTBOT_RANGES], dns, clock: () => NOON });
    const app = siteBehindProxy({ crawlers, blockAfter: 0, promptAfter: 0 });
    expectFull(await createReader(app).get('/news/a', from('2001:db8:100::1', TESTBOT_AGENT)), 'a');
    expect(await createReader(app).get('/news/a', from(OTHERS, TESTBOT_AGENT))).toMatchObject({ text: 'TEASER' });
    await until(() => crawlers.verify(TESTBOT_AGENT, OTHERS) === 'verified');
    expectFull(await createReader(app).get('/news/a', from(OTHERS, TESTBOT_AGENT)), 'a');
  });
});

describe('whoever claims to be a crawler', () => {
  const reasons: string[] = [];
  const app = siteBehindProxy({ crawlers: byRanges(), onView: ({ decision: { reason } }) => reasons.push(reason) });

  test('from another address is a liar, and gets the teaser even of a first article', async () => {
    expectTeaser(await createReader(app).get('/news/a', from(OTHERS, TESTBOT_AGENT)));
    expect(reasons.at(-1)).toBe('false-crawler');
  });

  test('loses nothing by it that was read: as a reader again the articles are open', async () => {
    const reader = createReader(app);
    await reader.get('/news/a', from(OTHERS, BROWSER));
    expectTeaser(await reader.get('/news/a', from(OTHERS, TESTBOT_AGENT)));
    expectFull(await reader.get('/news/a', from(OTHERS, BROWSER)), 'a');
  });

  test.each([
    ['the crawler’s address ahead of the reader’s own', { 'X-Forwarded-For': `${TESTBOTS}, ${OTHERS}` }],
    ['Forwarded', { 'X-Forwarded-For': OTHERS, Forwarded: `for=${TESTBOTS}` }],
    ['X-Real-IP', { 'X-Forwarded-For': OTHERS, 'X-Real-IP': TESTBOTS }],
    ['CF-Connecting-IP', { 'X-Forwarded-For': OTHERS, 'CF-Connecting-IP': TESTBOTS }],
    ['True-Client-IP', { 'X-Forwarded-For': OTHERS, 'True-Client-IP': TESTBOTS }],
    ['an address with more behind it', { 'X-Forwarded-For': `${TESTBOTS}/24` }],
    ['an address in another notation', { 'X-Forwarded-For': '3325256711' }],
    ['the name of the crawler for an address', { 'X-Forwarded-For': 'bot1.crawl.search.example' }],
  ])('gains nothing by %s', async (_how, headers) => {
    const blocked = createReader(app);
    for (const slug of ['a', 'b']) await blocked.get(`/news/${slug}`, from(OTHERS, BROWSER));
    const answer = await blocked.get('/news/c', { ...headers, 'User-Agent': TESTBOT_AGENT });
    expect(answer).toMatchObject({ state: 'blocked', text: 'TEASER' });
  });

  test('an address of the crawler’s without its name is a reader’s', async () => {
    const reader = createReader(app);
    const states: (string | undefined)[] = [];
    for (const slug of ['a', 'b', 'c']) states.push((await reader.get(`/news/${slug}`, from(TESTBOTS, BROWSER))).state);
    expect(states).toEqual(['free', 'register-prompt', 'blocked']);
  });
});

test('an address spoofed where no proxy is trusted gains nothing', async () => {
  const app = siteBehindProxy({ crawlers: byRanges() }, false);
  expectTeaser(await createReader(app).get('/news/a', from(TESTBOTS, TESTBOT_AGENT)));
});

test('a forged reverse-DNS name gains nothing: the name does not lead back', async () => {
  const dns = new FakeDns();
  dns.names.set(OTHERS, ['bot1.crawl.search.example', 'crawl.search.example.attacker.example']);
  dns.addresses.set('bot1.crawl.search.example', [TESTBOTS]);
  dns.addresses.set('crawl.search.example.attacker.example', [OTHERS]);
  const crawlers = createCrawlers({ crawlers: [TESTBOT], ranges: [TESTBOT_RANGES], dns, clock: () => NOON });
  const app = siteBehindProxy({ crawlers, blockAfter: 0, promptAfter: 0 });
  for (let view = 0; view < 2; view += 1) {
    expect(await createReader(app).get('/news/a', from(OTHERS, TESTBOT_AGENT))).toMatchObject({ text: 'TEASER' });
    await until(() => crawlers.verify(TESTBOT_AGENT, OTHERS) === 'refuted');
  }
  expectTeaser(await createReader(app).get('/news/a', from(OTHERS, TESTBOT_AGENT)));
});

test('an outdated range list gains nothing: what it proved yesterday is a reader today', async () => {
  let now = Date.parse(TESTBOT_RANGES.asOf) + 180 * DAY;
  const app = siteBehindProxy({ crawlers: byRanges(() => now), blockAfter: 0, promptAfter: 0, clock: () => now });
  expectFull(await createReader(app).get('/news/a', from(TESTBOTS, TESTBOT_AGENT)), 'a');
  now += DAY;
  expect(await createReader(app).get('/news/a', from(TESTBOTS, TESTBOT_AGENT))).toMatchObject({
    state: 'blocked',
    text: 'TEASER',
  });
});

describe('trust proxy: true', () => {
  test('is told, and no address is used: neither the crawler’s nor the liar’s', async () => {
    const events: PaywallEvent[] = [];
    const app = siteBehindProxy(
      { crawlers: byRanges(), blockAfter: 0, promptAfter: 0, onEvent: (event) => events.push(event) },
      true,
    );
    for (const address of [TESTBOTS, OTHERS]) {
      const answer = await createReader(app).get('/news/a', from(address, TESTBOT_AGENT));
      expect(answer).toMatchObject({ state: 'blocked', text: 'TEASER' });
    }
    expect(events).toMatchObject([{ code: 'ERR_PAYWALL_TRUST_PROXY', count: 1 }]);
  });

  test('a site that asks for no addresses is not bothered', async () => {
    const events: PaywallEvent[] = [];
    const app = siteBehindProxy({ onEvent: (event) => events.push(event) }, true);
    expectFull(await createReader(app).get('/news/a'), 'a');
    expect(events).toEqual([]);
  });
});

test('the bundled list: Googlebot from Google reads on, and from elsewhere meets the wall', async () => {
  const crawlers = createCrawlers({ dns: false, clock: () => NOON });
  const app = siteBehindProxy({ crawlers, blockAfter: 0, promptAfter: 0 });
  expectFull(await createReader(app).get('/news/a', from('66.249.66.1', GOOGLEBOT)), 'a');
  expectTeaser(await createReader(app).get('/news/a', from(OTHERS, GOOGLEBOT)));
});

describe('an AI crawler that names itself', () => {
  const agent = { 'User-Agent': 'Mozilla/5.0 (compatible; GPTBot/1.2; +https://openai.com/gptbot)' };

  test("is a reader like any other where the site says 'allow'", async () => {
    const crawler = createReader(siteBehindProxy({ aiCrawlers: 'allow' }));
    const states: (string | undefined)[] = [];
    for (const slug of ['a', 'b', 'c']) states.push((await crawler.get(`/news/${slug}`, agent)).state);
    expect(states).toEqual(['free', 'register-prompt', 'blocked']);
  });

  test.each([
    ["'block'", 'block' as const, 403],
    ['402', 402 as const, 402],
  ])('gets %s: a status and no more', async (_policy, policy, status) => {
    const decisions: unknown[] = [];
    const app = siteBehindProxy({
      aiCrawlers: { policy, headers: { 'crawler-price': 'USD 0.01' }, terms: 'https://news.example/terms' },
      onView: ({ decision: { reason, state, counted } }) => decisions.push({ reason, state, counted }),
    });
    const answer = await createReader(app).get('/news/a', agent);
    expect(answer).toMatchObject({ status, text: '', cookies: [] });
    expect(answer.headers).toMatchObject({
      'cache-control': expect.stringContaining('no-store'),
      'crawler-price': 'USD 0.01',
      link: '<https://news.example/terms>; rel="terms-of-service"',
    });
    expect(decisions).toEqual([{ reason: 'ai-crawler', state: 'blocked', counted: false }]);
    expectFull(await createReader(app).get('/news/a', { 'User-Agent': BROWSER }), 'a');
  });

  test('that a search crawler’s proof covers too is let in', async () => {
    const app = siteBehindProxy({ crawlers: byRanges(), aiCrawlers: 'block' });
    expectFull(await createReader(app).get('/news/a', from(TESTBOTS, `${TESTBOT_AGENT} GPTBot/1.2`)), 'a');
    expectTeaser(await createReader(app).get('/news/a', from(OTHERS, `${TESTBOT_AGENT} GPTBot/1.2`)));
  });
});
