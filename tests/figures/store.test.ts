import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Cluster, Redis } from 'ioredis';
import { createClient } from 'redis';
import { memoryFiguresStore } from '../../src/figures/memory.js';
import { redisFiguresStore } from '../../src/figures/redis.js';
import type { FiguresStore } from '../../src/figures/store.js';
import { redisOptions } from '../../src/index.js';
import { sharedCluster } from '../support/cluster.js';
import { randomPrefix, redisUrl } from '../support/redis.js';
import { type RedisProxy, startRedisProxy } from '../support/redis-proxy.js';
import { waitFor } from '../support/wait.js';

const DAY = '2026-11-15';
const PROCESS = 'a-process';

const prefix = randomPrefix();
let redis: Redis;
let cluster: Cluster;
let proxy: RedisProxy;
let proxied: Redis;
let nodeRedis: ReturnType<typeof createClient>;
beforeAll(async () => {
  // However busy this machine is.
  const patient = { socketTimeout: 20_000 };
  redis = new Redis(redisUrl(), { ...redisOptions(), ...patient });
  const settings = redisOptions('cluster');
  cluster = new Cluster(await sharedCluster(), {
    ...settings,
    redisOptions: { ...settings.redisOptions, ...patient },
  });
  proxy = await startRedisProxy([redisUrl()], 'hang up');
  proxied = new Redis(proxy.url, { ...redisOptions('proxy'), ...patient });
  nodeRedis = createClient({ url: redisUrl() });
  await nodeRedis.connect();
  await waitFor('the servers', () => [redis, cluster, proxied].every(({ status }) => status === 'ready'));
}, 60_000);
afterAll(async () => {
  for (const client of [redis, cluster, proxied]) client.disconnect();
  nodeRedis.destroy();
  await proxy.stop();
});

let stores = 0;
const BACKENDS: readonly (readonly [string, () => FiguresStore])[] = [
  ['memory', () => memoryFiguresStore()],
  ['Redis', () => redisFiguresStore(redis, { prefix: `${prefix}${++stores}:` })],
  ['Redis through a proxy', () => redisFiguresStore(proxied, { prefix: `${prefix}${++stores}:` })],
  ['Redis by node-redis', () => redisFiguresStore(nodeRedis, { prefix: `${prefix}${++stores}:` })],
  ['a Cluster', () => redisFiguresStore(cluster, { prefix: `${prefix}${++stores}:` })],
];

describe.each(BACKENDS)('figures in %s', (_name, open) => {
  const batch = (sequence: number, counts: Record<string, number>, more = {}) => ({
    ...{ process: PROCESS, sequence, day: DAY, counts },
    ...more,
  });

  test('are added up by day, over processes', async () => {
    const store = open();
    await store.add(batch(1, { 'reached:1:-': 2, 'view:free:first-view:-': 2 }));
    await store.add(batch(2, { 'reached:1:-': 1 }));
    await store.add(batch(1, { 'reached:1:-': 10 }, { process: 'another-process' }));
    await store.add(batch(3, { 'reached:1:-': 100 }, { day: '2026-11-16' }));
    expect(await store.read(['2026-11-14', DAY, '2026-11-16'])).toEqual([
      {},
      { 'reached:1:-': 13, 'view:free:first-view:-': 2 },
      { 'reached:1:-': 100 },
    ]);
  });

  test('are added once, however often they are sent', async () => {
    const store = open();
    await store.add(batch(1, { 'reached:1:-': 2 }));
    await store.add(batch(2, { 'reached:1:-': 3 }));
    await store.add(batch(2, { 'reached:1:-': 3 }));
    await store.add(batch(1, { 'reached:1:-': 2 }));
    expect(await store.read([DAY])).toEqual([{ 'reached:1:-': 5 }]);
  });

  test('are of the articles with most views, exact for those that were never too many', async () => {
    const store = open();
    const name = (n: number) => `article ${String(n).padStart(4, '0')}`;
    // Article n has n views more than the least; the most read come last.
    const counts = (from: number, to: number, views: (n: number) => number) =>
      Object.fromEntries(
        Array.from({ length: to - from + 1 }, (_, index) => [
          `article:views:${name(from + index)}`,
          views(from + index),
        ]),
      );
    await store.add(
      batch(
        1,
        counts(1, 750, (n) => n),
      ),
    );
    const [full = {}] = await store.read([DAY]);
    expect(Object.keys(full)).toHaveLength(750);

    await store.add(batch(2, { ...counts(751, 751, () => 5), [`article:views:${name(750)}`]: 1 }));
    const [raw = {}] = await store.read([DAY]);
    const kept = Object.keys(raw).filter((field) => field.startsWith('article:views:'));
    expect(kept).toHaveLength(501);
    expect(raw[`article:views:${name(250)}`]).toBeUndefined();
    expect(raw).toMatchObject({ [`article:views:${name(251)}`]: 251, [`article:views:${name(750)}`]: 751 });
    // It may be one of those that had to go.
    expect(raw).toMatchObject({ [`article:views:${name(751)}`]: 5, [`article:short:${name(751)}`]: 250 });
    expect(raw[`article:short:${name(750)}`]).toBeUndefined();
  });
});

test('a day in Redis is one key, and is gone after 400 days', async () => {
  const own = `${prefix}ttl:`;
  const store = redisFiguresStore(redis, { prefix: own });
  await store.add({ process: PROCESS, sequence: 1, day: DAY, counts: { 'reached:1:-': 2 } });
  expect(await redis.keys(`${own}*`)).toEqual([`${own}figures:${DAY}`]);
  const left = await redis.pttl(`${own}figures:${DAY}`);
  expect(left).toBeGreaterThan(399 * 86_400_000);
  expect(left).toBeLessThanOrEqual(400 * 86_400_000);
});

test('memory keeps so many days', async () => {
  const store = memoryFiguresStore({ keepDays: 2 });
  const days = ['2026-11-14', '2026-11-15', '2026-11-16'];
  for (const [index, day] of days.entries())
    await store.add({ process: PROCESS, sequence: index + 1, day, counts: { 'reached:1:-': 1 } });
  expect(await store.read(days)).toEqual([{}, { 'reached:1:-': 1 }, { 'reached:1:-': 1 }]);
});

test('options that are wrong are refused', () => {
  expect(() => memoryFiguresStore({ keepDays: 0 })).toThrow(/memoryFigures\.keepDays/);
  expect(() => redisFiguresStore(redis, { prefix: '' })).toThrow(/redisFigures\.prefix/);
  const client: unknown = {};
  expect(() => Reflect.apply(redisFiguresStore, undefined, [client])).toThrow(/redisFigures\.client/);
});
