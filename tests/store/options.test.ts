import { describe, expect, test } from '@jest/globals';
import { OptionError } from '../../src/options/errors.js';
import { memoryStore } from '../../src/store/memory.js';
import { redisStore } from '../../src/store/redis.js';

/** Calls a function as JavaScript would, whatever its types say. */
const untyped = (call: unknown, ...args: unknown[]): unknown =>
  typeof call === 'function' && Reflect.apply(call, null, args);

const client = { defineCommand: (name: string) => Reflect.set(client, name, async () => []) };

describe('redisStore', () => {
  test.each([
    ['nothing', undefined, 'undefined is no client of Redis'],
    ['a URL', 'redis://127.0.0.1', '"redis://127.0.0.1" is no client of Redis'],
    ['a client of another kind', { eval: () => {}, evalsha: () => {} }, 'an object is no client of Redis'],
    ['a client that defines no command', { defineCommand: () => {} }, 'is no client of Redis'],
  ])('refuses %s as its client, and says what to give', (_what, given, message) => {
    const build = () => untyped(redisStore, given);
    expect(build).toThrow(OptionError);
    expect(build).toThrow(message);
    expect(build).toThrow(/Give a Redis or Cluster of ioredis 5 or 6.*\[ERR_PAYWALL_OPTION_TYPE\]/);
  });

  test.each([
    [{ prefx: 'p:' }, /redisStore\.prefx: .*Did you mean prefix\?.*\[ERR_PAYWALL_OPTION_UNKNOWN\]/],
    [{ prefix: '' }, /redisStore\.prefix: .*\[ERR_PAYWALL_OPTION_TYPE\]/],
    [{ prefix: 7 }, /redisStore\.prefix: 7 .*\[ERR_PAYWALL_OPTION_TYPE\]/],
    ['p:', /redisStore: "p:" .*\[ERR_PAYWALL_OPTION_TYPE\]/],
  ])('refuses the options %j', (given, message) => {
    expect(() => untyped(redisStore, client, given)).toThrow(message);
  });
});

describe('memoryStore', () => {
  test.each([
    [{ maxReader: 5 }, /memoryStore\.maxReader: .*Did you mean maxReaders\?.*\[ERR_PAYWALL_OPTION_UNKNOWN\]/],
    [{ maxReaders: 1 }, /memoryStore\.maxReaders: 1 .*2 to 10000000.*\[ERR_PAYWALL_OPTION_RANGE\]/],
    [{ maxReaders: 1.5 }, /\[ERR_PAYWALL_OPTION_RANGE\]/],
    [{ maxReaders: Number.POSITIVE_INFINITY }, /\[ERR_PAYWALL_OPTION_RANGE\]/],
    [{ maxReaders: '5' }, /\[ERR_PAYWALL_OPTION_TYPE\]/],
    [{ clock: 5 }, /memoryStore\.clock: 5 is not a function.*\[ERR_PAYWALL_OPTION_TYPE\]/],
  ])('refuses the options %j', (given, message) => {
    expect(() => untyped(memoryStore, given)).toThrow(message);
  });
});
