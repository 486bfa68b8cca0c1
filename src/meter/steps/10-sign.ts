import { MOST_ARTICLES, newest, type Pass, type State, sameArticles, type UnsignedPass } from '../../pass/index.js';
import type { Decided } from '../decided.js';
import type { Facts } from '../facts.js';

/** Two ends this close are one: what is left of a period, as the store tells it, is always a little out of date. */
const SAME_END = 2000;

/**
 * Step 10: the pass to send after a view, or `null` where the reader's own still says it all.
 *
 * @param firstKeyId The key that signs now; a pass signed by another is renewed.
 */
export function passToSign(facts: Facts, decided: Decided, recheck: number, firstKeyId: string): UnsignedPass | null {
  const { pass, whole, now, account } = facts;
  const { reason, counted, resetsAt } = decided.decision;
  const nothingToSay = !pass && !counted && account === undefined;
  if (nothingToSay || !decided.admitted || reason === 'head' || reason === 'left') return null;
  const end = resetsAt.getTime();
  const next: UnsignedPass = {
    format: facts.format,
    reader: facts.reader,
    account: account ?? pass?.account,
    state: stateToSign(decided, pass),
    prompted: decided.prompted,
    read: Math.min(decided.size, MOST_ARTICLES),
    ledger: newest(decided.ledger),
    replaces: pass?.replaces ?? [],
    arm: pass?.arm,
    generation: facts.generation,
    granted: facts.granted,
    end: wholeSeconds(pass && Math.abs(pass.end - end) < SAME_END ? pass.end : end),
    signedAt: wholeSeconds(now),
  };
  if (!pass || !whole || pass.keyId !== firstKeyId || differs(pass, next)) return next;
  const blockToRefresh = reason === 'limit' && Math.abs(now - pass.signedAt) >= recheck && recheck > 0;
  return blockToRefresh ? next : null;
}

/** A pass says `blocked` only after the store said so, and a re-read does not unsay it. */
function stateToSign({ decision: { state, reason, degraded } }: Decided, pass: Pass | null): State {
  const blockStands = pass?.state === 'blocked' && reason === 're-read';
  const blockNotProven = state === 'blocked' && reason !== 'limit';
  if (pass && (blockStands || blockNotProven)) return pass.state;
  return state === 'blocked' && degraded ? 'register-prompt' : state;
}

function differs(pass: Pass, next: UnsignedPass): boolean {
  return (
    pass.state !== next.state ||
    pass.read !== next.read ||
    pass.account !== next.account ||
    pass.end !== next.end ||
    !sameArticles(pass.ledger, next.ledger)
  );
}

function wholeSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000) * 1000;
}
