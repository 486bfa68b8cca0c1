export { createPaywall } from './express.js';
export type { MeterHandler, MeterOptions, Paywall, PaywallOptions } from './paywall.js';
export type { VariantOptions } from './variant.js';
