// By functions rather than classes, of which a bundler takes what is used: 7 KB of 19, compressed.
import { fromEpochMilliseconds, toZonedDateTimeISO } from 'temporal-polyfill/fns/Instant';
import {
  addDays,
  addMonths,
  type Record as PlainDate,
  startOfMonth,
  startOfWeek,
  toString as toText,
  toZonedDateTime,
  weekOfYear,
  yearOfWeek,
} from 'temporal-polyfill/fns/PlainDate';
import { toPlainDate } from 'temporal-polyfill/fns/ZonedDateTime';
import { outOfRange, readOptions, required, text, wholeNumber } from '../options/index.js';

/**
 * How long a count lasts: a calendar month, an ISO 8601 week (Monday to Sunday) or a calendar day, all in the
 * publication's time zone, or a whole number of days (1 to 366, of 24 hours each) from a reader's first article.
 */
export type PeriodOption =
  | 'month'
  | 'week'
  | 'day'
  | {
      /** How many, 1 to 366. */
      readonly days: number;
    };

/** A stretch of time in which a reader's articles are counted together. */
export interface Period {
  /** Names the period: `2026-11`, `2026-W48` (ISO week-numbering year), `2026-11-23` or `30-days`. */
  readonly key: string;
  /** Milliseconds since the Unix epoch at which the period is over: the first that no longer belongs to it. */
  readonly end: number;
}

/** Tells the period of a moment. */
export interface Periods {
  /** As the newsroom set it. */
  readonly option: PeriodOption;
  /** The publication's time zone, an IANA name. */
  readonly timeZone: string;
  /** Whether a period begins with a reader's own first article, rather than by the calendar. */
  readonly rolling: boolean;
  /**
   * The period `now` is in; where periods are rolling, one that begins now.
   *
   * @param now Milliseconds since the Unix epoch.
   */
  at(now: number): Period;
}

type Flow = Pick<Periods, 'rolling' | 'at'>;

interface Calendar {
  /** The first day of the period that `day` is in. */
  firstDay(day: PlainDate): PlainDate;
  /** The first day of the period after the one that begins on `firstDay`. */
  next(firstDay: PlainDate): PlainDate;
  keyOf(firstDay: PlainDate): string;
}

const CALENDARS = {
  month: {
    firstDay: startOfMonth,
    next: (firstDay) => addMonths(firstDay, 1),
    keyOf: (firstDay) => toText(firstDay).slice(0, -'-01'.length),
  },
  week: {
    firstDay: startOfWeek,
    next: (monday) => addDays(monday, 7),
    keyOf: (monday) => `${yearOfWeek(monday)}-W${String(weekOfYear(monday)).padStart(2, '0')}`,
  },
  day: {
    firstDay: (day) => day,
    next: (day) => addDays(day, 1),
    keyOf: (day) => toText(day),
  },
} as const satisfies Record<string, Calendar>;

/** Clocks of two servers may be this far apart, in milliseconds (5 minutes), before days of a reader's own begin too late. */
const SKEW = 300_000;

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Periods as the newsroom set them.
 *
 * @param option A `PeriodOption`.
 * @param timeZone The publication's time zone: an IANA name such as `America/New_York`, or `UTC`. An offset such as
 *   `+02:00` is refused, because it does not follow summer time; `Etc/GMT-2` says the same where that is meant.
 * @param path What the options `period` and `timeZone` are given to. Default: `createPaywall`.
 * @throws {OptionError} where one of them is wrong.
 */
export function createPeriods(option: unknown, timeZone: unknown, path = 'createPaywall'): Periods {
  const zone = readTimeZone(timeZone, `${path}.timeZone`);
  const period = readPeriod(option, `${path}.period`);
  const set = { option: period, timeZone: zone };
  return typeof period === 'string'
    ? { ...set, ...calendarPeriods(CALENDARS[period], zone) }
    : { ...set, ...rollingPeriods(period.days) };
}

/**
 * Whether what was signed at some time, to end with its period, is of a period later than this one, which `now` is in: then
 * whoever signed it has a clock that is ahead, or this one is behind.
 */
export function beginsLater(
  { signedAt, end }: { readonly signedAt: number; readonly end: number },
  period: Period,
  now: number,
): boolean {
  // A calendar may have been changed to one whose periods end later; what was signed before is of none to come.
  return signedAt > now && end > period.end + SKEW;
}

function calendarPeriods(calendar: Calendar, timeZone: string): Flow {
  let start = 0;
  let current: Period = { key: '', end: 0 };

  const startOf = (day: PlainDate) => toZonedDateTime(day, timeZone).epochMilliseconds;

  function enter(now: number): void {
    const moment = toZonedDateTimeISO(fromEpochMilliseconds(Math.floor(now)), timeZone);
    let first = calendar.firstDay(toPlainDate(moment));
    let next = calendar.next(first);
    // Clocks put back across midnight show the old date again after the new day has begun; what has ended stays so.
    if (now >= startOf(next)) [first, next] = [next, calendar.next(next)];
    start = startOf(first);
    current = { key: calendar.keyOf(first), end: startOf(next) };
  }

  return {
    rolling: false,
    at(now) {
      const inside = now >= start && now < current.end;
      if (!inside) enter(now);
      return current;
    },
  };
}

function rollingPeriods(days: number): Flow {
  const key = `${days}-days`;
  return { rolling: true, at: (now) => ({ key, end: now + days * DAY_MS }) };
}

function readPeriod(value: unknown, option: string): PeriodOption {
  if (isCalendarWord(value)) return value;
  if (typeof value === 'object') return readOptions(value, option, { days: required(wholeNumber(1, 366)) });
  throw outOfRange(option, value, "'month', 'week', 'day' or { days: n } with n from 1 to 366");
}

function isCalendarWord(value: unknown): value is keyof typeof CALENDARS {
  return typeof value === 'string' && Object.hasOwn(CALENDARS, value);
}

function readTimeZone(value: unknown, option: string): string {
  const name = text(value, option);
  if (isTimeZone(name)) return name;
  throw outOfRange(option, name, 'an IANA time zone such as America/New_York, or UTC');
}

// Asking `Intl` takes longer than all the rest of reading the options.
const knownTimeZones = new Set<string>();

function isTimeZone(name: string): boolean {
  if (knownTimeZones.has(name)) return true;
  const isOffset = !/^[a-z]/i.test(name);
  if (isOffset) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    knownTimeZones.add(name);
    return true;
  } catch {
    return false;
  }
}
