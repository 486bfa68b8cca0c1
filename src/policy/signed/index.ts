export type { PolicyChange } from '../change.js';
export type { Editor } from '../editor.js';
export { PolicyError, type PolicyErrorCode } from '../errors.js';
export type { Policy, PolicyInForce, PolicyLogLine } from '../policy.js';
export type { AccountRef, ExplainOptions, ReaderDesk, ReaderRef, ReaderReport } from '../reader.js';
export { type SignedPolicy, signedPolicy } from '../signed-policy.js';
export { counted } from '../words.js';
