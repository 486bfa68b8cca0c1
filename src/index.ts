export { canonicalPath } from './article/canonical-path.js';
export {
  createPaywall,
  type MeterHandler,
  type MeterOptions,
  type Paywall,
  type PaywallOptions,
} from './express/express.js';
export * from './meter/index.js';
export type { Answer, EndedView, Outcome } from './meter/outcome.js';
export type { Reading } from './meter/reading.js';
export type { RefusedPasses } from './meter/refusals.js';
export type { FieldsLike, RequestFields } from './meter/request-fields.js';
export type { FieldChanges, PresentFields } from './meter/response-fields.js';
export type { View } from './meter/view.js';
export type { RefusalCause } from './pass/refusal.js';
