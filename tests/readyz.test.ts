import { afterEach, describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { memoryStore, redisOptions, redisStore, type Store, serviceStore } from '../src/index.js';
import { createService, type ServiceOptions } from '../src/service.js';
import { type Served, serve } from './support/http.js';
import { randomPrefix, redisUrl } from './support/redis.js';
import { ask, http } from './support/service.js';
import { SECRET, testOptions } from './support/site.js';
import { waitFor } from './support/wait.js';

const served: Served[] = [];
afterEach(async () => {
  for (const server of served.splice(0)) await server.close();
});

async function start(more: Partial<ServiceOptions> = {}): Promise<number> {
  const { site, keys } = testOptions();
  const server = await serve(createService({ site, keys, onEvent: () => undefined, ...more }));
  served.push(server);
  return server.port;
}

async function readiness(port: number) {
  const { status, headers, text } = await http(port, 'GET', '/readyz');
  expect(headers['content-type']).toBe('application/json');
  return { status, body: JSON.parse(text), text };
}

/** A store that is well, fails or never answers, as it is told. */
function patient() {
  const store = memoryStore();
  const asked: string[] = [];
  let state: 'well' | 'failing' | 'silent' = 'well';
  const visit: Store['visit'] = (one) => {
    asked.push(one.key);
    if (state === 'silent') return new Promise(() => undefined);
    return state === 'well' ? store.visit(one) : Promise.reject(new Error('down'));
  };
  return {
    store: { ...store, visit },
    asked,
    become(next: typeof state) {
      state = next;
    },
  };
}

describe('GET /readyz', () => {
  test('tells the keys in force by their ids, and no secret', async () => {
    const second = { id: '2026-12', secret: 'the next secret of the site, 32 bytes' };
    const port = await start({ keys: [...testOptions().keys, second], articleSecret: SECRET, token: 'a'.repeat(16) });
    const { status, body, text } = await readiness(port);
    expect(status).toBe(200);
    expect(body).toEqual({
      status: 'ready',
      store: 'reachable',
      breaker: 'closed',
      onStoreError: 'ledger',
      keys: { signs: '2026-11', verify: ['2026-11', '2026-12'] },
    });
    expect(text).not.toMatch(/secret/);
  });

  test.each([
    ['ledger', 200, 'degraded'],
    ['open', 200, 'degraded'],
    ['closed', 503, 'unavailable'],
  ] as const)('where the store fails and onStoreError is %s, is %d', async (onStoreError, status, word) => {
    const { store, become } = patient();
    const port = await start({ store, onStoreError });
    expect(await readiness(port)).toMatchObject({ status: 200, body: { status: 'ready' } });
    become('failing');
    for (let count = 0; count < 6; count += 1) {
      expect(await readiness(port)).toMatchObject({ status, body: { status: word, store: 'out-of-reach' } });
    }
    expect(await readiness(port)).toMatchObject({ body: { breaker: 'open' } });
  });

  test('finds a store well again though nobody sends views any more', async () => {
    const { store, become } = patient();
    const port = await start({ store, onStoreError: 'closed' });
    become('failing');
    for (let count = 0; count < 5; count += 1) await readiness(port);
    expect(await readiness(port)).toMatchObject({ status: 503, body: { breaker: 'open' } });
    become('well');
    await waitFor('the probe', async () => (await readiness(port)).status === 200);
    expect(await readiness(port)).toMatchObject({ body: { status: 'ready', breaker: 'closed' } });
  });

  test('is answered within the deadline by a store that hangs, which is asked once at a time', async () => {
    const { store, become, asked } = patient();
    const port = await start({ store, deadline: 200 });
    become('silent');
    const answers = await Promise.all(Array.from({ length: 4 }, () => readiness(port)));
    expect(answers.map(({ body }) => body.status)).toEqual(Array.from({ length: 4 }, () => 'degraded'));
    expect(asked.length).toBeLessThan(4);
  });

  test('leaves nothing in Redis', async () => {
    const redis = new Redis(redisUrl(), redisOptions());
    const prefix = randomPrefix();
    await waitFor('Redis', () => redis.status === 'ready');
    try {
      const port = await start({ store: redisStore(redis, { prefix }), deadline: 5000 });
      expect(await readiness(port)).toMatchObject({ status: 200, body: { store: 'reachable' } });
      expect(await redis.keys(`${prefix}*`)).toEqual([]);
    } finally {
      await redis.quit();
    }
  });

  test('does not take a store for readers alone for one that is out of reach', async () => {
    const behind = await start({ token: 'a'.repeat(16) });
    const store = serviceStore(`http://127.0.0.1:${behind}`, { token: 'a'.repeat(16) });
    const port = await start({ store });
    expect(await readiness(port)).toMatchObject({ status: 200, body: { status: 'ready' } });
    expect(await ask(port, { article: 'a' })).toMatchObject({ state: 'free' });
  });
});
