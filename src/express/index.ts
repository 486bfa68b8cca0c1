export {
  createPaywall,
  type MeterHandler,
  type MeterOptions,
  type Paywall,
  type PaywallOptions,
} from './express.js';
export type { VariantOptions } from './variant.js';
