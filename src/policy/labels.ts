import type { Limits } from './limits.js';

/** What the console's pages call a limit, and so whatever speaks to an editor. */
export const LIMIT_LABELS = { promptAfter: 'Prompt after', blockAfter: 'Wall after' } as const satisfies Readonly<
  Record<keyof Limits, string>
>;

/** Whom a limit is of: a plan's accounts, or everyone without one. */
export const whoseLimits = (plan: string | null): string =>
  plan === null ? 'readers without an account' : `accounts on the plan ${plan}`;
