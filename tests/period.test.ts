import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createPeriods, type PeriodOption } from '../src/period/period.js';

const DAY = 86_400_000;
const ms = (iso: string) => Date.parse(iso);

/** A boundary: the period that ends at `end` and the one that begins there. */
type Boundary = readonly [option: PeriodOption, timeZone: string, before: string, end: string, after: string];

const MONTHS: readonly Boundary[] = [
  ['month', 'UTC', '2026-11', '2026-12-01T00:00:00Z', '2026-12'],
  ['month', 'UTC', '2025-12', '2026-01-01T00:00:00Z', '2026-01'],
  ['month', 'America/New_York', '2026-10', '2026-11-01T00:00:00-04:00', '2026-11'],
  ['month', 'America/New_York', '2026-11', '2026-12-01T00:00:00-05:00', '2026-12'],
  ['month', 'America/New_York', '2025-12', '2026-01-01T00:00:00-05:00', '2026-01'],
  ['month', 'Europe/Berlin', '2026-03', '2026-04-01T00:00:00+02:00', '2026-04'],
  ['month', 'Europe/Berlin', '2026-10', '2026-11-01T00:00:00+01:00', '2026-11'],
  ['month', 'Asia/Kolkata', '2026-11', '2026-12-01T00:00:00+05:30', '2026-12'],
  ['month', 'Etc/GMT+12', '2025-12', '2026-01-01T00:00:00-12:00', '2026-01'],
  ['month', 'Pacific/Kiritimati', '2025-12', '2026-01-01T00:00:00+14:00', '2026-01'],
  ['month', 'Etc/GMT+12', '2024-02', '2024-03-01T00:00:00-12:00', '2024-03'],
  ['month', 'Pacific/Kiritimati', '2024-02', '2024-03-01T00:00:00+14:00', '2024-03'],
];

const WEEKS: readonly Boundary[] = [
  ['week', 'UTC', '2019-W52', '2019-12-30T00:00:00Z', '2020-W01'],
  ['week', 'UTC', '2020-W52', '2020-12-28T00:00:00Z', '2020-W53'],
  ['week', 'UTC', '2020-W53', '2021-01-04T00:00:00Z', '2021-W01'],
  ['week', 'UTC', '2024-W52', '2024-12-30T00:00:00Z', '2025-W01'],
  ['week', 'UTC', '2026-W52', '2026-12-28T00:00:00Z', '2026-W53'],
  ['week', 'UTC', '2026-W53', '2027-01-04T00:00:00Z', '2027-W01'],
  ['week', 'UTC', '2026-W09', '2026-03-02T00:00:00Z', '2026-W10'],
  ['week', 'America/New_York', '2026-W10', '2026-03-09T00:00:00-04:00', '2026-W11'],
  ['week', 'America/New_York', '2026-W44', '2026-11-02T00:00:00-05:00', '2026-W45'],
  ['week', 'Europe/Berlin', '2026-W13', '2026-03-30T00:00:00+02:00', '2026-W14'],
  ['week', 'Australia/Sydney', '2026-W47', '2026-11-23T00:00:00+11:00', '2026-W48'],
  ['week', 'Etc/GMT+12', '2026-W53', '2027-01-04T00:00:00-12:00', '2027-W01'],
  ['week', 'Pacific/Kiritimati', '2026-W53', '2027-01-04T00:00:00+14:00', '2027-W01'],
];

const DAYS: readonly Boundary[] = [
  ['day', 'UTC', '2024-02-28', '2024-02-29T00:00:00Z', '2024-02-29'],
  ['day', 'UTC', '2024-02-29', '2024-03-01T00:00:00Z', '2024-03-01'],
  ['day', 'UTC', '2025-02-28', '2025-03-01T00:00:00Z', '2025-03-01'],
  ['day', 'Etc/GMT+12', '2026-12-31', '2027-01-01T00:00:00-12:00', '2027-01-01'],
  ['day', 'Pacific/Kiritimati', '2026-12-31', '2027-01-01T00:00:00+14:00', '2027-01-01'],
  // The days of 23 and 25 hours begin and end at midnight.
  ['day', 'America/New_York', '2026-03-07', '2026-03-08T00:00:00-05:00', '2026-03-08'],
  ['day', 'America/New_York', '2026-03-08', '2026-03-09T00:00:00-04:00', '2026-03-09'],
  ['day', 'America/New_York', '2026-10-31', '2026-11-01T00:00:00-04:00', '2026-11-01'],
  ['day', 'America/New_York', '2026-11-01', '2026-11-02T00:00:00-05:00', '2026-11-02'],
  ['day', 'Europe/Berlin', '2026-03-29', '2026-03-30T00:00:00+02:00', '2026-03-30'],
  ['day', 'Europe/Berlin', '2026-10-25', '2026-10-26T00:00:00+01:00', '2026-10-26'],
  // Days without a midnight: the clock goes from 24:00 straight to 01:00.
  ['day', 'America/Sao_Paulo', '2018-11-03', '2018-11-04T01:00:00-02:00', '2018-11-04'],
  ['day', 'Asia/Beirut', '2024-03-30', '2024-03-31T01:00:00+03:00', '2024-03-31'],
  ['day', 'Africa/Cairo', '2024-04-25', '2024-04-26T01:00:00+03:00', '2024-04-26'],
  // Clocks put back at midnight, so that the last hour of the day comes twice.
  ['day', 'America/Sao_Paulo', '2018-02-17', '2018-02-18T00:00:00-03:00', '2018-02-18'],
  // A day that the zone left out, by moving across the date line.
  ['day', 'Pacific/Apia', '2011-12-29', '2011-12-31T00:00:00+14:00', '2011-12-31'],
];

describe('calendar periods', () => {
  test.each([...MONTHS, ...WEEKS, ...DAYS])('%j in %s: %s ends at %s, when %s begins', (...boundary) => {
    const [option, timeZone, before, end, after] = boundary;
    const periods = createPeriods(option, timeZone);
    expect(periods.rolling).toBe(false);
    expect(periods.at(ms(end) - 1000)).toEqual({ key: before, end: ms(end) });
    expect(periods.at(ms(end) - 1)).toEqual({ key: before, end: ms(end) });
    expect(periods.at(ms(end)).key).toBe(after);
    expect(periods.at(ms(end) + 1000).key).toBe(after);
    expect(periods.at(ms(end)).end).toBeGreaterThan(ms(end));
  });

  const OFFSETS = [
    ['UTC', 0],
    ['Etc/GMT+12', -12],
    ['Pacific/Kiritimati', 14],
  ] as const;
  const MONTHS_OF_TWO_YEARS = [2024, 2025].flatMap((year) =>
    Array.from({ length: 12 }, (_, month) => ({ year, month })),
  );

  test.each(OFFSETS)('every day of a leap year and a common year belongs to its month, in %s', (timeZone, offset) => {
    const periods = createPeriods('month', timeZone);
    for (const { year, month } of MONTHS_OF_TWO_YEARS) {
      const midnight = (day: number) => Date.UTC(year, month, day) - offset * 3_600_000;
      const nextMonth = Date.UTC(year, month + 1, 1) - offset * 3_600_000;
      const expected = { key: `${year}-${String(month + 1).padStart(2, '0')}`, end: nextMonth };
      for (let start = midnight(1); start < nextMonth; start += DAY) {
        expect(periods.at(start)).toEqual(expected);
        expect(periods.at(start + DAY - 1)).toEqual(expected);
      }
    }
  });

  test.each(['2026-01-29', '2026-01-30', '2026-01-31', '2024-01-29', '2024-01-30', '2024-01-31'])(
    'on %s the month ends with January',
    (date) => {
      const year = date.slice(0, 4);
      const period = createPeriods('month', 'America/New_York').at(ms(`${date}T12:00:00-05:00`));
      expect(period).toEqual({ key: `${year}-01`, end: ms(`${year}-02-01T00:00:00-05:00`) });
    },
  );

  test('a Sydney reader is in the newest week while Sunday lasts elsewhere', () => {
    const sundayNightInLondon = ms('2026-11-22T20:00:00Z');
    expect(createPeriods('week', 'Australia/Sydney').at(sundayNightInLondon).key).toBe('2026-W48');
    expect(createPeriods('week', 'Europe/London').at(sundayNightInLondon).key).toBe('2026-W47');
  });

  test.each([
    ['day', '2009-10-31', '2009-11-01'],
    ['month', '2009-10', '2009-11'],
  ] as const)('clocks put back across midnight do not bring the last %s back', (option, before, after) => {
    // At 00:01 on 1 November the clocks of St John's went back to 23:01 on 31 October.
    const midnight = ms('2009-11-01T00:00:00-02:30');
    const at = (now: number) => createPeriods(option, 'America/St_Johns').at(now);
    expect(at(midnight - 1)).toEqual({ key: before, end: midnight });
    for (const minutes of [0, 1, 30, 60, 61]) expect(at(midnight + minutes * 60_000).key).toBe(after);
  });
});

describe('the period at hand', () => {
  const periods = createPeriods('month', 'Europe/Berlin');
  const november = periods.at(ms('2026-11-10T12:00:00+01:00'));

  test('is kept while it lasts', () => {
    expect(periods.at(ms('2026-11-01T00:00:00+01:00'))).toBe(november);
    expect(periods.at(ms('2026-12-01T00:00:00+01:00') - 1)).toBe(november);
  });

  test('is left when the clock goes back', () => {
    periods.at(ms('2026-11-10T12:00:00+01:00'));
    expect(periods.at(ms('2026-11-01T00:00:00+01:00') - 1).key).toBe('2026-10');
    expect(periods.at(ms('2026-11-10T12:00:00+01:00'))).toEqual(november);
  });

  test('is told from fractions of a millisecond too', () => {
    expect(createPeriods('day', 'UTC').at(ms('2026-11-23T00:00:00Z') - 0.5).key).toBe('2026-11-22');
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])('is never guessed from a clock that says %d', (now) => {
    // By name: where Node has a Temporal of its own, its errors are not of the realm that Jest runs tests in.
    const rangeError = expect.objectContaining({ name: 'RangeError' });
    expect(() => createPeriods('month', 'UTC').at(now)).toThrow(rangeError);
  });
});

describe('rolling periods', () => {
  test.each([1, 7, 30, 366])('of %d days begin now and last as many times 24 hours', (days) => {
    const periods = createPeriods({ days }, 'America/New_York');
    expect(periods.rolling).toBe(true);
    // Summer time ends in between: the hours are counted, not the dates.
    for (const now of [ms('2026-10-31T23:59:59-04:00'), ms('2024-02-28T10:00:00-05:00')]) {
      expect(periods.at(now)).toEqual({ key: `${days}-days`, end: now + days * DAY });
    }
  });
});

describe('any calendar period', () => {
  const timeZones = fc.constantFrom('UTC', 'Etc/GMT+12', ...Intl.supportedValuesOf('timeZone'));
  const options = fc.constantFrom('month', 'week', 'day');
  const moments = fc.integer({ min: ms('1970-01-01T00:00:00Z'), max: ms('2100-01-01T00:00:00Z') });

  test('holds its moment, lasts to its end, and is followed at once by one that sorts after it', () => {
    const holds = fc.property(options, timeZones, moments, (option, timeZone, now) => {
      const periods = createPeriods(option, timeZone);
      const period = periods.at(now);
      expect(now).toBeLessThan(period.end);
      expect(periods.at(period.end - 1)).toEqual(period);
      const next = periods.at(period.end);
      expect(next.end).toBeGreaterThan(period.end);
      expect(next.key > period.key).toBe(true);
      expect(createPeriods(option, timeZone).at(next.end - 1)).toEqual(next);
    });
    fc.assert(holds);
  });

  test('is the same whatever was asked before', () => {
    const same = fc.property(options, timeZones, fc.array(moments, { maxLength: 8 }), (option, timeZone, asked) => {
      const periods = createPeriods(option, timeZone);
      for (const now of asked) expect(periods.at(now)).toEqual(createPeriods(option, timeZone).at(now));
    });
    fc.assert(same);
  });

  test('has a key that sorts with time', () => {
    const sorts = fc.property(options, timeZones, moments, moments, (option, timeZone, one, other) => {
      const periods = createPeriods(option, timeZone);
      const earlier = periods.at(Math.min(one, other));
      const later = periods.at(Math.max(one, other));
      expect(earlier.key <= later.key).toBe(true);
      expect(earlier.key === later.key).toBe(earlier.end === later.end);
    });
    fc.assert(sorts);
  });
});

describe('options', () => {
  const FIX = "Give 'month', 'week', 'day' or { days: n } with n from 1 to 366";
  const RANGE = 'ERR_PAYWALL_OPTION_RANGE';
  const TYPE = 'ERR_PAYWALL_OPTION_TYPE';

  test.each([
    ['fortnight', RANGE, 'createPaywall.period', '"fortnight"', FIX],
    ['Month', RANGE, 'createPaywall.period', '"Month"', FIX],
    ['constructor', RANGE, 'createPaywall.period', '"constructor"', FIX],
    [30, RANGE, 'createPaywall.period', '30', FIX],
    [undefined, RANGE, 'createPaywall.period', 'undefined', FIX],
    [null, TYPE, 'createPaywall.period', 'null', 'Give an object'],
    [['month'], TYPE, 'createPaywall.period', 'an array', 'Give an object'],
    [{}, 'ERR_PAYWALL_OPTION_MISSING', 'createPaywall.period.days', 'missing', 'This option has no default'],
    [{ day: 30 }, 'ERR_PAYWALL_OPTION_UNKNOWN', 'createPaywall.period.day', 'no such option', 'Did you mean days?'],
    [{ days: '30' }, TYPE, 'createPaywall.period.days', '"30"', 'Give a number'],
    ...[0, -1, 1.5, 367, Number.NaN, Number.POSITIVE_INFINITY].map(
      (days) =>
        [{ days }, RANGE, 'createPaywall.period.days', String(days), 'Give a whole number from 1 to 366'] as const,
    ),
  ])('period %j is refused: %s', (option, code, path, value, fix) => {
    expect(() => createPeriods(option, 'UTC')).toThrow(
      expect.objectContaining({
        name: 'OptionError',
        code,
        option: path,
        fix,
        message: expect.stringContaining(value),
      }),
    );
  });

  test.each([
    ['Mars/Olympus', RANGE],
    ['America/NewYork', RANGE],
    ['+02:00', RANGE],
    ['-0500', RANGE],
    ['Z', RANGE],
    ['2026-11-23T00:00[Europe/Berlin]', RANGE],
    [' UTC', RANGE],
    ['', TYPE],
    [undefined, TYPE],
    [120, TYPE],
  ])('timeZone %j is refused: %s', (timeZone, code) => {
    const message = expect.stringContaining(String(timeZone));
    expect(() => createPeriods('month', timeZone)).toThrow(
      expect.objectContaining({ name: 'OptionError', code, option: 'createPaywall.timeZone', message }),
    );
    expect(() => createPeriods({ days: 30 }, timeZone)).toThrow(expect.objectContaining({ code }));
  });

  test('a mistake is reported where the option was given', () => {
    expect(() => createPeriods('year', 'UTC', 'service')).toThrow(
      expect.objectContaining({ option: 'service.period' }),
    );
    expect(() => createPeriods('day', 'CET+1', 'service')).toThrow(
      expect.objectContaining({ option: 'service.timeZone', fix: expect.stringContaining('America/New_York') }),
    );
  });

  test.each(['month', 'week', 'day', { days: 30 }])('%j is told again, with its time zone', (option) => {
    expect(createPeriods(option, 'Europe/Berlin')).toMatchObject({ option, timeZone: 'Europe/Berlin' });
  });

  test.each(['UTC', 'Europe/Berlin', 'america/new_york', 'US/Eastern', 'Etc/GMT-2'])('timeZone %s is known', (name) => {
    expect(createPeriods('day', name).at(0).end).toBeGreaterThan(0);
  });
});
