import type { PromptDecision, PromptReading } from './facts.js';

/** The reason of what is no view at all, but a reading told of elsewhere. */
const READING = 'reading';

/** A reading in the place of a decision, for what speaks of either. */
export const fromReading = (reading: PromptReading): PromptDecision => ({
  ...reading,
  reason: READING,
  access: 'metered',
});

/** Whether a limit was reached, so that this reader was served as many articles as it allows. */
export const isAtLimit = ({ state, reason }: PromptDecision): boolean =>
  state === 'blocked' && (reason === 'limit' || reason === 'recheck');

/** Whether a decision has numbers that are true of its reader. */
export function hasNumbers(decision: PromptDecision): boolean {
  const { state, access, limit, reason } = decision;
  if (access === 'open' || !Number.isFinite(limit) || limit === 0) return false;
  return state !== 'blocked' || isAtLimit(decision) || reason === 'locked' || reason === READING;
}

/** Articles used up so far: those read before and the one that is open, and the whole limit where it is reached. */
export function usedOf(decision: PromptDecision): number {
  const { state, reason, read, limit } = decision;
  if (isAtLimit(decision)) return limit;
  return state === 'blocked' || reason === READING ? Math.min(read, limit) : read + 1;
}
