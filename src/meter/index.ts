export type { ArticleKey } from './article-key.js';
export { endAll } from './closing.js';
export {
  type Converted,
  type ConvertedOptions,
  createConverted,
  readConversion,
  type ToldConversionKind,
} from './converted.js';
export { type Core, createCore } from './decide.js';
export {
  type Decision,
  numbersOf,
  type Reason,
  surroundingsOf,
  uncountedDecision,
  type Variant,
  variantOf,
} from './decision.js';
export type { CookieOptions, CoreOptions, NewReadersOptions, OnStoreError } from './options.js';
export { type Answer, cameToNothing, type EndedView, type Outcome, type Traces } from './outcome.js';
export { type Readiness, readinessOf } from './readiness.js';
export type { Reading } from './reading.js';
export type { RefusedPasses } from './refusals.js';
export type { FieldsLike, RequestFields } from './request-fields.js';
export {
  type FieldChanges,
  isCacheField,
  isValidator,
  NO_FIELDS,
  type PresentFields,
  varyWith,
} from './response-fields.js';
export { type Means, readSettings, type Settings } from './settings.js';
export {
  type Access,
  type Article,
  articleOf,
  type MaybeArticle,
  type NamedArticle,
} from './steps/01-article.js';
export { type Account, accountOf, type KnownAccount, type MaybeAccount } from './steps/02-account.js';
export { isSpeculative } from './steps/06-speculative.js';
export { isSubresource } from './steps/06-subresource.js';
export type { View } from './view.js';
export { type BroughtVisit, NoReader, takeBackView, visitBrought } from './visits.js';
export { blockedStatus, endedOf } from './way-in.js';
