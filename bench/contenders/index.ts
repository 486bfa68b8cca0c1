import { bare, bareInTwoProcesses } from './bare.js';
import type { Contender } from './contender.js';
import { expressRateLimit } from './express-rate-limit.js';
import { expressSession } from './express-session.js';
import { floor } from './floor.js';
import { incr } from './incr.js';
import { amongAMillion, inTwoProcesses, meteredPaywall, withFigures } from './metered-paywall.js';
import { rateLimiterFlexible } from './rate-limiter-flexible.js';

/** The sites compared, by a short name. */
export const CONTENDERS = {
  bare,
  'bare-two': bareInTwoProcesses,
  ours: meteredPaywall,
  'ours-figures': withFigures,
  'ours-two': inTwoProcesses,
  'ours-million': amongAMillion,
  incr,
  'express-rate-limit': expressRateLimit,
  'rate-limiter-flexible': rateLimiterFlexible,
  'express-session': expressSession,
  floor,
} as const satisfies Record<string, Contender>;

export type ContenderName = keyof typeof CONTENDERS;

/** The site without a meter that such a site is compared with: as many processes of it. */
export function bareOf(name: ContenderName): ContenderName {
  const { processes = 1 }: Contender = CONTENDERS[name];
  return processes > 1 ? 'bare-two' : 'bare';
}
