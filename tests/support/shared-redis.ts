import { Redis } from 'ioredis';
import { type RedisCluster, startCluster } from '#cluster';
import { ensureInstalled } from '#install';
import { freePort } from '#ports';
import { type RedisServer, startRedis } from '#redis';

let server: RedisServer | undefined;
let cluster: Promise<RedisCluster> | undefined;

/** Sees to the Redis that all tests share: the one in TEST_REDIS_URL, else one of our own. */
export async function startSharedRedis(): Promise<void> {
  const given = process.env.TEST_REDIS_URL;
  if (given !== undefined) return checkReachable(given);
  ensureInstalled(['redis-server', 'valkey-server'], 'redis-server', 'or set TEST_REDIS_URL');
  server = await startRedis();
  process.env.TEST_REDIS_URL = server.url;
}

/** Starts the cluster that all tests share. Who needs it waits for it: that takes some seconds. */
export async function startSharedCluster(): Promise<void> {
  const ports = [await freePort(), await freePort(), await freePort()];
  process.env.TEST_REDIS_CLUSTER = ports.join();
  cluster = startCluster({ masters: ports.length, ports });
  cluster.catch((error) => process.stderr.write(`The cluster that tests share has not started: ${error}\n`));
}

/** Stops what we started of both. */
export async function stopSharedRedis(): Promise<void> {
  delete process.env.TEST_REDIS_CLUSTER;
  await cluster?.then(
    (started) => started.stop(),
    () => undefined,
  );
  cluster = undefined;
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
