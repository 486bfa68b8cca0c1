import type { Report } from '../events/index.js';
import type { RefusalCause } from '../pass/index.js';

/** Passes at odds with this process since it began, by cause. */
export type RefusedPasses = Readonly<Record<RefusalCause, number>>;

/** Counts refused passes. */
export interface Refusals {
  count(cause: RefusalCause): void;
  counts(): RefusedPasses;
}

const NONE: RefusedPasses = {
  'unknown-key': 0,
  'bad-signature': 0,
  'other-site': 0,
  'other-period': 0,
  'other-ids': 0,
  'from-the-future': 0,
};

/**
 * Tells of passes that cannot be read, with how many by cause since it last did: one process set up unlike the others makes a
 * first view of every pass that they signed, and nobody would know. Whoever forges passes is counted too, and told of no more
 * often than any other fault.
 */
export function createRefusals(report: Report): Refusals {
  const total: Record<RefusalCause, number> = { ...NONE };
  let untold: Record<RefusalCause, number> = { ...NONE };

  return {
    count(cause) {
      total[cause] += 1;
      untold[cause] += 1;
      report('ERR_PAYWALL_PASS', () => {
        const told = Object.entries(untold).filter(([, count]) => count > 0);
        untold = { ...NONE };
        return `Passes at odds with this process: ${told.map(([why, count]) => `${count} ${why}`).join(', ')}`;
      });
    },
    counts: () => ({ ...total }),
  };
}
