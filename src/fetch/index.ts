export { createPaywall, type Paywall, type PaywallOptions, type RespondOptions } from './fetch.js';
export type { RequestLike, WebRequest, WebResponse } from './web.js';
