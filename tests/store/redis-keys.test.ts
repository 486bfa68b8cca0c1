import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { redisStore } from '../../src/store/redis.js';
import type { Store } from '../../src/store/store.js';
import { randomPrefix, redisUrl } from '../support/redis.js';
import { waitFor } from '../support/wait.js';
import { articles, newKey, visitOf } from './backends.js';

const MINUTE = 60_000;
const JITTER = 10 * MINUTE;
/** Milliseconds that a test may take between setting an end and reading it. */
const SLACK = 5000;

const prefix = randomPrefix();
let client: Redis;
let store: Store;

beforeAll(() => {
  client = new Redis(redisUrl());
  store = redisStore(client, { prefix });
});
afterAll(() => client.disconnect());

const at = (key: string) => `${prefix}{${key}}`;
const left = (key: string) => client.pttl(at(key));

describe('a calendar period’s set', () => {
  test('is kept up to ten minutes past the end', async () => {
    const key = newKey();
    await store.visit(visitOf(key, 1, { endsIn: MINUTE }));
    expect(await left(key)).toBeGreaterThan(MINUTE - SLACK);
    expect(await left(key)).toBeLessThanOrEqual(MINUTE + JITTER);
  });

  test('has the same end each time it begins, spread over the ten minutes from key to key', async () => {
    const keys = Array.from({ length: 200 }, newKey);
    const begin = async (key: string) => {
      await store.visit(visitOf(key, 1, { endsIn: MINUTE }));
      return (await left(key)) - MINUTE;
    };
    const first = await Promise.all(keys.map(begin));
    await client.del(...keys.map(at));
    const again = await Promise.all(keys.map(begin));

    for (const [index, jitter] of first.entries()) {
      expect(Math.abs(jitter - (again[index] ?? Number.NaN))).toBeLessThan(SLACK);
    }
    for (let minute = 0; minute < 10; minute += 1) {
      expect(first.some((jitter) => jitter > minute * MINUTE && jitter <= (minute + 1) * MINUTE)).toBe(true);
    }
  });

  test('keeps the end it began with', async () => {
    const key = newKey();
    await store.visit(visitOf(key, 1, { endsIn: MINUTE }));
    const before = await left(key);
    await store.visit(visitOf(key, 2, { endsIn: 100 * MINUTE }));
    await store.visit(visitOf(key, 3, { endsIn: 1 }));
    expect(Math.abs(before - (await left(key)))).toBeLessThan(SLACK);
  });
});

describe('a rolling period’s set', () => {
  test('ends when its period does, to the end it began with', async () => {
    const key = newKey();
    const ends = async (endsIn: number) => {
      await store.visit(visitOf(key, 1, { endsIn, rolling: true }));
      return left(key);
    };
    for (const given of [9, 12, 5, 6]) {
      const end = await ends(given * MINUTE);
      expect(end).toBeGreaterThan(9 * MINUTE - SLACK);
      expect(end).toBeLessThanOrEqual(9 * MINUTE);
    }
  });

  test('is gone after it, and the reader begins anew', async () => {
    const key = newKey();
    await store.visit(visitOf(key, 1, { endsIn: 30.5, rolling: true }));
    await waitFor('the set to expire', async () => (await client.exists(at(key))) === 0);
    expect(await store.visit(visitOf(key, 1, { rolling: true }))).toMatchObject({ outcome: 'added', read: 0 });
  });
});

describe.each([true, false])('a set that lost its end (rolling: %s)', (rolling) => {
  test.each([
    ['at a new article', { article: 2 }],
    ['at a known article', { article: 1 }],
    ['at an article that is not let in', { article: 2, limit: 1 }],
  ])('gets one %s', async (_when, more) => {
    const key = newKey();
    await store.visit(visitOf(key, 1, { rolling }));
    await client.persist(at(key));
    await store.visit(visitOf(key, 0, { rolling, endsIn: MINUTE, ...more }));
    expect(await left(key)).toBeGreaterThan(MINUTE - SLACK);
    expect(await left(key)).toBeLessThanOrEqual(MINUTE + (rolling ? 0 : JITTER));
  });
});

describe('what Redis holds', () => {
  test('is nothing where nothing was added or all was taken back', async () => {
    const key = newKey();
    await store.visit(visitOf(key, 1, { limit: 0 }));
    expect(await client.exists(at(key))).toBe(0);
    await store.visit(visitOf(key, 1));
    await store.takeBack(key, [{ article: 1, view: 'a view' }]);
    expect(await client.exists(at(key))).toBe(0);
  });

  test('is one set of integers under one key', async () => {
    const key = newKey();
    await store.visit(visitOf(key, -5, { ledger: [3, 2 ** 31 - 1] }));
    expect(await client.type(at(key))).toBe('set');
    expect((await client.smembers(at(key))).sort()).toEqual(['-5', '2147483647', '3']);
  });

  test.each([1, 10, 64])('of %d articles is packed as an intset', async (count) => {
    const key = newKey();
    for (const article of articles(count)) await store.visit(visitOf(key, article * 1_234_567, { limit: count }));
    expect(await client.object('ENCODING', at(key))).toBe('intset');
  });

  test('of 10 articles is at most 200 bytes a reader', async () => {
    const key = `2026-11:${Math.random().toString(36).slice(2).padEnd(16, 'x').slice(0, 16)}`;
    const plain = redisStore(client);
    for (const article of articles(10)) await plain.visit(visitOf(key, article * 100_000_007));
    const bytes = await client.memory('USAGE', `paywall:{${key}}`, 'SAMPLES', 0);
    await client.del(`paywall:{${key}}`);
    expect(bytes).toBeLessThanOrEqual(200);
  });
});
