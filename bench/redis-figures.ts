import type { Redis } from 'ioredis';
import { redisStore } from 'metered-paywall';
import { LIMIT } from './readers.js';

/** What a Redis server tells of itself. */
export interface RedisFigures {
  /** Bytes its data and connections take. */
  readonly usedMemory: number;
  /** How often each command was called, those inside scripts included. */
  readonly calls: ReadonlyMap<string, number>;
}

export async function readFigures(redis: Redis): Promise<RedisFigures> {
  const [memory, commands] = await Promise.all([redis.info('memory'), redis.info('commandstats')]);
  const calls = [...commands.matchAll(/^cmdstat_([^:|]+)\S*:calls=(\d+)/gm)];
  return {
    usedMemory: Number(/^used_memory:(\d+)/m.exec(memory)?.[1]),
    calls: new Map(calls.map(([, command = '', count]) => [command, Number(count)])),
  };
}

/** What our store takes for each reader who has read all they may. */
export interface BytesAtTheLimit {
  /** What the server grew by, its key space and expiry times included. */
  readonly usedMemory: number;
  /** What `MEMORY USAGE` says of a key. */
  readonly memoryUsage: number;
}

/** Enough for the share of the key table to be what it is with a million: 16 to 32 bytes each, as the table doubles. */
const READERS = 200_000;

const AT_ONCE = 1000;

/** Fills an empty Redis with readers who have read `LIMIT` articles. */
export async function measureBytesAtTheLimit(redis: Redis): Promise<BytesAtTheLimit> {
  const before = await readFigures(redis);
  await fillWithReaders(redis, READERS);
  const after = await readFigures(redis);
  const memoryUsage = await redis.memory('USAGE', `paywall:{${keyOf(0)}}`);
  return { usedMemory: (after.usedMemory - before.usedMemory) / READERS, memoryUsage: memoryUsage ?? 0 };
}

const keyOf = (reader: number) => `2026-11:${String(reader).padStart(16, '0')}`;

/** Lets so many readers have read all they may. */
export async function fillWithReaders(redis: Redis, readers: number): Promise<void> {
  const store = redisStore(redis);
  const endsIn = 30 * 24 * 60 * 60 * 1000;
  const fill = (reader: number) => {
    const articleOf = (index: number) => Math.imul(reader * LIMIT + index + 1, 0x9e3779b1);
    const ledger = Array.from({ length: LIMIT - 1 }, (_, index) => articleOf(index));
    return store.visit({ key: keyOf(reader), article: articleOf(LIMIT), ledger, limit: LIMIT, endsIn, rolling: false });
  };
  for (let first = 0; first < readers; first += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => fill(first + index)));
  }
}
