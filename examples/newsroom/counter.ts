import type { EventEmitter } from 'node:events';
import type { Cluster, Redis } from 'ioredis';
import {
  type Figures,
  memoryFigures,
  memoryStore,
  redisFigures,
  redisOptions,
  redisStore,
  type Store,
} from 'metered-paywall';
import type { Address, RedisSettings } from './environment.js';

/** Where the count is kept, and how to let go of it. */
export interface Counter {
  readonly store: Store;
  readonly figures: Figures;
  /** In words, for whoever starts the site. */
  readonly place: string;
  close(): Promise<void>;
}

export function countInMemory(): Counter {
  return {
    store: memoryStore(),
    figures: memoryFigures(),
    place: 'the memory of this process, and starts afresh with it (set REDIS_URL to keep it)',
    close: async () => undefined,
  };
}

/** Redis need not be there: until it is, each reader's pass counts alone. */
export async function countInRedis(settings: RedisSettings): Promise<Counter> {
  const { Cluster, Redis } = await import('ioredis');
  switch (settings.kind) {
    case 'url': {
      const { url } = settings;
      return countWith(new Redis(url, redisOptions()), `Redis at ${new URL(url).host}`);
    }
    case 'sentinels': {
      const { sentinels, master } = settings;
      const client = new Redis({ sentinels: [...sentinels], name: master, ...redisOptions('sentinel') });
      return countWith(client, `Redis, the master ${master} of the Sentinels at ${list(sentinels)}`);
    }
    case 'cluster': {
      const { nodes } = settings;
      return countWith(new Cluster([...nodes], redisOptions('cluster')), `the Redis Cluster at ${list(nodes)}`);
    }
  }
}

const list = (addresses: readonly Address[]): string => addresses.map(({ host, port }) => `${host}:${port}`).join(', ');

function countWith(client: Redis | Cluster, place: string): Counter {
  const store = redisStore(client);
  let reachable = true;
  const onError = () => {
    if (reachable) console.error(`Redis is out of reach, and each pass counts alone: ${store.fault?.()?.message}`);
    reachable = false;
  };
  const onReady = () => {
    if (!reachable) console.log('Redis answers, and counts.');
    reachable = true;
  };
  const events: EventEmitter = client;
  events.on('error', onError).on('ready', onReady);

  return {
    store,
    figures: redisFigures(client),
    place,
    async close() {
      if (client.status === 'ready') await client.quit();
      else client.disconnect();
    },
  };
}
