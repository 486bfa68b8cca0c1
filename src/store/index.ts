export type { BreakerState } from './breaker.js';
export { type GuardedStore, guardStore, type StoredView } from './guard.js';
export { type MemoryStoreOptions, memoryStore } from './memory.js';
export { createRecent } from './recent.js';
export { type RedisStoreOptions, redisStore } from './redis.js';
export { defineScript, type IoredisClient, type NodeRedisClient, type RedisClient } from './redis-client.js';
export { plainError, watchFaults } from './redis-faults.js';
export {
  type NodeRedisOptions,
  type RedisClusterOptions,
  type RedisConnectionOptions,
  type RedisProxyOptions,
  type RedisSentinelOptions,
  type RedisSingleOptions,
  redisOptions,
} from './redis-options.js';
export { type ServiceStoreOptions, serviceStore } from './service.js';
export { serviceEndpoint } from './service-endpoint.js';
export { setName } from './set-name.js';
export type { Brought, Documents, DocumentText, Store, TakeBack, Visit, Visited } from './store.js';
export { countUnsettled } from './unsettled.js';
