export {
  type AccountHeaderOptions,
  type ConversionRequest,
  createService,
  type DecisionRequest,
  type DecisionResponse,
  type PageHeaders,
  type PromptHtml,
  type PromptRequest,
  type Service,
  type ServiceAccountOptions,
  type ServiceOptions,
  type SessionOptions,
} from './service.js';
