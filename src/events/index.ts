export { callSafely, isThenable } from './call-safely.js';
export { createReport, type EventCode, type PaywallEvent, type Report, warn } from './events.js';
