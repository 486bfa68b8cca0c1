export { type Limits, limit, readLimits, stateOf } from './limits.js';
export { type Plan, type Plans, readPlans } from './plans.js';
