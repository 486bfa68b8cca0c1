export type { Clock } from './ground/clock.js';
export { OptionError, type OptionErrorCode } from './ground/errors.js';
export type { EventCode, PaywallEvent } from './ground/events.js';
export type { JsonWebKeyLike, KeyOption, KeyPairOption, SecretKeyOption } from './ground/keys.js';
export { canonicalPath } from './parts/article.js';
export * from './parts/crawlers/index.js';
export type { PeriodOption } from './parts/period.js';
export type { Limits, State } from './parts/policy.js';
export * from './parts/prompts/index.js';
export { type MemoryStoreOptions, memoryStore } from './parts/store/memory.js';
export { type RedisClient, type RedisStoreOptions, redisStore } from './parts/store/redis.js';
export {
  type RedisClusterOptions,
  type RedisConnectionOptions,
  type RedisSentinelOptions,
  type RedisSingleOptions,
  redisOptions,
} from './parts/store/redis-options.js';
export type { Store, Visit, Visited } from './parts/store/store.js';
export type { Account, KnownAccount, MaybeAccount } from './paywall/account.js';
export type { Decision, Reason } from './paywall/decision.js';
export type { CookieOptions, CoreOptions, NewReadersOptions } from './paywall/options.js';
export type { Answer, Outcome, Settled } from './paywall/outcome.js';
export type { Reading } from './paywall/reading.js';
export type { View } from './paywall/situation.js';
export type { OnStoreError } from './paywall/verdict.js';
export { createPaywall, type MeterOptions, type Paywall, type PaywallOptions } from './surfaces/express.js';
export {
  createService,
  type DecisionRequest,
  type DecisionResponse,
  type PageHeaders,
  type ServiceOptions,
} from './surfaces/service.js';
