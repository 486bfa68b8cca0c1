export * from './common.js';
export type { ConsoleArticle, ConsoleOptions } from './console/index.js';
export * from './crawlers.js';
export {
  type AccountHeaderOptions,
  type ConversionRequest,
  createService,
  type DecisionRequest,
  type DecisionResponse,
  type PageHeaders,
  type PromptHtml,
  type PromptRequest,
  type ServiceAccountOptions,
  type ServiceOptions,
  type SessionOptions,
} from './service/index.js';
