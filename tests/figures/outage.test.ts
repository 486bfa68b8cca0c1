import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { createCounting } from '../../src/figures/counter.js';
import type { FiguresBatch, FiguresStore } from '../../src/figures/store.js';
import { type Decision, memoryFigures, type Paywall, redisFigures, redisOptions, redisStore } from '../../src/index.js';
import { createReader } from '../support/reader.js';
import { type RedisServer, startRedis } from '../support/redis.js';
import { createTestSite, NOON } from '../support/site.js';
import { waitFor } from '../support/wait.js';

const DAY = '2026-11-15';
const around = (report = () => undefined) => ({
  periods: { option: 'month' as const, timeZone: 'UTC' },
  clock: () => NOON,
  report,
});

const view = {
  decision: {
    ...{ state: 'free', reason: 'first-view', read: 0, limit: 10 },
    ...{ degraded: false, account: false, plan: null },
  },
  shown: true,
  counted: true,
};

const KNOWN = { facts: { article: 1, account: undefined, generation: 0, pass: null } };

/** A store whose replies can be lost, with or without what was asked for. */
function flakyStore() {
  const added: FiguresBatch[] = [];
  let fails: 'before' | 'after' | null = null;
  const store: FiguresStore = {
    mostCounts: Number.POSITIVE_INFINITY,
    async add(batch) {
      if (fails !== 'before') added.push(batch);
      if (fails !== null) throw new Error('lost');
    },
    read: async () => [],
  };
  return {
    store,
    added,
    fail(how: typeof fails) {
      fails = how;
    },
  };
}

test('what is not known to be added is sent again as it was, under its number, and what came since after it', async () => {
  const { store, added, fail } = flakyStore();
  const counting = createCounting(store, around());
  counting.view(view, KNOWN, undefined);
  fail('after');
  await expect(counting.flush()).rejects.toThrow('lost');
  counting.view(view, KNOWN, undefined);
  fail('before');
  await expect(counting.flush()).rejects.toThrow('lost');
  counting.view(view, KNOWN, undefined);
  fail(null);
  await counting.flush();
  const counts = (n: number) => ({
    'view:free:first-view:-': n,
    'reached:1:-': n,
    [`hour:${NOON / 3_600_000}:free`]: n,
  });
  const [one, two] = [counts(1), counts(2)];
  expect(added.map(({ sequence, day, counts }) => ({ sequence, day, counts }))).toEqual([
    { sequence: 1, day: DAY, counts: one },
    { sequence: 1, day: DAY, counts: one },
    { sequence: 2, day: DAY, counts: two },
  ]);
  expect(new Set(added.map(({ process }) => process)).size).toBe(1);
});

test('what waits is bounded, however many views and articles there are', async () => {
  const { store, added, fail } = flakyStore();
  const counting = createCounting(store, around());
  fail('before');
  for (let n = 0; n < 20_000; n += 1) {
    counting.view(view, { ...KNOWN, name: `article ${n}` }, undefined);
    if (n % 1000 === 0) await counting.flush().catch(() => undefined);
  }
  fail(null);
  await counting.flush();
  const sent = added.flatMap(({ counts }) => Object.entries(counts));
  const views = sent.filter(([field]) => field === 'reached:1:-').reduce((sum, [, count]) => sum + count, 0);
  expect(views).toBe(20_000);
  expect(sent.length).toBeLessThan(11_000);
});

test('a fault is told of, and so is a loss at the end', async () => {
  const { store, fail } = flakyStore();
  const report = jest.fn<(code: string, message: string) => undefined>(() => undefined);
  const counting = createCounting(store, { ...around(), report: (code, message) => report(code, String(message)) });
  fail('before');
  counting.view(view, KNOWN, undefined);
  await waitFor('the fault to be told of', () => report.mock.calls.length > 0);
  expect(report.mock.calls[0]).toEqual(['ERR_PAYWALL_FIGURES', expect.stringContaining('sent later')]);
  await counting.close();
  expect(report.mock.calls.at(-1)).toEqual(['ERR_PAYWALL_FIGURES', expect.stringContaining('lost')]);
});

test('a platform that ends what nobody waits for is asked to wait, by one view of a moment', async () => {
  const { store, added } = flakyStore();
  const counting = createCounting(store, around());
  const work: Promise<unknown>[] = [];
  const waitUntil = (promise: Promise<unknown>) => work.push(promise);
  for (let times = 0; times < 3; times += 1) counting.view(view, KNOWN, waitUntil);
  expect(work).toHaveLength(1);
  await work[0];
  expect(added).toMatchObject([{ counts: { 'reached:1:-': 3 } }]);
  counting.view(view, KNOWN, waitUntil);
  expect(work).toHaveLength(2);
  await work[1];
});

test('closing sends what is left', async () => {
  const figures = memoryFigures();
  const { app, paywall } = createTestSite({ figures });
  await createReader(app).get('/news/one');
  await figures.close();
  expect((await paywall.figures?.read())?.sum.plans[0]?.reached).toEqual([0, 1]);
});

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());

test('sums are exactly those of a log of what was served, over two processes and an outage of Redis', async () => {
  const log: Decision[] = [];
  const clients: Redis[] = [];
  const open = () => {
    const client = new Redis(server.url, { ...redisOptions(), socketTimeout: 300 });
    clients.push(client);
    return createTestSite({
      store: redisStore(client),
      figures: redisFigures(client),
      deadline: 200,
      onEvent: () => undefined,
      onView: ({ decision, shown }) => {
        if (shown) log.push(decision);
      },
    });
  };
  const sites = [open(), open()];
  const apps = sites.map(({ app }) => app);
  await waitFor('the clients to be ready', () => clients.every(({ status }) => status === 'ready'));
  const crowd = async (readers: number) => {
    for (let n = 0; n < readers; n += 1) {
      const reader = createReader(...apps);
      for (let article = 0; article < 3 + ((n * 7) % 9); article += 1) {
        await reader.get(article % 5 === 4 ? '/news/broken' : `/news/article-${article}`);
      }
    }
  };
  const flush = () => Promise.all(sites.map(({ paywall }) => paywall.figures?.flush()));

  await crowd(3);
  await flush();
  await crowd(2);
  // Frozen, and not gone: what is sent to it now may be done once it goes on, after the connection was given up.
  process.kill(server.pid, 'SIGSTOP');
  try {
    await expect(flush()).rejects.toThrow();
    await crowd(2);
  } finally {
    process.kill(server.pid, 'SIGCONT');
  }
  await waitFor('the clients to be back', () => clients.every(({ status }) => status === 'ready'));
  await crowd(2);
  await flush();

  const read = async ({ figures }: Paywall) => (await figures?.read())?.sum;
  const [one, other] = await Promise.all(sites.map(({ paywall }) => read(paywall)));
  expect(one).toEqual(other);
  const plan = one?.plans[0];
  expect(plan?.views.reduce((sum, { count }) => sum + count, 0)).toBe(log.length);
  for (const { state, reason, count } of plan?.views ?? [])
    expect([state, reason, count]).toEqual([
      ...[state, reason],
      log.filter((decision) => decision.state === state && decision.reason === reason).length,
    ]);
  const counted = log.filter((decision) => decision.counted);
  expect(plan?.reached).toEqual(
    Array.from({ length: plan?.reached.length ?? 0 }, (_, n) => counted.filter(({ read }) => read + 1 === n).length),
  );
  expect(plan?.degraded).toBe(log.filter(({ degraded }) => degraded).length);
  expect(plan?.degraded).toBeGreaterThan(0);
  expect(one?.articles.reduce((sum, { views }) => sum + views, 0)).toBe(log.length);
  for (const client of clients) client.disconnect();
}, 60_000);
