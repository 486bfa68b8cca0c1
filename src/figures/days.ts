import { OptionError, show } from '../options/index.js';
import type { PeriodOption } from '../period/index.js';

/** The most days that are read at once. */
const MOST_DAYS = 800;

const DAY = 86_400_000;

/** A day of a calendar, as `YYYY-MM-DD`, in no time zone. */
const textOf = (time: number): string => new Date(time).toISOString().slice(0, 'YYYY-MM-DD'.length);

/** @throws {OptionError} for anything that is no day. */
export function readDay(value: unknown, option: string): string {
  const day = typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? value : '';
  const time = Date.parse(day);
  if (!Number.isNaN(time) && textOf(time) === day) return day;
  throw new OptionError('ERR_PAYWALL_OPTION_RANGE', option, `${show(value)} is no day`, 'Give it as in 2026-11-15');
}

/**
 * Every day from one to another, both among them.
 *
 * @throws {OptionError} where there are none, or too many.
 */
export function daysBetween(from: string, to: string, option: string): readonly string[] {
  const [first, last] = [Date.parse(from), Date.parse(to)];
  const count = (last - first) / DAY + 1;
  if (count >= 1 && count <= MOST_DAYS) return Array.from({ length: count }, (_, index) => textOf(first + index * DAY));
  const fix = `Give days of which the first is no later than the last, ${MOST_DAYS} at most`;
  throw new OptionError('ERR_PAYWALL_OPTION_RANGE', option, `${from} to ${to} is no stretch of time`, fix);
}

/** Whether a period begins on a day. Of a reader's own days none begins for everyone. */
export function beginsPeriod(day: string, period: PeriodOption): boolean {
  if (period === 'month') return day.endsWith('-01');
  if (period === 'week') return new Date(Date.parse(day)).getUTCDay() === 1;
  return period === 'day';
}

/** The first day of the period that a day is in; of a reader's own days, as many before it. */
export function periodBefore(day: string, period: PeriodOption): string {
  let time = Date.parse(day);
  if (typeof period === 'object') return textOf(time - (period.days - 1) * DAY);
  while (!beginsPeriod(textOf(time), period)) time -= DAY;
  return textOf(time);
}
