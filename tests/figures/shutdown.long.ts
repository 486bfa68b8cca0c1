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
import { waitFor } from '../support/wait.js';

const VIEWS = 7;

let redis: RedisServer;
let folder = '';
beforeAll(async () => {
  redis = await startRedis();
  folder = await compiledPackage();
}, 120_000);
afterAll(() => redis.stop());

const sumOfViews = (raw: Readonly<Record<string, number>>) =>
  Object.entries(raw)
    .filter(([field]) => field.startsWith('article:views:article '))
    .reduce((sum, [, count]) => sum + count, 0);

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

test('a service that is killed loses no more than it counted last', async () => {
  const { service, port } = await startService();
  const client = new Redis(redis.url);
  const read = async () => {
    const [raw = {}] = await redisFiguresStore(client).read([dayOf(Date.now())]);
    return raw['article:views:killed'] ?? 0;
  };
  await ask(port, { article: 'killed' });
  await waitFor('the figures to be sent', async () => (await read()) === 1);
  await service.stop();
  expect(await read()).toBe(1);
  client.disconnect();
}, 60_000);

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
  expect(counts.reduce((sum, raw) => sum + sumOfViews(raw), 0)).toBe(started.length * VIEWS);
}, 60_000);
