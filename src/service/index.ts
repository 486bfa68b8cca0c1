export * from '../meter/index.js';
export {
  createService,
  type DecisionRequest,
  type DecisionResponse,
  type PageHeaders,
  type ServiceOptions,
} from './service.js';
