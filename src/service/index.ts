export {
  createService,
  type DecisionRequest,
  type DecisionResponse,
  type PageHeaders,
  type PromptHtml,
  type PromptRequest,
  type ServiceOptions,
} from './service.js';
