import { MOST_ARTICLES, newest, sameArticles } from '../pass/ledger.js';
import type { Pass, UnsignedPass } from '../pass/pass.js';
import type { State } from '../pass/state.js';
import type { Situation, Verdict } from './verdict.js';

/** Two ends this close are one: what is left of a period, as the store tells it, is always a little out of date. */
const SAME_END = 2000;

/**
 * The pass to send after a view, or `null` where the reader's own still says it all.
 *
 * @param firstKeyId The key that signs now; a pass signed by another is renewed.
 */
export function renewedPass(
  situation: Situation,
  verdict: Verdict,
  recheck: number,
  firstKeyId: string,
): UnsignedPass | null {
  const { pass, whole, now, account } = situation;
  const nothingToSay = !pass && !verdict.counted && account === undefined;
  if (nothingToSay || !verdict.admitted || verdict.reason === 'head') return null;
  const next: UnsignedPass = {
    reader: situation.reader,
    account: account ?? pass?.account,
    state: stateToSign(verdict, pass),
    prompted: verdict.prompted,
    read: Math.min(verdict.readAfter, MOST_ARTICLES),
    ledger: newest(verdict.ledger),
    replaces: pass?.replaces ?? [],
    end: wholeSeconds(pass && Math.abs(pass.end - verdict.end) < SAME_END ? pass.end : verdict.end),
    signedAt: wholeSeconds(now),
  };
  if (!pass || !whole || pass.keyId !== firstKeyId || differs(pass, next)) return next;
  const blockToRefresh = verdict.reason === 'limit' && Math.abs(now - pass.signedAt) >= recheck && recheck > 0;
  return blockToRefresh ? next : null;
}

/** A pass says `blocked` only after the store said so, and a re-read does not unsay it. */
function stateToSign({ state, reason, degraded }: Verdict, pass: Pass | null): State {
  const blockStands = pass?.state === 'blocked' && reason === 're-read';
  const blockUnproven = state === 'blocked' && reason !== 'limit';
  if (pass && (blockStands || blockUnproven)) return pass.state;
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
