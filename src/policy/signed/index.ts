export type { PolicyChange } from '../change.js';
export type { Editor } from '../editor.js';
export { PolicyError, type PolicyErrorCode } from '../errors.js';
export type { Policy, PolicyInForce, PolicyLogLine, SignedPolicy } from '../policy.js';
export type { AccountRef, ExplainOptions, ReaderDesk, ReaderRef, ReaderReport } from '../reader.js';
export { signedPolicy } from '../signed-policy.js';
export { counted } from '../words.js';
