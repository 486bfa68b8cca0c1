import type { Limits } from '../policy/index.js';
import { type PlanCounts, total } from './counts.js';
import { atLeast, type Figure, figure, readersFrom } from './rates.js';

/** What a share would have been under other limits. */
export interface WhatIfFigure extends Figure {
  /**
   * `exact` where every reader went on until they would have been stopped; `at least` where some had been stopped before, and nobody
   * knows how far they would have gone.
   */
  readonly bound: 'exact' | 'at least';
  /** The most that the value can have been; the same where it is exact. */
  readonly atMost: number | null;
}

/** The shares of readers that would have met prompt and wall. */
export interface WhatIf {
  /** Share that would have met the prompt. */
  readonly prompted: WhatIfFigure;
  /** Share that would have met the wall. */
  readonly stopRate: WhatIfFigure;
}

/**
 * What the same readers would have met under other limits, had they read the same: whoever asked for article n + 1 would have
 * been stopped at n.
 *
 * @param from Of readers who read at least so many articles: 1 for all, 2 for those who came back. Default: 1.
 */
export function whatIf(counts: PlanCounts, { promptAfter, blockAfter }: Limits, from = 1): WhatIf {
  const least = atLeast(counts.reached);
  const readers = readersFrom(counts, from);
  const { stopped } = counts;

  function share(after: number, reachedAlone: boolean, formula: string): WhatIfFigure {
    if (after === Number.POSITIVE_INFINITY) {
      return { ...figure(0, readers, formula, EXACT), bound: 'exact', atMost: atMost(0) };
    }
    const n = Math.max(after, from - 1);
    const went = least[n + 1] ?? 0;
    const atWall = reachedAlone || n < from ? 0 : (stopped[n] ?? 0);
    const before = total(stopped.slice(from, reachedAlone ? n + 1 : n));
    // Limits that were raised meanwhile: some of those stopped went on, and would be counted twice.
    const mixed = went > 0 && atWall > 0;
    const numerator = mixed ? Math.max(went, atWall) : went + atWall;
    const most = Math.max(numerator, Math.min(readers, went + atWall + before));
    // Whatever is not known, there may be no room for it: nobody is left who could have been stopped besides.
    const isExact = most === numerator;
    return {
      ...figure(numerator, readers, formula, isExact ? EXACT : BOUND),
      bound: isExact ? 'exact' : 'at least',
      atMost: atMost(most),
    };
  }

  const atMost = (most: number): number | null => (readers === 0 ? null : most / readers);
  const asked = Number.isFinite(blockAfter)
    ? `readers who asked for article ${blockAfter + 1}`
    : 'nobody: there is no wall';
  const wall = share(blockAfter, false, `${asked} / readers`);
  // Where the wall comes first, nobody meets a prompt.
  const promptAt = promptAfter < blockAfter ? promptAfter : Number.POSITIVE_INFINITY;
  const shown = Number.isFinite(promptAt)
    ? `readers who were shown article ${promptAt + 1}`
    : `nobody: ${Number.isFinite(promptAfter) ? 'the wall comes first' : 'there is no prompt'}`;
  const prompt = share(promptAt, true, `${shown} / readers`);
  return { prompted: prompt, stopRate: wall };
}

const EXACT = 'Exact, had readers behaved the same: everyone counted went on until these limits.';
const BOUND = 'Known within bounds: some had been stopped before, and nobody knows how far they would have gone.';
