import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { redisFiguresStore } from '../../src/figures/redis.js';
import { compiledPackage } from '../support/build.js';
import { serveArguments } from '../support/command.js';
import { freePort } from '../support/ports.js';
import { startProcess } from '../support/process.js';
import { type RedisServer, startRedis } from '../support/redis.js';
import { ask } from '../support/service.js';
import { SECRET } from '../support/site.js';

const VIEWS = 7;

let redis: RedisServer;
let folder = '';
beforeAll(async () => {
  redis = await startRedis();
  folder = await compiledPackage();
}, 120_000);
afterAll(() => redis.stop());

const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);

async function startService() {
  const port = await freePort();
  const env = {
    ...{ NODE_OPTIONS: '', SITE: 'https://news.example', PAYWALL_SECRET: SECRET },
    ...{ PORT: String(port), REDIS_URL: redis.url },
  };
  const service = await startProcess({ command: process.execPath, args: () => serveArguments(folder), port, env });
  return { service, port };
}

test('services that are told to stop lose no figures', async () => {
  const started = [await startService(), await startService()];
  const from = dayOf(Date.now());
  for (let n = 0; n < VIEWS; n += 1) {
    for (const { port } of started) await ask(port, { article: `article ${n}` });
  }
  for (const { service } of started) {
    const exit = once(service.child, 'exit');
    service.child.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
    await service.stop();
  }
  const client = new Redis(redis.url);
  const days = [...new Set([from, dayOf(Date.now())])];
  const counts = await redisFiguresStore(client).read(days);
  client.disconnect();
  expect(counts.reduce((sum, raw) => sum + (raw['reached:1:-'] ?? 0), 0)).toBe(started.length * VIEWS);
}, 60_000);
