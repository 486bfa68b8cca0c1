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
  const redis = new Redis(url, redisOptions());

  let reachable = true;
  redis.on('error', (error: Error) => {
    if (reachable) console.error(`Redis is out of reach, and each pass counts alone: ${error.message}`);
    reachable = false;
  });
  redis.on('ready', () => {
    if (!reachable) console.log('Redis answers, and counts.');
    reachable = true;
  });

  return {
    store: redisStore(redis),
    place: `Redis at ${URL.canParse(url) ? new URL(url).host : url}`,
    async close() {
      if (redis.status === 'ready') await redis.quit();
      else redis.disconnect();
    },
  };
}
