import type { NoAnswer } from '../../store/index.js';
import { countedInPass, type Decided, decidedAs } from '../decided.js';
import type { Facts } from '../facts.js';
import type { OnStoreError } from '../options.js';

/** Step 9: the store did not answer in time. The ledger decides, or what the site wants, and says that it is degraded. */
export function withoutStore(facts: Facts, onStoreError: OnStoreError, noAnswer: NoAnswer): Decided {
  const degraded = true;
  const isFull = (facts.pass?.read ?? 0) >= facts.limits.blockAfter;
  // A call whose reply was lost may have been carried out, and have counted what is refused here.
  const stored = noAnswer === 'lost' && !isFull ? 'counted' : null;
  if (onStoreError === 'closed') return decidedAs(facts, 'store-down', { state: 'blocked', degraded, stored });
  if (!isFull) return countedInPass(facts, 'store-down', { degraded, stored });
  return decidedAs(facts, 'store-down', { degraded, ...(onStoreError === 'open' && { state: 'register-prompt' }) });
}
