import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { Cluster, Redis } from 'ioredis';
import { Cluster as Cluster5, Redis as Redis5 } from 'ioredis-5';
import { type RedisClient, redisStore } from '../../src/store/redis.js';
import { redisOptions } from '../../src/store/redis-options.js';

const WARNING = { type: 'PaywallWarning', code: 'PAYWALL_REDIS_CLIENT' };
const NOWHERE = [{ host: '127.0.0.1', port: 1 }];
const SENTINELS = { sentinels: NOWHERE, name: 'mymaster' };
const lazyConnect = true;

const emitWarning = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
afterEach(() => {
  emitWarning.mockClear();
});

/** What the store says of a client. */
function warningOf(client: RedisClient): string {
  redisStore(client);
  return emitWarning.mock.calls.map(([message]) => String(message)).join('\n');
}

describe('a client with the settings of redisOptions()', () => {
  test.each<[string, () => RedisClient]>([
    ['ioredis 6', () => new Redis({ ...redisOptions(), lazyConnect })],
    ['ioredis 5', () => new Redis5({ ...redisOptions('single'), lazyConnect })],
    ['ioredis 6, Sentinel', () => new Redis({ ...SENTINELS, ...redisOptions('sentinel'), lazyConnect })],
    ['ioredis 5, Sentinel', () => new Redis5({ ...SENTINELS, ...redisOptions('sentinel'), lazyConnect })],
    ['ioredis 6, Cluster', () => new Cluster(NOWHERE, { ...redisOptions('cluster'), lazyConnect })],
    ['ioredis 5, Cluster', () => new Cluster5(NOWHERE, { ...redisOptions('cluster'), lazyConnect })],
  ])('is not warned of: %s', (_name, connect) => {
    expect(warningOf(connect())).toBe('');
  });

  test('keeps them as they are: ioredis knows every one', () => {
    expect(new Redis({ ...redisOptions(), lazyConnect }).options).toMatchObject({
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
      () => new Redis({ lazyConnect }),
      [/enableOfflineQueue .*set it to false/, /maxRetriesPerRequest .*set it to 0/, /socketTimeout .*set it to 500/],
    ],
    ['all defaults of ioredis 5', () => new Redis5({ lazyConnect }), [/enableOfflineQueue/, /redisOptions\(\)/]],
    [
      'retries without bound',
      () => new Redis({ ...redisOptions(), lazyConnect, maxRetriesPerRequest: null }),
      [/: maxRetriesPerRequest lets calls wait without end/],
    ],
    [
      'a socketTimeout of a minute',
      () => new Redis({ ...redisOptions(), lazyConnect, socketTimeout: 60_000 }),
      [/: socketTimeout is not 1 to 5000 ms/],
    ],
    ['Sentinel', () => new Redis({ ...SENTINELS, lazyConnect }), [/redisOptions\('sentinel'\)/]],
    [
      'all defaults of a Cluster',
      () => new Cluster(NOWHERE, { lazyConnect }),
      [/enableOfflineQueue/, /retryDelayOnFailover/, /redisOptions\.socketTimeout/, /redisOptions\('cluster'\)/],
    ],
    [
      'a Cluster that waits while it is down',
      () => new Cluster5(NOWHERE, { ...redisOptions('cluster'), lazyConnect, retryDelayOnClusterDown: 100 }),
      [/: retryDelayOnClusterDown keeps calls/],
    ],
  ])('%s', (_name, connect, messages) => {
    const warning = warningOf(connect());
    for (const message of messages) expect(warning).toMatch(message);
    expect(emitWarning).toHaveBeenCalledWith(warning, WARNING);
  });

  test('once for each client', () => {
    const client = new Redis({ lazyConnect });
    redisStore(client);
    redisStore(client, { prefix: 'other:' });
    expect(emitWarning).toHaveBeenCalledTimes(1);
    redisStore(new Redis({ lazyConnect }));
    expect(emitWarning).toHaveBeenCalledTimes(2);
  });
});

test('a client that does not show its settings passes without a word', () => {
  const client = { defineCommand: (name: string) => Reflect.set(client, name, async () => []), srem: async () => 0 };
  expect(warningOf(client)).toBe('');
});
