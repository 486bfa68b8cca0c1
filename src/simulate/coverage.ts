import type { Periods } from '../period/index.js';

const HOUR = 3_600_000;

/** A stretch of time, in milliseconds since the epoch. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * Whether a stretch begins and ends with a period, within a day, or of days within an hour: readers whose period was cut have read
 * less in it than they would have.
 */
export function isWhole({ from, to }: Stretch, periods: Periods): boolean {
  const slack = periods.option === 'day' ? HOUR : 24 * HOUR;
  const isEdge = (one: number, other: number): boolean => periods.at(one).key !== periods.at(other).key;
  return isEdge(from - slack, from) && isEdge(to, to + slack);
}
