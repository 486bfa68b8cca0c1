export { canonicalPath } from './article/index.js';
export * from './common.js';
export type { PaywallTerms } from './console/terms/index.js';
export * from './crawlers.js';
export {
  createPaywall,
  type MeterHandler,
  type MeterOptions,
  type Paywall,
  type PaywallOptions,
  type VariantOptions,
} from './express/index.js';
export { createPreview, type Preview, type PreviewOptions } from './preview/index.js';
export type { NodeRequest, NodeResponse } from './prompts/index.js';
