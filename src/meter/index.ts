// What every way in hands on: what its options are made of, and what comes of a view.

export type { Clock } from '../clock/clock.js';
export {
  type AiCrawlerPolicy,
  type AiCrawlersOptions,
  type CrawlerEvent,
  type Crawlers,
  type CrawlersOptions,
  type CrawlerVerdict,
  createCrawlers,
  type DnsResolver,
  type RangeList,
  type RefreshOptions,
  SEARCH_CRAWLERS,
  type SearchCrawler,
  SNAPSHOT,
} from '../crawlers/index.js';
export type { EventCode, PaywallEvent } from '../events/events.js';
export { OptionError, type OptionErrorCode } from '../options/errors.js';
export type { JsonWebKeyLike, KeyOption, KeyPairOption, SecretKeyOption } from '../pass/keys.js';
export type { RefusalCause } from '../pass/refusal.js';
export type { State } from '../pass/state.js';
export type { PeriodOption } from '../period/period.js';
export type { Limits } from '../policy/limits.js';
export type { Plan, Plans } from '../policy/plans.js';
export * from '../store/index.js';
export type { Decision, Reason } from './decision.js';
export type { CookieOptions, CoreOptions, NewReadersOptions } from './options.js';
export type { Answer, EndedView, Outcome } from './outcome.js';
export type { Reading } from './reading.js';
export type { RefusedPasses } from './refusals.js';
export type { FieldsLike, RequestFields } from './request-fields.js';
export type { FieldChanges, PresentFields } from './response-fields.js';
export type { Access, Article, ArticleName, MaybeArticle } from './steps/01-article.js';
export type { Account, MaybeAccount } from './steps/02-account.js';
export type { OnStoreError } from './steps/09-store-down.js';
export type { View } from './view.js';
