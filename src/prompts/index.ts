export type { PromptAsset, PromptAssets } from './assets/assets.js';
export { type AssetFile, assetFile } from './assets/file.js';
export type { NodeRequest, NodeResponse } from './assets/node.js';
export type { LocaleOptions } from './context.js';
export type { PromptDecision, PromptReading } from './facts.js';
export { type Format as PromptFormat, formatFor as promptFormat } from './format.js';
export { escapeHtml } from './html.js';
export { withoutIncludes } from './includes.js';
export { findWorded, WORDED_TAGS, type WordedLocale, type WordedTag, worded } from './locale.js';
export type { Message, MessageFacts, Messages, PluralForms } from './messages.js';
export type { NoticeOptions } from './notice.js';
export {
  assertPromptOptions,
  type Offer,
  type PromptOptions,
  type PromptSettings,
  readPromptOptions,
} from './options.js';
export { createPrompts, type Prompts, type PromptWriter, promptsOf } from './prompts.js';
export { type ArticleData, type Author, gated, type StructuredDataOptions, structuredData } from './structured-data.js';
export { isHidden } from './teaser/hidden.js';
export { type SplitArticle, type SplitOptions, splitArticle } from './teaser/split-article.js';
