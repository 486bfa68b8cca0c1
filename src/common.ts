// What every way in hands on: what its options are made of, and what comes of a view.

export type { Clock } from './clock/index.js';
export type { AiCrawlerPolicy, AiCrawlersOptions, Crawlers, CrawlerVerdict } from './crawlers/index.js';
export type { EventCode, PaywallEvent } from './events/index.js';
export type {
  Access,
  Account,
  Answer,
  Article,
  ArticleKey,
  ArticleName,
  CookieOptions,
  CoreOptions,
  Decision,
  EndedView,
  FieldChanges,
  FieldsLike,
  MaybeAccount,
  MaybeArticle,
  NewReadersOptions,
  OnStoreError,
  Outcome,
  PresentFields,
  Reading,
  Reason,
  RefusedPasses,
  RequestFields,
  Variant,
  View,
} from './meter/index.js';
export type { MetricsRegister, RegisteredMetric } from './metrics/index.js';
export { OptionError, type OptionErrorCode } from './options/index.js';
export type {
  JsonWebKeyLike,
  KeyOption,
  KeyPairOption,
  PublicJwk,
  PublicJwks,
  RefusalCause,
  SecretKeyOption,
  State,
} from './pass/index.js';
export type { PeriodOption } from './period/index.js';
export type { Limits, Plan, Plans } from './policy/index.js';
export {
  type Brought,
  type IoredisClient,
  type MemoryStoreOptions,
  memoryStore,
  type NodeRedisClient,
  type NodeRedisOptions,
  type RedisClient,
  type RedisClusterOptions,
  type RedisConnectionOptions,
  type RedisProxyOptions,
  type RedisSentinelOptions,
  type RedisSingleOptions,
  type RedisStoreOptions,
  redisOptions,
  redisStore,
  type ServiceStoreOptions,
  type Store,
  serviceStore,
  type TakeBack,
  type Visit,
  type Visited,
} from './store/index.js';
