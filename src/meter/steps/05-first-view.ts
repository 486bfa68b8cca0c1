import type { Facts } from '../facts.js';
import { countedInPass, type Finding, findingOf } from '../finding.js';

/** Step 5: no pass, no account. The article goes into the ledger of a new reader; the store hears of nothing. */
export function firstView(facts: Facts): Finding {
  return facts.limits.blockAfter === 0 ? findingOf(facts, 'limit') : countedInPass(facts, 'first-view');
}
