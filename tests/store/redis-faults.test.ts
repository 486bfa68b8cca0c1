import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { Cluster as Cluster5, Redis as Redis5 } from 'ioredis-5';
import type { Report } from '../../src/events/events.js';
import { guardStore } from '../../src/store/guard.js';
import { redisStore } from '../../src/store/redis.js';
import type { RedisClient } from '../../src/store/redis-client.js';
import { redisOptions } from '../../src/store/redis-options.js';
import { type RedisCluster, startCluster } from '../support/cluster.js';
import { freePort } from '../support/ports.js';
import { type RedisServer, startRedis } from '../support/redis.js';
import { waitFor } from '../support/wait.js';
import { newKey, visitOf } from './backends.js';

const DEADLINE = 50;
const PASSWORD = 'correct horse';
const WRONG = 'battery staple';

type Client = RedisClient & { disconnect(): void };

const emitWarning = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
jest.spyOn(console, 'error').mockImplementation(() => undefined);
jest.spyOn(console, 'warn').mockImplementation(() => undefined);

let server: RedisServer;
const clients: Client[] = [];
beforeAll(async () => {
  server = await startRedis({ args: ['--requirepass', PASSWORD, '--rename-command', 'FLUSHALL', ''] });
  const admin = new Redis(server.url, { password: PASSWORD });
  await admin.acl('SETUSER', 'reader', 'on', `>${PASSWORD}`, '~paywall:*', '+@all', '-evalsha', '-eval');
  admin.disconnect();
});
afterAll(() => server.stop());
afterEach(() => {
  for (const client of clients.splice(0)) client.disconnect();
  emitWarning.mockClear();
});

function given<T extends Client>(client: T): T {
  clients.push(client);
  return client;
}

type Settings = Pick<RedisOptions, 'username' | 'password' | 'retryStrategy' | 'enableAutoPipelining'>;

const single = (url: string, more: Settings = {}) => given(new Redis(url, { ...redisOptions(), ...more }));

/** What the events say of the store, once they say it. */
async function eventsOf(client: RedisClient, said: RegExp): Promise<string> {
  const report = jest.fn<Report>();
  const store = guardStore(redisStore(client), DEADLINE, report);
  const told = () => report.mock.calls.map(([, , error]) => (error instanceof Error ? error.message : String(error)));
  await waitFor(`the event to say ${said}`, async () => {
    await store.visit(visitOf(newKey(), 1));
    return said.test(told().at(-1) ?? '');
  }).catch((error: Error) => {
    throw new Error(`${error.message}; it says ${told().at(-1)}`);
  });
  return inspect(report.mock.calls, { depth: null });
}

describe('the event of a store out of reach says why: ', () => {
  test.each<[string, () => Client]>([
    ['ioredis 6', () => single(server.url, { password: WRONG })],
    ['ioredis 5', () => given(new Redis5(server.url, { ...redisOptions(), password: WRONG }))],
    ['a client that queues, so that the deadline strikes', () => given(new Redis(server.url, { password: WRONG }))],
    ['a client that pipelines', () => single(server.url, { password: WRONG, enableAutoPipelining: true })],
  ])('a wrong password (%s)', async (_name, connect) => {
    const told = await eventsOf(connect(), /: WRONGPASS invalid username-password pair/);
    expect(told).not.toContain(WRONG);
  });

  test('no password', async () => {
    await eventsOf(single(server.url), /NOAUTH/);
  });

  test('a command that the user may not call', async () => {
    const client = single(server.url, { username: 'reader', password: PASSWORD });
    const told = await eventsOf(client, /^NOPERM .*evalsha?/);
    expect(told).not.toMatch(/paywall:|correct horse/);
  });

  test('a port where nothing listens', async () => {
    await eventsOf(single(`redis://127.0.0.1:${await freePort()}`), /: connect ECONNREFUSED 127\.0\.0\.1/);
  });

  test('a port where nothing listens, of a host with several addresses', async () => {
    await eventsOf(single(`redis://localhost:${await freePort()}`), /: connect ECONNREFUSED/);
  });

  test('TLS where there is none', async () => {
    await eventsOf(single(server.url.replace('redis:', 'rediss:')), /: connect ETIMEDOUT/);
  });

  test('a client that has given up', async () => {
    await eventsOf(single(server.url, { password: WRONG, retryStrategy: null }), /: WRONGPASS/);
  });

  test('still, while the store is left alone', async () => {
    const report = jest.fn<Report>();
    const store = guardStore(redisStore(single(server.url, { password: WRONG })), DEADLINE, report);
    await waitFor(
      'the store to be left alone',
      async () => (await store.visit(visitOf(newKey(), 1))).visited === 'unasked',
    );
    expect(report.mock.calls.at(-1)).toEqual([
      'ERR_PAYWALL_STORE',
      expect.any(String),
      expect.objectContaining({ message: expect.stringContaining('WRONGPASS') }),
    ]);
  });
});

test('a server without AUTH gets no password into an event by quoting it', async () => {
  const old = await startRedis({ args: ['--rename-command', 'AUTH', '', '--rename-command', 'HELLO', ''] });
  try {
    const told = await eventsOf(single(old.url, { password: WRONG, username: 'usher' }), /unknown command 'auth'/i);
    expect(told).not.toMatch(/battery|usher/);
  } finally {
    await old.stop();
  }
});

test('a fault is over with the connection that comes after it', async () => {
  const port = await freePort();
  const client = single(`redis://127.0.0.1:${port}`);
  const store = redisStore(client);
  await waitFor('the client to fail', () => store.fault?.() !== undefined);
  const late = await startRedis({ port });
  try {
    await waitFor('the client to be ready', () => client.status === 'ready');
    expect(store.fault?.()).toBeUndefined();
    expect(await store.visit(visitOf(newKey(), 1))).toMatchObject({ outcome: 'added' });
  } finally {
    await late.stop();
  }
});

describe('the errors of a client that nobody listens to', () => {
  const warnings = () => emitWarning.mock.calls.filter(([, more]) => inspect(more).includes('PAYWALL_REDIS_ERROR'));

  test('are warned of once, however often it tries', async () => {
    const client = single(server.url, { password: WRONG });
    let attempts = 0;
    client.on('close', () => {
      attempts += 1;
    });
    redisStore(client);
    redisStore(client, { prefix: 'other:' });
    await waitFor('three attempts', () => attempts >= 3);
    expect(warnings()).toEqual([[expect.stringContaining('WRONGPASS'), expect.anything()]]);
  });

  test('are left to whoever does listen', async () => {
    const client = single(server.url, { password: WRONG });
    const heard: Error[] = [];
    client.on('error', (error) => heard.push(error));
    redisStore(client);
    await waitFor('an error', () => heard.length > 0);
    expect(warnings()).toEqual([]);
  });
});

describe('of a Cluster', () => {
  let cluster: RedisCluster;
  beforeAll(async () => {
    cluster = await startCluster();
    await Promise.all(
      cluster.nodes.map(async ({ url }) => {
        const admin = new Redis(url);
        await admin.acl('SETUSER', 'reader', 'on', `>${PASSWORD}`, '~*', '+@all', '-sadd');
        await admin.config('SET', 'requirepass', PASSWORD);
        admin.disconnect();
      }),
    );
  }, 30_000);
  afterAll(() => cluster.stop());

  const CLIENTS: readonly (readonly [string, (username: string, password: string) => Client])[] = [
    ['ioredis 6', (username, password) => given(new Cluster(nodes(), withUser(username, password)))],
    ['ioredis 5', (username, password) => given(new Cluster5(nodes(), withUser(username, password)))],
  ];
  const nodes = () => cluster.nodes.map(({ port }) => ({ host: '127.0.0.1', port }));
  const withUser = (username: string, password: string) => {
    const settings = redisOptions('cluster');
    return { ...settings, redisOptions: { ...settings.redisOptions, username, password } };
  };

  test.each(CLIENTS)('a wrong password is in the event (%s)', async (_name, connect) => {
    const told = await eventsOf(connect('default', WRONG), /WRONGPASS/);
    expect(told).not.toContain(WRONG);
  });

  test.each(CLIENTS)('a command that the user may not call is in the event (%s)', async (_name, connect) => {
    const told = await eventsOf(connect('reader', PASSWORD), /NOPERM|can't run this command/);
    expect(told).not.toMatch(/paywall:|correct horse/);
  });
});
