import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { Cluster, Redis } from 'ioredis';
import { Cluster as Cluster5, Redis as Redis5 } from 'ioredis-5';
import { redisStore } from '../../src/store/redis.js';
import type { RedisClient } from '../../src/store/redis-client.js';
import { redisOptions } from '../../src/store/redis-options.js';

const WARNING = { type: 'PaywallWarning', code: 'PAYWALL_REDIS_CLIENT' };
const NOWHERE = [{ host: '127.0.0.1', port: 1 }];
const SENTINELS = { sentinels: NOWHERE, name: 'mymaster' };

const emitWarning = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
const clients: { disconnect(): void }[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.disconnect();
  emitWarning.mockClear();
});

/** Connects to a port where nothing listens. */
function given<T extends RedisClient & { disconnect(): void }>(client: T): T {
  clients.push(client);
  return client;
}

/** What the store says of a client. */
function warningOf(client: RedisClient): string {
  redisStore(client);
  return emitWarning.mock.calls.map(([message]) => String(message)).join('\n');
}

describe('a client with the settings of redisOptions()', () => {
  test.each<[string, () => RedisClient]>([
    ['ioredis 6', () => given(new Redis({ ...redisOptions(), port: 1 }))],
    ['ioredis 5', () => given(new Redis5({ ...redisOptions('single'), port: 1 }))],
    ['ioredis 6, through a proxy', () => given(new Redis({ ...redisOptions('proxy'), port: 1 }))],
    ['ioredis 5, through a proxy', () => given(new Redis5({ ...redisOptions('proxy'), port: 1 }))],
    ['ioredis 6, Sentinel', () => given(new Redis({ ...SENTINELS, ...redisOptions('sentinel') }))],
    ['ioredis 5, Sentinel', () => given(new Redis5({ ...SENTINELS, ...redisOptions('sentinel') }))],
    ['ioredis 6, Cluster', () => given(new Cluster(NOWHERE, { ...redisOptions('cluster') }))],
    ['ioredis 5, Cluster', () => given(new Cluster5(NOWHERE, { ...redisOptions('cluster') }))],
  ])('is not warned of: %s', (_name, connect) => {
    expect(warningOf(connect())).toBe('');
  });

  test('keeps them as they are: ioredis knows every one', () => {
    expect(given(new Redis({ ...redisOptions(), port: 1 })).options).toMatchObject({
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      socketTimeout: 500,
    });
  });
});

describe('a client with other settings is warned of, with the setting and the fix', () => {
  test.each<[string, () => RedisClient, readonly RegExp[]]>([
    [
      'all defaults of ioredis 6',
      () => given(new Redis({ port: 1 })),
      [/enableOfflineQueue .*set it to false/, /maxRetriesPerRequest .*set it to 0/, /socketTimeout .*set it to 500/],
    ],
    ['all defaults of ioredis 5', () => given(new Redis5({ port: 1 })), [/enableOfflineQueue/, /redisOptions\(\)/]],
    [
      'retries without bound',
      () => given(new Redis({ ...redisOptions(), port: 1, maxRetriesPerRequest: null })),
      [/: maxRetriesPerRequest lets calls wait without end/],
    ],
    [
      'a socketTimeout of a minute',
      () => given(new Redis({ ...redisOptions(), port: 1, socketTimeout: 60_000 })),
      [/: socketTimeout is not 1 to 5000 ms/],
    ],
    ['Sentinel', () => given(new Redis(SENTINELS)), [/redisOptions\('sentinel'\)/]],
    [
      'all defaults of a Cluster',
      () => given(new Cluster(NOWHERE)),
      [/enableOfflineQueue/, /retryDelayOnFailover/, /redisOptions\.socketTimeout/, /redisOptions\('cluster'\)/],
    ],
    [
      'a Cluster that waits while it is down',
      () => given(new Cluster5(NOWHERE, { ...redisOptions('cluster'), retryDelayOnClusterDown: 100 })),
      [/: retryDelayOnClusterDown keeps calls/],
    ],
    [
      'lazyConnect',
      () => given(new Redis({ ...redisOptions(), port: 1, lazyConnect: true })),
      [/: lazyConnect fails calls.*leave it out/],
    ],
    [
      'lazyConnect of a Cluster',
      () => given(new Cluster(NOWHERE, { ...redisOptions('cluster'), lazyConnect: true })),
      [/: lazyConnect fails calls.*leave it out/],
    ],
  ])('%s', (_name, connect, messages) => {
    const warning = warningOf(connect());
    for (const message of messages) expect(warning).toMatch(message);
    expect(emitWarning).toHaveBeenCalledWith(warning, WARNING);
  });

  test('lazyConnect not, once the client was told to connect', async () => {
    const client = given(new Redis({ ...redisOptions(), port: 1, lazyConnect: true }));
    client.on('error', () => undefined);
    const connected = client.connect().catch(() => undefined);
    expect(warningOf(client)).toBe('');
    client.disconnect();
    await connected;
  });

  test('once for each client', () => {
    const client = given(new Redis({ port: 1 }));
    redisStore(client);
    redisStore(client, { prefix: 'other:' });
    expect(emitWarning).toHaveBeenCalledTimes(1);
    redisStore(given(new Redis({ port: 1 })));
    expect(emitWarning).toHaveBeenCalledTimes(2);
  });
});

test('a client that does not show its settings passes without a word', () => {
  const client = { defineCommand: (name: string) => Reflect.set(client, name, async () => []), srem: async () => 0 };
  expect(warningOf(client)).toBe('');
});
