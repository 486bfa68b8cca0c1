import { type Decided, decidedAs } from '../decided.js';
import type { Facts } from '../facts.js';

/**
 * Step 7: still blocked as of a pass signed moments ago.
 *
 * A block may be repeated only while the pass shows all that the store knew when it blocked. Otherwise this article may be
 * one of those read, by another device of the account or before the newest 64.
 *
 * @param recheck Milliseconds for which a block by the store stands without asking it again.
 */
export function blockedStill(facts: Facts, recheck: number): Decided | null {
  const { now, limits, account, pass } = facts;
  if (pass?.state !== 'blocked' || pass.read < limits.blockAfter) return null;
  const whole = pass.ledger.length >= pass.read && pass.account === account;
  const fresh = Math.abs(now - pass.signedAt) < recheck;
  return whole && fresh ? decidedAs(facts, 'recheck') : null;
}
