import type { Contender } from './contender.js';

/** No meter at all. */
export const bare: Contender = {
  label: 'bare Express',
  roundTrips: [],
  createMeter: () => ({ handlers: [], isBlocked: () => false }),
};
