export * from './common.js';
export {
  createPaywall,
  type Paywall,
  type PaywallOptions,
  type RequestLike,
  type RespondOptions,
  type WebRequest,
  type WebResponse,
} from './fetch/index.js';
