import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { Redis as Redis5 } from 'ioredis-5';
import type { Report } from '../../src/events/events.js';
import { guardStore, type StoredView } from '../../src/store/guard.js';
import { redisStore } from '../../src/store/redis.js';
import type { RedisClient } from '../../src/store/redis-client.js';
import { redisOptions } from '../../src/store/redis-options.js';
import { type RedisServer, randomPrefix, startRedis } from '../support/redis.js';
import { type RedisProxy, startRedisProxy } from '../support/redis-proxy.js';
import { waitFor } from '../support/wait.js';
import { articles, newKey, visitOf } from './backends.js';

type Client = RedisClient & { readonly status: string; disconnect(): void };

/** Longer than the 50 ms and 500 ms of the defaults, so that other work on the machine fails no view. */
const DEADLINE = 2000;
const PROXY = { ...redisOptions('proxy'), socketTimeout: DEADLINE };

const CLIENTS: readonly (readonly [string, (url: string) => Client])[] = [
  ['ioredis 6', (url) => new Redis(url, PROXY)],
  ['ioredis 5', (url) => new Redis5(url, PROXY)],
  ['ioredis 6 that pipelines', (url) => new Redis(url, { ...PROXY, enableAutoPipelining: true })],
];

let client: Client | undefined;
afterEach(() => client?.disconnect());

/** Twenty readers of twelve articles, of which each is taken back and read again once; none may be decided without the store. */
async function everyViewHolds(connected: Client): Promise<void> {
  client = connected;
  await waitFor('the client to be ready', () => connected.status === 'ready');
  const report = jest.fn<Report>();
  const store = guardStore(redisStore(connected, { prefix: randomPrefix() }), DEADLINE, report);
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, newKey).map(async (key) => {
      const views: StoredView[] = [];
      for (const article of articles(12)) {
        views.push(await store.visit(visitOf(key, article)));
      }
      views[0]?.takeBack();
      views.push(await store.visit(visitOf(key, 12)));
      return views.map(({ visited }) => (typeof visited === 'string' ? visited : visited.outcome));
    }),
  );
  const expected = [...Array(10).fill('added'), 'full', 'full', 'added'];
  expect(outcomes).toEqual(Array(20).fill(expected));
  expect(report.mock.calls).toEqual([]);
}

const AWAY = ['SCRIPT', 'CONFIG', 'INFO', 'HELLO', 'CLIENT', 'COMMAND', 'SELECT', 'ACL'];

let narrow: RedisServer;
let whole: readonly RedisServer[];
const proxies: RedisProxy[] = [];
beforeAll(async () => {
  const renamed = AWAY.flatMap((name) => ['--rename-command', name, '']);
  [narrow, ...whole] = await Promise.all([startRedis({ args: renamed }), startRedis(), startRedis()]);
});
afterAll(() => Promise.all([...proxies, narrow, ...whole].map((each) => each.stop())));

describe.each(CLIENTS)('every view holds with redisOptions("proxy") (%s)', (_name, connect) => {
  async function through(refusal: 'error' | 'hang up', count = 1): Promise<RedisProxy> {
    const proxy = await startRedisProxy(
      whole.slice(0, count).map(({ url }) => url),
      refusal,
    );
    proxies.push(proxy);
    return proxy;
  }

  async function forgetScripts(): Promise<void> {
    for (const { url } of whole) {
      const admin = new Redis(url);
      await admin.script('FLUSH');
      admin.disconnect();
    }
  }

  test(`of a server whose ${AWAY.join(', ')} are renamed away`, async () => {
    await everyViewHolds(connect(narrow.url));
  });

  test.each(['error', 'hang up'] as const)(
    'of a proxy that answers what it does not know with: %s',
    async (refusal) => {
      const proxy = await through(refusal);
      await everyViewHolds(connect(proxy.url));
      expect(proxy.refused).toEqual([]);
    },
  );

  test('of a proxy whose other servers have not heard of the script, at the first view as after a restart', async () => {
    await forgetScripts();
    const proxy = await through('hang up', whole.length);
    const connected = connect(proxy.url);
    await everyViewHolds(connected);
    await forgetScripts();
    await everyViewHolds(connected);
  });
});
