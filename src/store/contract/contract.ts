import type { StoreDemand } from './demand.js';
import { END_DEMANDS } from './ends.js';
import { LEDGER_DEMANDS } from './ledgers.js';
import { LIMIT_DEMANDS } from './limits.js';
import { TAKE_BACK_DEMANDS } from './take-backs.js';
import { VISIT_DEMANDS } from './visits.js';

/**
 * What the paywall demands of a store, for those who write one: a test for each, in whatever runner, as in
 * `for (const { name, check } of storeContract) test(name, () => check(store));`. The stores of this package pass all of it.
 */
export const storeContract: readonly StoreDemand[] = [
  ...VISIT_DEMANDS,
  ...LEDGER_DEMANDS,
  ...LIMIT_DEMANDS,
  ...TAKE_BACK_DEMANDS,
  ...END_DEMANDS,
];
