export { audit } from './audit.js';
export { AuditError } from './errors.js';
export type { AuditOptions } from './options.js';
export { showProgress, type Terminal } from './progress.js';
export { inColour, noticeOf, reportInWords, withoutColour } from './report.js';
