export type { AccountHeaderOptions, ServiceAccountOptions, SessionOptions } from './account.js';
export type { DecisionRequest, DecisionResponse } from './back-end.js';
export type { ConversionRequest } from './figures.js';
export type { ServiceOptions } from './options.js';
export type { PageHeaders } from './page-headers.js';
export type { PromptHtml, PromptRequest } from './prompts.js';
export { createService, type Service } from './service.js';
