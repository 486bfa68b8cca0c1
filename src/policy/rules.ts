import type { Given, Pass } from '../pass/index.js';
import type { Limits } from './limits.js';
import type { Plan } from './plans.js';

/** One reader, with all that was given to them. */
export interface GivenReader extends Given {
  /** Their pass: the one they came with, or another where that does not say it all, or says what a fresh start has made none. */
  readonly pass: Pass | null;
  /** Ids of articles that are open to them, uncounted. */
  readonly opened: readonly number[];
}

/** What holds for readers at one moment; it may be another at the next view. */
export interface Rules {
  /** Of readers the site does not know. */
  readonly limits: Limits;
  /** `null` where the site names none: every account has full access. */
  readonly plans: ReadonlyMap<string, Plan> | null;
  /** Whether readers are prompted. */
  readonly prompts: boolean;
  /** Until when every metered article is open to everyone, in milliseconds since the epoch; 0 where none is. */
  readonly openUntil: number;
  /**
   * What was given to a reader.
   *
   * @param who Their id in the store; `undefined` for a reader who is new.
   */
  givenTo(pass: Pass | null, who: string | undefined): GivenReader;
}

/** What the site's own code says, and readers' own passes. */
export function rulesOfCode({ limits, plans }: Pick<Rules, 'limits' | 'plans'>): Rules {
  return {
    limits,
    plans,
    prompts: true,
    openUntil: 0,
    givenTo: (pass) => ({ pass, generation: pass?.generation ?? 0, granted: pass?.granted ?? 0, opened: [] }),
  };
}
