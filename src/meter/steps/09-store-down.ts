import { countedInPass, type Decided, decidedAs } from '../decided.js';
import type { Facts } from '../facts.js';
import type { OnStoreError } from '../options.js';

/**
 * Step 9: the store did not answer in time. The ledger decides, or what the site wants, and says that it is degraded.
 *
 * @param takeBack Takes back what a call whose reply was lost may have counted all the same; `null` where there was none.
 */
export function withoutStore(facts: Facts, onStoreError: OnStoreError, takeBack: Decided['takeBack']): Decided {
  const degraded = true;
  const isFull = (facts.pass?.read ?? 0) >= facts.limits.blockAfter;
  if (onStoreError === 'closed') return decidedAs(facts, 'store-down', { state: 'blocked', degraded, takeBack });
  if (!isFull) return countedInPass(facts, 'store-down', { degraded, takeBack });
  const open = onStoreError === 'open' ? { state: 'register-prompt' as const } : {};
  return decidedAs(facts, 'store-down', { degraded, takeBack, ...open });
}
