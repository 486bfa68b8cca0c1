export { canonicalPath } from './article/canonical-path.js';
export {
  createPaywall,
  type MeterHandler,
  type MeterOptions,
  type Paywall,
  type PaywallOptions,
} from './express/express.js';
export * from './meter/index.js';
export { createPreview, type Preview, type PreviewOptions } from './preview/preview.js';
