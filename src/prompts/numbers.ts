import type { PromptDecision } from './facts.js';

/** Whether a limit was reached, so that this reader was served as many articles as it allows. */
export const isAtLimit = ({ state, reason }: PromptDecision): boolean =>
  state === 'blocked' && (reason === 'limit' || reason === 'recheck');

/** Whether a decision has numbers that are true of its reader. */
export function hasNumbers(decision: PromptDecision): boolean {
  const { state, access, limit, reason } = decision;
  if (access === 'open' || !Number.isFinite(limit) || limit === 0) return false;
  return state !== 'blocked' || isAtLimit(decision) || reason === 'locked';
}

/** Articles used up so far: those read before and the one that is open, and the whole limit where it is reached. */
export function usedOf(decision: PromptDecision): number {
  if (isAtLimit(decision)) return decision.limit;
  return decision.state === 'blocked' ? decision.read : decision.read + 1;
}
