import type { State } from '../../pass/index.js';
import type { Reason } from '../decision.js';
import type { Access } from './01-article.js';

/** What is decided without a count. */
export interface Uncounted {
  readonly state: State;
  readonly reason: Reason;
}

/**
 * Step 4: access. An open article counts nothing; a locked one is blocked for whoever has no full access, read before or not.
 * Neither moves the meter nor signs a pass.
 *
 * @returns `null` for a metered article.
 */
export function decideByAccess(access: Access): Uncounted | null {
  if (access === 'open') return { state: 'free', reason: 'open' };
  return access === 'locked' ? { state: 'blocked', reason: 'locked' } : null;
}
