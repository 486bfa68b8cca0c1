import { type Figures, memoryFigures, redisFigures } from '../../figures/index.js';
import { OptionError } from '../../options/index.js';
import { memoryStore, redisOptions, redisStore, type Store } from '../../store/index.js';

/** Where the count is kept, and how to let go of it. */
export interface Counter {
  readonly store: Store;
  readonly figures: Figures;
  readonly place: string;
  close(): Promise<void>;
}

export function countInMemory(): Counter {
  return {
    store: memoryStore(),
    figures: memoryFigures(),
    place: 'the memory of this process (set REDIS_URL to keep the count)',
    close: async () => undefined,
  };
}

/** Redis need not be there: until it is, each reader's pass counts alone. */
export async function countInRedis(url: string): Promise<Counter> {
  const { Redis } = await importRedis();
  const redis = new Redis(url, redisOptions());
  const store = redisStore(redis);
  let quiet = false;
  redis.on('error', () => {
    if (!quiet) console.error(`Redis is out of reach, and each pass counts alone: ${store.fault?.()?.message}`);
    quiet = true;
  });
  redis.on('ready', () => {
    if (quiet) console.log('Redis answers again.');
    quiet = false;
  });
  return {
    store,
    figures: redisFigures(redis),
    place: `Redis at ${new URL(url).host}`,
    async close() {
      quiet = true;
      try {
        await redis.quit();
      } catch {
        redis.disconnect();
      }
    },
  };
}

async function importRedis(): Promise<Pick<typeof import('ioredis'), 'Redis'>> {
  try {
    return await import('ioredis');
  } catch {
    const fix = 'Install it, as in: npm install ioredis';
    throw new OptionError('ERR_PAYWALL_OPTION_CONFLICT', 'REDIS_URL', 'the package ioredis is not installed', fix);
  }
}
