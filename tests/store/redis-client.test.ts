import { createHash } from 'node:crypto';
import { describe, expect, jest, test } from '@jest/globals';
import { defineScript, isCluster, isNodeRedis, takesOneKey } from '../../src/store/redis-client.js';

const LUA = 'return ARGV[1]';

/** A client that knows how to define commands, each of which tells what it was called with, and on what. */
function ioredis(more: object = {}) {
  const defined: [string, object][] = [];
  const client = {
    ...more,
    defineCommand(name: string, definition: { lua: string; numberOfKeys?: number }) {
      defined.push([name, definition]);
      Reflect.set(client, name, async function (this: unknown, ...args: unknown[]) {
        return [this === client, ...args];
      });
    },
  };
  return { client, defined };
}

/** A client of node-redis that knows some scripts. */
function nodeRedis(evalSha: () => Promise<unknown>) {
  const client = { eval: jest.fn(async () => 'by its text'), evalSha: jest.fn(evalSha) };
  return client;
}

describe('a script of ioredis', () => {
  test('is a command of its own name, called on the client with how many keys there are', async () => {
    const { client, defined } = ioredis();
    const script = defineScript(client, LUA);
    const digest = createHash('sha256').update(LUA).digest('hex').slice(0, 16);
    expect(defined).toEqual([[`meteredPaywallMany_${digest}`, { lua: LUA }]]);
    expect(await script(['a', 'b'], [1, 'x'])).toEqual([true, 2, 'a', 'b', 1, 'x']);
  });

  test.each([
    ['in a Cluster', { isCluster: true }],
    ['behind a proxy', { options: { enableReadyCheck: false } }],
  ])('has one key %s', async (_where, more) => {
    const { client, defined } = ioredis(more);
    const script = defineScript(client, LUA);
    expect(defined).toEqual([
      [expect.stringMatching(/^meteredPaywallOne_[\da-f]{16}$/), { lua: LUA, numberOfKeys: 1 }],
    ]);
    expect(await script(['a'], [1])).toEqual([true, 'a', 1]);
  });
});

describe('a script of node-redis', () => {
  const digest = createHash('sha1').update(LUA).digest('hex');
  const call = { keys: ['a', 'b'], arguments: ['1', 'x'] };

  test('is called by its digest, with its arguments as text', async () => {
    const client = nodeRedis(async () => 'by its digest');
    expect(await defineScript(client, LUA)(['a', 'b'], [1, 'x'])).toBe('by its digest');
    expect(client.evalSha.mock.calls).toEqual([[digest, call]]);
    expect(client.eval).not.toHaveBeenCalled();
  });

  test('is sent where the server does not know it', async () => {
    const client = nodeRedis(() => Promise.reject(new Error('NOSCRIPT No matching script')));
    expect(await defineScript(client, LUA)(['a', 'b'], [1, 'x'])).toBe('by its text');
    expect(client.eval.mock.calls).toEqual([[LUA, call]]);
  });

  test.each([new Error('READONLY of this there is NOSCRIPT'), 'NOSCRIPT', { message: 'NOSCRIPT' }])(
    'is not sent a second time after any other failure: %j',
    async (failure) => {
      const client = nodeRedis(() => Promise.reject(failure));
      await expect(defineScript(client, LUA)(['a'], [])).rejects.toBe(failure);
      expect(client.eval).not.toHaveBeenCalled();
    },
  );
});

describe('what is no client', () => {
  /** Calls it as JavaScript would, whatever its types say. */
  const define = (given: unknown, ...more: unknown[]): unknown =>
    Reflect.apply(defineScript, null, [given, LUA, ...more]);

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'redis://127.0.0.1'],
    ['one without evalSha', { eval: () => undefined }],
    ['one whose eval is no function', { eval: 7, evalSha: () => undefined }],
    ['one that defines no command', { defineCommand: () => undefined }],
    ['a function with the methods of node-redis', Object.assign(() => undefined, { eval: LUA, evalSha: LUA })],
  ])('is refused by the name of the option: %s', (_what, given) => {
    const refused = { code: 'ERR_PAYWALL_OPTION_TYPE', option: 'redisStore.client' };
    expect(() => define(given)).toThrow(expect.objectContaining(refused));
    expect(() => define(given, 'newsroom.client')).toThrow(expect.objectContaining({ option: 'newsroom.client' }));
  });
});

describe('which client it is:', () => {
  const node = nodeRedis(async () => null);
  test.each<[string, object, { cluster: boolean; nodeRedis: boolean; oneKey: boolean }]>([
    ['ioredis', ioredis().client, { cluster: false, nodeRedis: false, oneKey: false }],
    ['a Cluster of ioredis', ioredis({ isCluster: true }).client, { cluster: true, nodeRedis: false, oneKey: true }],
    ['ioredis with eval', ioredis({ ...node }).client, { cluster: false, nodeRedis: false, oneKey: false }],
    ['node-redis', node, { cluster: false, nodeRedis: true, oneKey: false }],
    ['a cluster of node-redis', { ...node, slots: [] }, { cluster: true, nodeRedis: true, oneKey: true }],
    [
      'one that says it is none',
      ioredis({ isCluster: false, options: { enableReadyCheck: true } }).client,
      { cluster: false, nodeRedis: false, oneKey: false },
    ],
    ['one without settings', ioredis({ options: null }).client, { cluster: false, nodeRedis: false, oneKey: false }],
    ['one with odd settings', ioredis({ options: 'none' }).client, { cluster: false, nodeRedis: false, oneKey: false }],
  ])('%s', (_name, client, told) => {
    expect({ cluster: isCluster(client), nodeRedis: isNodeRedis(client), oneKey: takesOneKey(client) }).toEqual(told);
  });
});
