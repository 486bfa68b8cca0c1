import type { Report } from '../ground/events.js';
import { type Core, LET_PASS } from '../paywall/decide.js';

/** Decides as the core does; where the paywall itself fails, tells of it and lets the view pass. */
export function letPassOnFault(core: Core, report: Report): Core['decide'] {
  return async (view) => {
    try {
      return await core.decide(view);
    } catch (error) {
      report('ERR_PAYWALL_INTERNAL', 'The paywall failed; the view passes unmetered', error);
      return LET_PASS;
    }
  };
}
