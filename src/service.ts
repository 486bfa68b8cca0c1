export * from './common.js';
export * from './crawlers.js';
export {
  type AccountHeaderOptions,
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
