import { meetsWall } from '../../figures/index.js';
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
  const { state, reason, counted, resetsAt } = decided.decision;
  const nothingToSay = !pass && !counted && account === undefined;
  if (nothingToSay || !decided.admitted || reason === 'head' || reason === 'left') return null;
  const end = resetsAt.getTime();
  const metPrompt = pass?.metPrompt === true || state === 'register-prompt';
  const next: UnsignedPass = {
    format: facts.format,
    reader: facts.reader,
    account: account ?? pass?.account,
    state: stateToSign(decided, pass, metPrompt),
    prompted: decided.prompted,
    metPrompt,
    metWall: pass?.metWall === true || meetsWall(decided.decision, pass),
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

/** A pass says `blocked` only after the store said so, and a re-read does not unsay it; and that a reader was prompted, once they were. */
function stateToSign({ decision: { state, reason } }: Decided, pass: Pass | null, metPrompt: boolean): State {
  const blockStands = pass?.state === 'blocked' && reason === 're-read';
  const blockNotProven = state === 'blocked' && reason !== 'limit';
  const signed = blockStands || blockNotProven ? (pass?.state ?? 'free') : state;
  return signed === 'register-prompt' && !metPrompt ? 'free' : signed;
}

function differs(pass: Pass, next: UnsignedPass): boolean {
  return (
    pass.state !== next.state ||
    pass.metPrompt !== next.metPrompt ||
    pass.metWall !== next.metWall ||
    pass.read !== next.read ||
    pass.account !== next.account ||
    pass.end !== next.end ||
    !sameArticles(pass.ledger, next.ledger)
  );
}

function wholeSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000) * 1000;
}
