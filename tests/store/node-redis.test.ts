import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { createClient } from 'redis';
import type { Report } from '../../src/events/events.js';
import { guardStore } from '../../src/store/guard.js';
import { redisStore } from '../../src/store/redis.js';
import { redisOptions } from '../../src/store/redis-options.js';
import { type RedisServer, startRedis } from '../support/redis.js';
import { waitFor } from '../support/wait.js';
import { articles, newKey, visitOf } from './backends.js';

// What a client of node-redis does otherwise than one of ioredis; the contract is kept by both.

let server: RedisServer;
const open: { destroy(): void }[] = [];
beforeAll(async () => {
  server = await startRedis();
});
afterEach(() => {
  for (const client of open.splice(0)) client.destroy();
});
afterAll(() => server.stop());

const settings = redisOptions('node-redis');

async function connected(url = server.url) {
  const client = createClient({ url, ...settings });
  client.on('error', () => undefined);
  open.push(client);
  await client.connect();
  return client;
}

test('the visits of one turn are one call, and a broken key fails alone with the words of Redis', async () => {
  const client = await connected();
  const store = redisStore(client, { prefix: 'p:' });
  await client.set('p:{broken}', 'a string');
  await client.configResetStat();
  const ends = await Promise.allSettled(['before', 'broken', 'after'].map((key) => store.visit(visitOf(key, 1))));
  expect(ends).toMatchObject([
    { value: { outcome: 'added' } },
    { reason: { message: expect.stringContaining('WRONGTYPE') } },
    { value: { outcome: 'added' } },
  ]);
  expect(await client.info('commandstats')).toMatch(/cmdstat_eval:calls=1/);
});

test('a server that forgot the script is told again, and each visit counts once', async () => {
  const client = await connected();
  const store = redisStore(client);
  const key = newKey();
  await store.visit(visitOf(key, 1));
  await client.scriptFlush();
  const visits = [];
  for (const article of articles(20)) visits.push(await store.visit(visitOf(key, article)));
  expect(visits.filter(({ outcome }) => outcome === 'added')).toHaveLength(9);
});

test('a server that goes away is told of by its cause, nothing waits, and it is found again', async () => {
  const own = await startRedis();
  const client = await connected(own.url);
  const report = jest.fn<Report>();
  const store = guardStore(redisStore(client), 5000, report);
  expect((await store.visit(visitOf(newKey(), 1))).visited).toMatchObject({ outcome: 'added' });
  await own.stop();
  await waitFor(
    'the client to notice',
    async () => typeof (await store.visit(visitOf(newKey(), 1))).visited === 'string',
  );
  await waitFor('the cause to be known', async () => {
    await store.visit(visitOf(newKey(), 1));
    return /ECONNREFUSED/.test(String(report.mock.calls.at(-1)?.[2]));
  });
  const again = await startRedis({ port: own.port });
  await waitFor(
    'the store to be back',
    async () => typeof (await store.visit(visitOf(newKey(), 1))).visited !== 'string',
  );
  await again.stop();
});

test('a client that is not connected, or queues, or waits without end, is warned of', () => {
  const warning = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  redisStore(createClient({ url: server.url }));
  expect(warning.mock.calls[0]?.[0]).toMatch(
    /connect\(\) .*disableOfflineQueue .*socket\.socketTimeout .*redisOptions\('node-redis'\)/,
  );
  warning.mockClear();
  const { port } = server;
  const ready = createClient({ socket: { ...settings.socket, port }, disableOfflineQueue: true });
  redisStore(Object.assign(ready, {}));
  expect(warning.mock.calls[0]?.[0]).toMatch(
    /: connect\(\) has not been called, so that calls fail \(call it first\)\./,
  );
  warning.mockRestore();
});
