import { countedInPass, type Decided, decidedAs } from '../decided.js';
import type { Facts } from '../facts.js';

/** Step 5: no pass, no account. The article goes into the ledger of a new reader; the store hears of nothing. */
export function firstView(facts: Facts): Decided {
  return facts.limits.blockAfter === 0 ? decidedAs(facts, 'limit') : countedInPass(facts, 'first-view');
}
