import { expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { guardStore } from '../../src/store/guard.js';
import { redisStore } from '../../src/store/redis.js';
import { redisUrl } from '../support/redis.js';
import { newKey, visitOf } from './backends.js';

const DEADLINE = 50;

/** Keeps the event loop from turning, as a slow template does. */
function work(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

test('a turn of the event loop that takes longer than the deadline loses no reply of a healthy Redis', async () => {
  const client = new Redis(redisUrl());
  const store = guardStore(redisStore(client), DEADLINE, () => undefined);
  await client.ping();
  for (let round = 0; round < 5; round += 1) {
    const visits = Array.from({ length: 12 }, () => {
      const visit = store.visit(visitOf(newKey(), 1));
      work(10);
      return visit;
    });
    expect((await Promise.all(visits)).filter(({ visited }) => typeof visited === 'string')).toEqual([]);
  }
  client.disconnect();
});
