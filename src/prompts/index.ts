export type { PromptFacts } from './facts.js';
export type { Message, MessageFacts, Messages, PluralForms } from './messages.js';
export type { PromptOptions } from './options.js';
export { renderPrompt } from './render.js';
export {
  type ArticleData,
  type Author,
  gated,
  type StructuredDataOptions,
  structuredData,
} from './structured-data.js';
export { promptStyles } from './styles.js';
export { type TeaserOptions, teaser } from './teaser/teaser.js';
