import { Redis } from 'ioredis';
import { ensureInstalled } from '#install';
import { type RedisServer, startRedis } from '#redis';

let server: RedisServer | undefined;

/** Sees to the Redis that all tests share: the one in TEST_REDIS_URL, else one of our own. */
export async function startSharedRedis(): Promise<void> {
  const given = process.env.TEST_REDIS_URL;
  if (given !== undefined) return checkReachable(given);
  ensureInstalled(['redis-server', 'valkey-server'], 'redis-server', 'or set TEST_REDIS_URL');
  server = await startRedis();
  process.env.TEST_REDIS_URL = server.url;
}

/** Stops the shared Redis if we started it. */
export async function stopSharedRedis(): Promise<void> {
  if (server === undefined) return;
  delete process.env.TEST_REDIS_URL;
  await server.stop();
  server = undefined;
}

async function checkReachable(url: string): Promise<void> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: null, connectTimeout: 5000 });
  let reason = 'no answer';
  client.on('error', (error) => {
    reason = error.message;
  });
  try {
    await client.connect();
    await client.ping();
  } catch {
    throw new Error(`The Redis in TEST_REDIS_URL does not answer (${reason}): start it, or unset TEST_REDIS_URL.`);
  } finally {
    client.disconnect();
  }
}
