export {
  createPaywall,
  type MeterHandler,
  type MeterOptions,
  type MeterRequest,
  type MeterResponse,
  type Paywall,
  type PaywallOptions,
} from './express.js';
