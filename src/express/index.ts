export {
  createPaywall,
  type MeterHandler,
  type MeterOptions,
  type Paywall,
  type PaywallOptions,
} from './express.js';
