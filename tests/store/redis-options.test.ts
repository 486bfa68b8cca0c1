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

describe('the settings', () => {
  const connection = {
    ...{ maxRetriesPerRequest: 0, socketTimeout: 500, connectTimeout: 500, disconnectTimeout: 200 },
    ...{ keepAlive: 10_000, maxLoadingRetryTime: 200 },
  };
  const delay = expect.any(Function);
  const single = { ...connection, enableOfflineQueue: false, retryStrategy: delay, reconnectOnError: delay };

  test.each([
    ['a single server', redisOptions(), single],
    ['a single server by name', redisOptions('single'), single],
    ['a proxy', redisOptions('proxy'), { ...single, enableReadyCheck: false, protocol: 2, disableClientInfo: true }],
    ['Sentinel', redisOptions('sentinel'), { ...single, sentinelCommandTimeout: 300, sentinelRetryStrategy: delay }],
    [
      'Cluster',
      redisOptions('cluster'),
      {
        ...{ enableOfflineQueue: false, clusterRetryStrategy: delay, maxRedirections: 4, redisOptions: connection },
        ...{
          retryDelayOnFailover: 0,
          retryDelayOnClusterDown: 0,
          slotsRefreshTimeout: 300,
          slotsRefreshInterval: 1000,
        },
      },
    ],
    [
      'node-redis',
      redisOptions('node-redis'),
      {
        ...{ disableOfflineQueue: true, pingInterval: 250 },
        socket: { socketTimeout: 1000, connectTimeout: 500, reconnectStrategy: delay },
      },
    ],
  ])('for %s are these and no others', (_deployment, given, settings) => {
    expect(given).toEqual(settings);
  });

  test('try again a little later each time, and a quarter of a second later at most', () => {
    const delays = [50, 100, 150, 200, 250, 250];
    for (const strategy of [
      redisOptions().retryStrategy,
      redisOptions('sentinel').sentinelRetryStrategy,
      redisOptions('cluster').clusterRetryStrategy,
    ])
      expect([1, 2, 3, 4, 5, 6].map(strategy)).toEqual(delays);
    // node-redis counts its attempts from 0.
    expect([0, 1, 2, 3, 4, 5].map(redisOptions('node-redis').socket.reconnectStrategy)).toEqual(delays);
  });

  test('leave a server that was demoted, and no other', () => {
    const leaves = (message: string) => redisOptions().reconnectOnError(new Error(message));
    expect(leaves("READONLY You can't write against a read only replica.")).toBe(true);
    expect([leaves('OOM command not allowed'), leaves('this is READONLY')]).toEqual([false, false]);
  });
});

describe('the words of a warning', () => {
  const GOOD = { enableOfflineQueue: false, maxRetriesPerRequest: 0, socketTimeout: 500 };
  const GOOD_CLUSTER = { enableOfflineQueue: false, retryDelayOnFailover: 0, retryDelayOnClusterDown: 0 };
  const GOOD_NODE = { disableOfflineQueue: true, socket: { socketTimeout: 1000 } };
  const QUEUES = 'enableOfflineQueue queues calls while Redis is away (set it to false)';
  const REPLAYS = 'maxRetriesPerRequest sends calls a second time after a connection is lost (set it to 0)';
  const WAITS = 'maxRetriesPerRequest lets calls wait without end (set it to 0)';
  const LATE =
    'lazyConnect fails calls, or lets them wait, from the first visit until there is a connection (leave it out, or connect() first)';
  const keeps = (setting: string) => `${setting} keeps calls to be sent again later (set it to 0)`;
  const deaf = (path: string, how = 'is not set') =>
    `${path}socketTimeout ${how} (set it to 500, or a frozen server is waited for without end)`;
  const odd = deaf('', 'is not 1 to 5000 ms');
  const NODE_QUEUES =
    'disableOfflineQueue queues calls while Redis is away, and sends them when nobody waits any more (set it to true)';
  const UNCONNECTED = 'connect() has not been called, so that calls fail (call it first)';

  const ioredis = (options: unknown, more: object = {}): RedisClient => {
    const client = { ...more, options, defineCommand: (name: string) => Reflect.set(client, name, async () => []) };
    return client;
  };
  const nodeRedis = (options: unknown, more: object = {}): RedisClient => {
    const run = async () => null;
    return { ...more, ...{ options, eval: run, evalSha: run } };
  };
  const inCluster = { isCluster: true };

  test.each<[string, RedisClient, readonly string[], string]>([
    ['all defaults', ioredis({}), [QUEUES, REPLAYS, deaf('')], ''],
    ['retries without bound', ioredis({ ...GOOD, maxRetriesPerRequest: null }), [WAITS], ''],
    ['a socketTimeout of 0', ioredis({ ...GOOD, socketTimeout: 0 }), [odd], ''],
    ['a socketTimeout below 0', ioredis({ ...GOOD, socketTimeout: -1 }), [odd], ''],
    ['a socketTimeout of 5,001', ioredis({ ...GOOD, socketTimeout: 5001 }), [odd], ''],
    ['a socketTimeout that is no number', ioredis({ ...GOOD, socketTimeout: '500' }), [odd], ''],
    ['a queue of Sentinel', ioredis({ ...GOOD, enableOfflineQueue: true, sentinels: [] }), [QUEUES], "'sentinel'"],
    ['a queue where no Sentinels are', ioredis({ ...GOOD, enableOfflineQueue: true, sentinels: null }), [QUEUES], ''],
    ['lazyConnect', ioredis({ ...GOOD, lazyConnect: true }, { status: 'wait' }), [LATE], ''],
    [
      'all defaults of a Cluster',
      ioredis({}, inCluster),
      [QUEUES, keeps('retryDelayOnFailover'), keeps('retryDelayOnClusterDown'), deaf('redisOptions.')],
      "'cluster'",
    ],
    [
      'a Cluster with a frozen node',
      ioredis({ ...GOOD_CLUSTER, redisOptions: { socketTimeout: 9000 } }, inCluster),
      [deaf('redisOptions.', 'is not 1 to 5000 ms')],
      "'cluster'",
    ],
    [
      'all defaults of node-redis',
      nodeRedis({}, { isOpen: false }),
      [UNCONNECTED, NODE_QUEUES, deaf('socket.')],
      "'node-redis'",
    ],
    ['node-redis that queues', nodeRedis({ ...GOOD_NODE, disableOfflineQueue: 1 }), [NODE_QUEUES], "'node-redis'"],
    ['its cluster', nodeRedis({ ...GOOD_NODE, socket: null }, { slots: [] }), [deaf('socket.')], "'node-redis'"],
  ])('on %s', (_which, client, hazards, deployment) => {
    expect(warningOf(client)).toBe(
      `The client given to redisStore() may fail, hang or replay calls: ${hazards.join('; ')}. redisOptions(${deployment}) gives all the right settings.`,
    );
  });

  test.each<[string, RedisClient]>([
    ['the shortest socketTimeout', ioredis({ ...GOOD, socketTimeout: 1 })],
    ['the longest', ioredis({ ...GOOD, socketTimeout: 5000 })],
    ['a client that waits to be told to connect for another reason', ioredis({ ...GOOD }, { status: 'wait' })],
    ['lazyConnect once connected', ioredis({ ...GOOD, lazyConnect: true }, { status: 'ready' })],
    ['a Cluster that is well set', ioredis({ ...GOOD_CLUSTER, redisOptions: GOOD }, inCluster)],
    ['node-redis that is open', nodeRedis(GOOD_NODE, { isOpen: true })],
    ['node-redis that does not say', nodeRedis(GOOD_NODE)],
    ['settings that are none', ioredis('none')],
  ])('there are none on %s', (_which, client) => {
    expect(warningOf(client)).toBe('');
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
