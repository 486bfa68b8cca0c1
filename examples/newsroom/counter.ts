import type { EventEmitter } from 'node:events';
import type { Cluster, Redis } from 'ioredis';
import { memoryStore, redisOptions, redisStore, type Store } from 'metered-paywall';

/** Where the count is kept, and how to let go of it. */
export interface Counter {
  readonly store: Store;
  /** In words, for whoever starts the site. */
  readonly place: string;
  close(): Promise<void>;
}

export function countInMemory(): Counter {
  return {
    store: memoryStore(),
    place: 'the memory of this process, and starts afresh with it (set REDIS_URL to keep it)',
    close: async () => undefined,
  };
}

/** @param url As in `redis://localhost:6379`. Redis need not be there: until it is, each reader's pass counts alone. */
export async function countInRedis(url: string): Promise<Counter> {
  const { Redis } = await import('ioredis');
  return countWith(new Redis(url, redisOptions()), `Redis at ${URL.canParse(url) ? new URL(url).host : url}`);
}

/**
 * @param addresses As in `sentinel-1:26379,sentinel-2:26379`.
 * @param name By which the Sentinels know the master.
 */
export async function countBehindSentinels(addresses: string, name: string): Promise<Counter> {
  const { Redis } = await import('ioredis');
  const sentinels = readAddresses(addresses, 26_379);
  return countWith(
    new Redis({ sentinels, name, ...redisOptions('sentinel') }),
    `Redis, the master ${name} of the Sentinels at ${addresses}`,
  );
}

/** @param addresses Of some of the nodes, as in `node-1:6379,node-2:6379`. */
export async function countInCluster(addresses: string): Promise<Counter> {
  const { Cluster } = await import('ioredis');
  return countWith(
    new Cluster(readAddresses(addresses, 6379), redisOptions('cluster')),
    `the Redis Cluster at ${addresses}`,
  );
}

function readAddresses(addresses: string, defaultPort: number): { host: string; port: number }[] {
  return addresses.split(',').map((address) => {
    const [host = '', port = defaultPort] = address.trim().split(':');
    return { host, port: Number(port) };
  });
}

function countWith(client: Redis | Cluster, place: string): Counter {
  let reachable = true;
  const onError = (error: Error) => {
    if (reachable) console.error(`Redis is out of reach, and each pass counts alone: ${error.message}`);
    reachable = false;
  };
  const onReady = () => {
    if (!reachable) console.log('Redis answers, and counts.');
    reachable = true;
  };
  const events: EventEmitter = client;
  events.on('error', onError).on('ready', onReady);

  return {
    store: redisStore(client),
    place,
    async close() {
      if (client.status === 'ready') await client.quit();
      else client.disconnect();
    },
  };
}
