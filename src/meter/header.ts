import type { Decision, Reason } from './decision.js';

const UNCOUNTED: readonly Reason[] = ['full-access', 'crawler', 'false-crawler'];

/**
 * The decision as a structured header field (an Item with parameters, RFC 9651 section 3.3), as in
 * `register-prompt; read=3; left=6; limit=10; reset=583200`. `left` and `limit` are absent where nothing ever blocks,
 * and all numbers where nothing is counted; `degraded` is there when the store did not answer.
 */
export function paywallHeader(decision: Decision, now: number): string {
  const { state, reason, read, left, limit, resetsAt, degraded } = decision;
  if (UNCOUNTED.includes(reason)) return state;
  const bounded = Number.isFinite(limit) ? `; left=${left}; limit=${limit}` : '';
  const reset = Math.max(0, Math.ceil((resetsAt.getTime() - now) / 1000));
  return `${state}; read=${read}${bounded}; reset=${reset}${degraded ? '; degraded' : ''}`;
}
