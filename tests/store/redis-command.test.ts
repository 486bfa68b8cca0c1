import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { redisStore } from '../../src/store/redis.js';
import { type RedisServer, startRedis } from '../support/redis.js';
import { waitFor } from '../support/wait.js';
import { articles, newKey, visitOf } from './backends.js';

let server: RedisServer;
let client: Redis;

beforeEach(async () => {
  server = await startRedis();
  client = new Redis(server.url);
});
afterEach(async () => {
  client.disconnect();
  await server.stop();
});

/** How often each command was called since the last time, from outside and from scripts. */
async function calls(): Promise<Record<string, number>> {
  const stats = await client.info('commandstats');
  await client.config('RESETSTAT');
  const lines = [...stats.matchAll(/^cmdstat_(\S+?):calls=(\d+)/gm)];
  const ignored = ['info', 'config|resetstat', 'hello', 'client|setinfo', 'select'];
  return Object.fromEntries(
    lines.map(([, name, n]) => [name, Number(n)]).filter(([name]) => !ignored.includes(String(name))),
  );
}

describe('one visit', () => {
  test.each([
    ['the first of a reader', [], {}, { scard: 1, sadd: 1, pexpire: 1 }],
    ['the first that Redis hears of', [], { ledger: [7] }, { scard: 1, sadd: 2, pexpire: 1 }],
    ['one more', [7], { ledger: [7] }, { scard: 1, sadd: 2, pttl: 1 }],
    ['a blocked one', [7], { ledger: [7], limit: 1 }, { scard: 1, sadd: 1, sismember: 1, pttl: 1 }],
    [
      'one with a ledger that lacks some',
      [7],
      {},
      { scard: 1, sadd: 1, pttl: 1, smembers: 1, hmget: 1, hset: 1, pexpire: 1, time: 1 },
    ],
    ['one that adds nothing to nothing', [], { limit: 0 }, { scard: 1, sismember: 1 }],
    ['one of a rolling period', [7], { ledger: [7], rolling: true, endsIn: 3_600_000 }, { scard: 1, sadd: 2, pttl: 1 }],
  ])('(%s) is one EVALSHA of few calls', async (_which, before, more, inside) => {
    const store = redisStore(client);
    const key = newKey();
    await store.visit(visitOf('the script is sent once', 1));
    for (const article of before) await store.visit(visitOf(key, article));
    await calls();
    await store.visit(visitOf(key, 1, more));
    expect(await calls()).toEqual({ evalsha: 1, ...inside });
  });
});

describe('the visits of one turn of the event loop', () => {
  test('are one call, and each has its own answer', async () => {
    const store = redisStore(client);
    await store.visit(visitOf('the script is sent once', 1));
    const keys = articles(20).map(newKey);
    await store.visit(visitOf(keys[3] ?? '', 1, { ledger: [1, 2, 3, 4] }));
    await calls();
    const visits = await Promise.all(
      keys.map((key, index) =>
        store.visit(visitOf(key, index, { ledger: articles(index % 4), rolling: index % 2 === 0 })),
      ),
    );
    expect((await calls()).evalsha).toBe(1);
    expect(visits.map(({ outcome, read }) => [outcome, read])).toEqual(
      keys.map((_key, index) => {
        const read = index === 3 ? 4 : index % 4;
        return [index <= read && index > 0 ? 'known' : 'added', read];
      }),
    );
  });

  test('are several calls where they are more than 64', async () => {
    const store = redisStore(client);
    await store.visit(visitOf('the script is sent once', 1));
    await calls();
    await Promise.all(articles(130).map((article) => store.visit(visitOf(newKey(), article))));
    expect((await calls()).evalsha).toBe(3);
  });

  test('fail alone, each with the words of Redis: what comes after it is served', async () => {
    const store = redisStore(client, { prefix: 'p:' });
    await client.set('p:{broken}', 'a string');
    const ends = await Promise.allSettled([
      store.visit(visitOf('before', 1, { ledger: [5, 6] })),
      store.visit(visitOf('broken', 1, { ledger: [7, 8, 9], takeBacks: [{ article: 7, view: 'a view' }] })),
      store.visit(visitOf('after', 1, { ledger: [5] })),
    ]);
    expect(ends).toMatchObject([
      { status: 'fulfilled', value: { outcome: 'added', read: 2 } },
      { status: 'rejected', reason: { message: expect.stringContaining('WRONGTYPE') } },
      { status: 'fulfilled', value: { outcome: 'added', read: 1 } },
    ]);
  });

  test('fail together where the call does, each with the words of Redis', async () => {
    const store = redisStore(client);
    await client.config('SET', 'maxmemory', '1');
    const ends = await Promise.allSettled(articles(3).map((article) => store.visit(visitOf(newKey(), article))));
    await client.config('SET', 'maxmemory', '0');
    for (const end of ends)
      expect(end).toMatchObject({ status: 'rejected', reason: { message: expect.stringMatching(/^OOM/) } });
  });
});

test('views that are given up without end take up no more than so much beside a set, and no claim is lost', async () => {
  const store = redisStore(client, { prefix: 'p:' });
  await store.visit(visitOf('reader', 1));
  await store.visit(visitOf('reader', 1));
  for (let round = 0; round < 60; round += 1)
    await store.takeBack(
      'reader',
      articles(50).map((nth) => ({ article: 2, view: `view-${round}-${nth}` })),
    );
  expect(await client.hlen('p:{reader}:m')).toBeLessThanOrEqual(2001);
  expect(await client.pttl('p:{reader}:m')).toBeGreaterThan(3_500_000);
  await store.takeBack('reader', [{ article: 1, view: 'the finder' }]);
  expect(await client.smembers('p:{reader}')).toEqual(['1']);
  await store.takeBack('reader', [{ article: 1, view: 'the one that added it' }]);
  expect(await client.exists('p:{reader}')).toBe(0);
});

test('what a visit came upon is provisional for as long as a view may be open, and no longer', async () => {
  const patient = redisStore(client, { prefix: 'p:' });
  const hasty = redisStore(client, { prefix: 'p:', longestView: 1 });
  const key = newKey();
  for (const article of [1, 2]) await patient.visit(visitOf(key, article, { ledger: articles(article - 1) }));
  expect(await hasty.visit(visitOf(key, 3))).toMatchObject({ provisional: expect.arrayContaining([1, 2]) });
  await waitFor('a second to pass', async () => (await hasty.visit(visitOf(key, 3))).provisional.length === 0);
  expect((await hasty.visit(visitOf(key, 3))).members).toHaveLength(3);
  expect((await patient.visit(visitOf(key, 3))).provisional).toHaveLength(2);
});

test('the script is sent in full once, however many visits follow', async () => {
  const store = redisStore(client);
  await calls();
  for (const article of articles(20)) await store.visit(visitOf(newKey(), article));
  expect(await calls()).toMatchObject({ eval: 1, evalsha: 19 });
});

test('a server that forgot the script is told again, and the visit counts once', async () => {
  const store = redisStore(client);
  const key = newKey();
  await store.visit(visitOf(key, 1));
  await client.script('FLUSH');
  const visits = await Promise.all(articles(20).map((article) => store.visit(visitOf(key, article))));
  expect(visits.filter(({ outcome }) => outcome === 'added')).toHaveLength(9);
});

test('a reader’s set is forgotten with what is beside it, and a text is replaced for whoever knows it', async () => {
  const { documents, ...store } = redisStore(client, { prefix: 'p:' });
  await store.visit(visitOf('reader', 1));
  await store.takeBack('reader', [{ article: 9, view: 'a view' }]);
  await store.forget?.('reader');
  expect(await client.keys('*')).toEqual([]);
  expect(await documents?.replace('text', null, 'one', 60_000)).toBe(true);
  expect(await documents?.replace('text', null, 'two', 60_000)).toBe(false);
  expect(await documents?.read('text', null)).toEqual({ text: 'one' });
  expect(await documents?.read('text', 'fe05bcdcdc4928012781a5f1a2a77cbb5398e106')).toBe('unchanged');
});

describe('on one client', () => {
  test('stores with different prefixes do not see each other', async () => {
    const [news, sport] = [redisStore(client, { prefix: 'news:' }), redisStore(client, { prefix: 'sport:' })];
    const key = newKey();
    await news.visit(visitOf(key, 1));
    expect(await sport.visit(visitOf(key, 1))).toMatchObject({ outcome: 'added', read: 0 });
    await sport.takeBack(key, [{ article: 1, view: 'a view' }]);
    expect(await news.visit(visitOf(key, 1))).toMatchObject({ outcome: 'known', read: 1 });
    expect((await client.keys('*')).sort()).toEqual([`news:{${key}}`, `news:{${key}}:m`, `sport:{${key}}:m`]);
  });

  test('commands of others, another version of this package among them, stay as they are', async () => {
    const other = 'meteredPaywallVisit_0123456789abcdef';
    for (const name of [other, 'visit', 'paywallVisit'])
      client.defineCommand(name, { lua: 'return 42', numberOfKeys: 1 });
    const store = redisStore(client);
    expect(await store.visit(visitOf(newKey(), 1))).toMatchObject({ outcome: 'added', read: 0 });
    const command: unknown = Reflect.get(client, other);
    expect(typeof command === 'function' && (await command.call(client, 'key'))).toBe(42);
  });

  test('a reply that is not the script’s is refused', async () => {
    const store = redisStore({
      defineCommand(name) {
        Reflect.set(this, name, async () => 42);
      },
    });
    await expect(store.visit(visitOf(newKey(), 1))).rejects.toThrow('unexpected reply of Redis: 42');
  });

  test('an error of Redis reaches the caller', async () => {
    const store = redisStore(client, { prefix: 'p:' });
    await client.set('p:{key}', 'a string');
    await expect(store.visit(visitOf('key', 1))).rejects.toThrow('WRONGTYPE');
    await expect(store.takeBack('key', [{ article: 1, view: 'a view' }])).rejects.toThrow('WRONGTYPE');
  });
});
