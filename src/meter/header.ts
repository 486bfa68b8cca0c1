import type { Decision, Reason } from './decision.js';

/** What has no numbers, since nothing is counted. */
const UNCOUNTED: ReadonlySet<Reason> = new Set(['full-access', 'open', 'crawler', 'false-crawler', 'undecided']);

/**
 * The decision as a structured header field (an Item with parameters, RFC 9651 section 3.3), as in
 * `register-prompt; read=3; left=6; limit=10; reset=583200`. `left` and `limit` are absent where nothing ever blocks,
 * and all numbers where nothing is counted; `locked` is there for an article that only full access opens, and `degraded`
 * when the store did not answer.
 */
export function paywallHeader(decision: Decision, now: number): string {
  const { state, reason, read, left, limit, resetsAt, degraded } = decision;
  if (reason === 'locked') return `${state}; locked`;
  if (UNCOUNTED.has(reason)) return state;
  const bounded = Number.isFinite(limit) ? `; left=${left}; limit=${limit}` : '';
  const reset = Math.max(0, Math.ceil((resetsAt.getTime() - now) / 1000));
  return `${state}; read=${read}${bounded}; reset=${reset}${degraded ? '; degraded' : ''}`;
}
