export { isEditorName, LONGEST_EDITOR_NAME } from './editor.js';
export { LIMIT_LABELS, whoseLimits } from './labels.js';
export { type Limits, limit, readLimits, stateOf } from './limits.js';
export { isolated } from './names.js';
export { type Plan, type Plans, readPlans } from './plans.js';
export { type GivenReader, type Rules, rulesOfCode } from './rules.js';
export type { KnownReader, PolicyPlace, PolicySource, ReaderAccount, ReaderOf, RulesNow } from './source.js';
