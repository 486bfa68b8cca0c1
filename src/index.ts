export { canonicalPath } from './article/canonical-path.js';
export type { Clock } from './clock/clock.js';
export * from './crawlers/index.js';
export type { EventCode, PaywallEvent } from './events/events.js';
export {
  createPaywall,
  type MeterHandler,
  type MeterOptions,
  type Paywall,
  type PaywallOptions,
} from './express/express.js';
export type { Decision, Reason } from './meter/decision.js';
export type { CookieOptions, CoreOptions, NewReadersOptions } from './meter/options.js';
export type { Answer, EndedView, Outcome } from './meter/outcome.js';
export type { Reading } from './meter/reading.js';
export type { RefusedPasses } from './meter/refusals.js';
export type { FieldsLike, RequestFields } from './meter/request-fields.js';
export type { FieldChanges, PresentFields } from './meter/response-fields.js';
export type { Access, Article, ArticleName, MaybeArticle } from './meter/steps/01-article.js';
export type { Account, MaybeAccount } from './meter/steps/02-account.js';
export type { OnStoreError } from './meter/steps/09-store-down.js';
export type { View } from './meter/view.js';
export { OptionError, type OptionErrorCode } from './options/errors.js';
export type { JsonWebKeyLike, KeyOption, KeyPairOption, SecretKeyOption } from './pass/keys.js';
export type { RefusalCause } from './pass/refusal.js';
export type { State } from './pass/state.js';
export type { PeriodOption } from './period/period.js';
export type { Limits } from './policy/limits.js';
export type { Plan, Plans } from './policy/plans.js';
export * from './prompts/index.js';
export {
  createService,
  type DecisionRequest,
  type DecisionResponse,
  type PageHeaders,
  type ServiceOptions,
} from './service/service.js';
export { type MemoryStoreOptions, memoryStore } from './store/memory.js';
export { type RedisClient, type RedisStoreOptions, redisStore } from './store/redis.js';
export {
  type RedisClusterOptions,
  type RedisConnectionOptions,
  type RedisProxyOptions,
  type RedisSentinelOptions,
  type RedisSingleOptions,
  redisOptions,
} from './store/redis-options.js';
export type { Store, Visit, Visited } from './store/store.js';
