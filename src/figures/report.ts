import { optional, readOptions } from '../options/index.js';
import type { PeriodOption } from '../period/index.js';
import type { FiguresCounts, HourCounts } from './counts.js';
import { beginsPeriod, daysBetween, periodBefore, readDay } from './days.js';
import type { RawCounts } from './fields.js';
import { type PlanRates, type Population, ratesOf } from './rates.js';
import { countsOf, hoursOf, sumOf } from './read-counts.js';
import type { FiguresStore } from './store.js';

/** Which days are asked for, in the publication's time zone. */
export interface FiguresQuery {
  /** The first, as `YYYY-MM-DD`. Default: the day on which the present period began; of a reader's own days, as many back. */
  readonly from?: string;
  /** The last. Default: today. */
  readonly to?: string;
}

/** What was counted, and what follows from it. */
export interface Counted extends FiguresCounts {
  /** In the order of `plans`. */
  readonly rates: readonly PlanRates[];
}

/** What was counted in one day. */
export interface CountedDay extends Counted {
  /** As `YYYY-MM-DD`. */
  readonly day: string;
  /** Its hours in which a page was shown. */
  readonly hours: readonly HourCounts[];
}

/** Figures of some days: of no reader, but of all. */
export interface FiguresReport {
  /** The first day, as `YYYY-MM-DD`. */
  readonly from: string;
  /** The last day. */
  readonly to: string;
  /** In which a day begins and ends. */
  readonly timeZone: string;
  /** How long a reader's count lasts. */
  readonly period: PeriodOption;
  /** Whether the readers counted are of one population: see `Population`. */
  readonly population: Population;
  /** All days together. In each period a reader is one anew. */
  readonly sum: Counted;
  /** Each day, those without a view too. Readers who began on a day before are in none of its denominators. */
  readonly days: readonly CountedDay[];
}

/** Reads and computes. Rejects where the store fails. */
export async function reportOf(
  store: Pick<FiguresStore, 'read'>,
  query: FiguresQuery,
  today: string,
  { period, timeZone }: { readonly period: PeriodOption; readonly timeZone: string },
): Promise<FiguresReport> {
  const asked = readOptions<{ from: string | undefined; to: string }>(query, 'figures.read', {
    from: optional(readDay, undefined),
    to: optional(readDay, today),
  });
  const { to, from = periodBefore(to, period) } = asked;
  const days = daysBetween(from, to, 'figures.read.from');
  const raw = await store.read(days);
  const populationOf = (day: string): Population => (beginsPeriod(day, period) ? 'whole' : 'cut');
  return {
    from,
    to,
    timeZone,
    period,
    population: populationOf(from),
    sum: counted(countsOf(sumOf(raw)), populationOf(from)),
    days: days.map((day, index) => ofDay(day, raw[index] ?? {}, populationOf(day))),
  };
}

const ofDay = (day: string, raw: RawCounts, population: Population): CountedDay => ({
  ...{ day, hours: hoursOf(raw) },
  ...counted(countsOf(raw), population),
});

function counted(counts: FiguresCounts, population: Population): Counted {
  return { ...counts, rates: counts.plans.map((plan) => ratesOf(plan, population)) };
}
