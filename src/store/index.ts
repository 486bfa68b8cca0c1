export { type GuardedStore, guardStore, type NoAnswer } from './guard.js';
export { type MemoryStoreOptions, memoryStore } from './memory.js';
export { type RedisClient, type RedisStoreOptions, redisStore } from './redis.js';
export {
  type RedisClusterOptions,
  type RedisConnectionOptions,
  type RedisProxyOptions,
  type RedisSentinelOptions,
  type RedisSingleOptions,
  redisOptions,
} from './redis-options.js';
export type { Store, Visit, Visited } from './store.js';
