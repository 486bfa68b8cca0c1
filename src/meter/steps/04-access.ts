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
 * @param isOpen Whether every metered article is open just now.
 * @returns `null` for a metered article.
 */
export function decideByAccess(access: Access, isOpen: boolean): Uncounted | null {
  if (access === 'locked') return { state: 'blocked', reason: 'locked' };
  return isOpen || access === 'open' ? { state: 'free', reason: 'open' } : null;
}
