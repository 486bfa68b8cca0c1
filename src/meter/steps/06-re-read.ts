import { type Decided, decidedAs } from '../decided.js';
import type { Facts } from '../facts.js';

/** Step 6: the article is in the ledger, and so always open. */
export function reRead(facts: Facts): Decided | null {
  return facts.pass?.ledger.includes(facts.article) ? decidedAs(facts, 're-read', { alreadyRead: true }) : null;
}

/** An article that the ledger does not have, asked for by what nobody reads, by HEAD or by one who has left: from the pass alone, uncounted. */
export function notReadNow(facts: Facts): Decided | null {
  const reason = facts.noReading ?? (facts.head ? 'head' : null);
  return reason && decidedAs(facts, reason);
}
