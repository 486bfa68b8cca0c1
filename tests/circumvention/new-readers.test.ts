import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { memoryStore, type PaywallOptions, redisStore, type Store } from '../../src/index.js';
import { createReader } from '../support/reader.js';
import { randomPrefix, redisUrl } from '../support/redis.js';
import { createTestSite, frozenClock, NOON } from '../support/site.js';

const DAY = 24 * 60 * 60 * 1000;

/** A site behind a trusted proxy, which the tests' own requests stand for; a network may start two new readers a day. */
function siteWithCap(more: Partial<PaywallOptions> = {}) {
  const { app } = createTestSite({ promptAfter: 2, blockAfter: 3, newReaders: { perDay: 2 }, ...more });
  app.set('trust proxy', 'loopback');
  return {
    /** Somebody without cookies views an article from the address. */
    newReaderFrom: (address: string, slug = 'a') =>
      createReader(app).get(`/news/${slug}`, { 'X-Forwarded-For': address }),
    app,
  };
}

let redis: Redis;
let prefix: string;
beforeAll(() => {
  redis = new Redis(redisUrl());
  prefix = randomPrefix();
});
afterAll(() => redis.disconnect());

const STORES: Readonly<Record<string, (clock: () => number) => Store>> = {
  memory: (clock) => memoryStore({ clock }),
  Redis: () => redisStore(redis, { prefix: randomPrefix() }),
};

const NETWORKS: readonly (readonly [string, readonly [string, string, string], string])[] = [
  ['an IPv4 /24', ['203.0.113.1', '203.0.113.77', '203.0.113.254'], '203.0.112.1'],
  ['an IPv6 /56', ['2001:db8:0:ab00::1', '2001:db8:0:abff:9::', '2001:DB8:0:AB42:1:2:3:4'], '2001:db8:0:ac00::1'],
  [
    'an IPv4 /24 as a dual-stack socket shows it',
    ['::ffff:198.51.100.1', '198.51.100.2', '::ffff:c633:6403'],
    '198.51.101.1',
  ],
];

describe.each(Object.entries(STORES))('a cap on new readers, counted in %s', (_where, newStore) => {
  test.each(NETWORKS)(
    'the next of %s starts with the prompt, from the first article on',
    async (_network, addresses, other) => {
      const store = newStore(() => NOON);
      const { newReaderFrom, app } = siteWithCap({ store });
      expect(await newReaderFrom(addresses[0])).toMatchObject({ state: 'free' });
      expect(await newReaderFrom(addresses[1])).toMatchObject({ state: 'free' });

      const next = createReader(app);
      const from = { 'X-Forwarded-For': addresses[2] };
      const states: (string | undefined)[] = [];
      for (const slug of ['a', 'b', 'b', 'c', 'd']) states.push((await next.get(`/news/${slug}`, from)).state);
      expect(states).toEqual([...Array(4).fill('register-prompt'), 'blocked']);

      expect(await newReaderFrom(other)).toMatchObject({ state: 'free' });
    },
  );

  test.each(NETWORKS)("the next of %s meets the wall where beyond is 'blocked'", async (_network, addresses, other) => {
    const { newReaderFrom } = siteWithCap({
      store: newStore(() => NOON),
      newReaders: { perDay: 2, beyond: 'blocked' },
    });
    for (const address of addresses.slice(0, 2)) await newReaderFrom(address);
    for (const slug of ['a', 'b']) {
      const answer = await newReaderFrom(addresses[2], slug);
      expect(answer).toMatchObject({ state: 'blocked', text: 'TEASER', cookies: [] });
    }
    expect(await newReaderFrom(other)).toMatchObject({ state: 'free' });
  });

  test('a reader with a pass reads on, wherever and however full the network', async () => {
    const { newReaderFrom, app } = siteWithCap({
      store: newStore(() => NOON),
      newReaders: { perDay: 2, beyond: 'blocked' },
    });
    const reader = createReader(app);
    await reader.get('/news/a', { 'X-Forwarded-For': '192.0.2.1' });
    for (const address of ['203.0.113.1', '203.0.113.2', '203.0.113.3']) await newReaderFrom(address);
    expect(await reader.get('/news/b', { 'X-Forwarded-For': '203.0.113.9' })).toMatchObject({ state: 'free' });
  });

  test.each([
    ['register-prompt', 'register-prompt', true],
    ['blocked', 'blocked', false],
  ] as const)('passes of readers united make no reader beyond the cap: %s', async (beyond, state, signed) => {
    const { app } = siteWithCap({
      store: newStore(() => NOON),
      promptAfter: 4,
      blockAfter: 5,
      newReaders: { perDay: 2, beyond },
    });
    const from = { 'X-Forwarded-For': '203.0.113.1' };
    const passes: string[] = [];
    for (const slug of ['a', 'b']) {
      const reader = createReader(app);
      await reader.get(`/news/${slug}`, from);
      passes.push(reader.cookie);
    }
    const both = passes.join('; ');
    const again = await createReader(app).get('/news/a', { ...from, Cookie: both });
    expect(again).toMatchObject({ status: 200, state: 'free', cookies: [] });
    const next = await createReader(app).get('/news/c', { ...from, Cookie: both });
    expect(next.state).toBe(state);
    expect(next.cookies).toHaveLength(signed ? 1 : 0);
    const elsewhere = await createReader(app).get('/news/c', { 'X-Forwarded-For': '192.0.2.1', Cookie: both });
    expect(elsewhere).toMatchObject({ state: 'free', cookies: [expect.any(String)] });
  });

  test('the next day the network starts afresh', async () => {
    const { clock, set } = frozenClock();
    const { newReaderFrom } = siteWithCap({ clock, store: newStore(clock) });
    for (const address of ['203.0.113.1', '203.0.113.2']) await newReaderFrom(address);
    set(Date.UTC(2026, 10, 16) - 1);
    expect(await newReaderFrom('203.0.113.3')).toMatchObject({ state: 'register-prompt' });
    set(Date.UTC(2026, 10, 16));
    expect(await newReaderFrom('203.0.113.3')).toMatchObject({ state: 'free' });
  });

  test('a first view that comes to nothing is taken back, and starts nobody', async () => {
    const { newReaderFrom } = siteWithCap({ store: newStore(() => NOON) });
    for (const slug of ['missing', 'moved', 'broken']) await newReaderFrom('203.0.113.1', slug);
    for (const address of ['203.0.113.1', '203.0.113.2']) {
      expect(await newReaderFrom(address)).toMatchObject({ state: 'free' });
    }
    expect(await newReaderFrom('203.0.113.3')).toMatchObject({ state: 'register-prompt' });
  });

  test('HEAD requests and prefetches start nobody', async () => {
    const { newReaderFrom, app } = siteWithCap({ store: newStore(() => NOON) });
    const from = { 'X-Forwarded-For': '203.0.113.1' };
    for (let time = 0; time < 3; time += 1) {
      await createReader(app).get('/news/a', { ...from, 'Sec-Purpose': 'prefetch' });
      await createReader(app).head('/news/a');
    }
    for (const address of ['203.0.113.1', '203.0.113.2']) {
      expect(await newReaderFrom(address)).toMatchObject({ state: 'free' });
    }
  });

  test('readers at once are capped as readers one after another', async () => {
    const { newReaderFrom } = siteWithCap({ store: newStore(() => NOON) });
    const answers = await Promise.all(Array.from({ length: 10 }, (_, host) => newReaderFrom(`203.0.113.${host}`)));
    expect(answers.filter(({ state }) => state === 'free')).toHaveLength(2);
  });
});

test('addresses that mean nothing on the internet are not capped: they would be everyone behind a proxy together', async () => {
  const { newReaderFrom } = siteWithCap();
  for (const address of ['10.0.0.1', '192.168.1.1', '127.0.0.1', '::1', 'fd00::1', 'unknown', '']) {
    for (let time = 0; time < 3; time += 1) expect(await newReaderFrom(address)).toMatchObject({ state: 'free' });
  }
});

test('an address spoofed ahead of the real one does not get around the cap', async () => {
  const { newReaderFrom } = siteWithCap();
  const states: (string | undefined)[] = [];
  for (const forged of ['192.0.2.1', '198.51.100.1', '127.0.0.1', '10.0.0.1', '']) {
    states.push((await newReaderFrom(`${forged}, 203.0.113.1`)).state);
  }
  expect(states).toEqual(['free', 'free', 'register-prompt', 'register-prompt', 'register-prompt']);
});

test('a store that does not answer leaves the network open, as everything is', async () => {
  const store: Store = { visit: () => Promise.reject(new Error('down')), takeBack: async () => undefined };
  const { newReaderFrom } = siteWithCap({ store, onEvent: () => {} });
  for (let time = 0; time < 3; time += 1) {
    expect(await newReaderFrom('203.0.113.1')).toMatchObject({ state: 'free', figures: { degraded: true } });
  }
});

describe('what Redis holds of a network', () => {
  const keys = async () => (await redis.keys(`${prefix}*`)).sort();

  test('keyed hashes, another for each day, and nothing past 24 hours', async () => {
    const { clock, advance } = frozenClock(Date.UTC(2026, 10, 15));
    const { newReaderFrom } = siteWithCap({ clock, store: redisStore(redis, { prefix }) });
    const perDay: string[][] = [];
    for (const day of [1, 2]) {
      const before = await keys();
      for (const address of ['203.0.113.1', '203.0.113.2', '2001:db8:0:ab00::1']) await newReaderFrom(address);
      const added = (await keys()).filter((key) => !before.includes(key));
      expect(added).toHaveLength(2);
      for (const key of added) {
        expect(key.slice(prefix.length)).toMatch(/^\{new:[\w-]{16}\}$/);
        expect(await redis.type(key)).toBe('set');
        expect(await redis.object('ENCODING', key)).toBe('intset');
        const ttl = await redis.pttl(key);
        expect(ttl).toBeGreaterThan(0);
        expect(ttl).toBeLessThanOrEqual(DAY);
      }
      perDay.push(added);
      advance(day * DAY);
    }
    expect(new Set(perDay.flat()).size).toBe(4);

    const members = await Promise.all((await keys()).map((key) => redis.smembers(key)));
    const dump = JSON.stringify([await keys(), members]);
    for (const trace of ['203.0.113', '2001:', ':db8', Buffer.from([203, 0, 113]).toString('hex'), String(0xcb0071)]) {
      expect(dump).not.toContain(trace);
    }
  });

  test('a day of 25 hours does not make it 25', async () => {
    const midnightInNewYork = Date.UTC(2026, 10, 1, 4);
    const own = randomPrefix();
    const { newReaderFrom } = siteWithCap({
      clock: () => midnightInNewYork,
      timeZone: 'America/New_York',
      store: redisStore(redis, { prefix: own }),
    });
    await newReaderFrom('203.0.113.1');
    const [key = ''] = await redis.keys(`${own}*`);
    const ttl = await redis.pttl(key);
    expect(ttl).toBeGreaterThan(DAY - 60_000);
    expect(ttl).toBeLessThanOrEqual(DAY);
  });
});
