import type { Contender } from './contender.js';

/** No meter at all. */
export const bare: Contender = {
  label: 'bare Express',
  roundTrips: [],
  createMeter: () => ({ handlers: [], isBlocked: () => false }),
};

/** What two processes of ours are compared with: on two cores, two take more processor time for a view than one, whatever they do. */
export const bareInTwoProcesses: Contender = { ...bare, label: 'bare Express in two processes', processes: 2 };
