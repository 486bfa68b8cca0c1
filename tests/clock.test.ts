import { describe, expect, test } from '@jest/globals';
import type { PeriodOption } from '../src/index.js';
import { createPeriods } from '../src/period/period.js';
import { createReader } from './support/reader.js';
import { createTestSite, frozenClock, NOON } from './support/site.js';

const DECEMBER = Date.UTC(2026, 11, 1);
const PERIODS: readonly (readonly [string, PeriodOption])[] = [
  ['a month', 'month'],
  ['a week', 'week'],
  ['a day', 'day'],
  ['30 days', { days: 30 }],
];

/** Clocks that tell fractions of a millisecond, as `performance.now()` does, or only fractions of a second. */
describe.each([0.001, 0.5, 1, 499.75, 500, 999, 999.999])('a clock that is %d ms past the second', (past) => {
  test.each(PERIODS)('counts in %s as on the second', async (_name, period) => {
    const { clock, advance } = frozenClock(NOON + past);
    const reader = createReader(createTestSite({ clock, period, promptAfter: 1, blockAfter: 2 }).app);
    expect(await reader.get('/news/a')).toMatchObject({ state: 'free', figures: { read: '0' } });
    advance(0.25);
    expect(await reader.get('/news/b')).toMatchObject({ state: 'register-prompt', figures: { read: '1' } });
    advance(0.25);
    expect(await reader.get('/news/a')).toMatchObject({ text: 'TEXT of a' });
    expect(await reader.get('/news/c')).toMatchObject({ state: 'blocked', figures: { read: '2' }, text: 'TEASER' });
    advance(1);
    expect(await reader.get('/news/c')).toMatchObject({ state: 'blocked', text: 'TEASER' });
    expect((await reader.get('/news/a')).figures.reset).toMatch(/^\d+$/);
  });

  test('counts anew from the first moment of the next month, and not before', async () => {
    const { clock, set } = frozenClock(DECEMBER - 5000);
    const reader = createReader(createTestSite({ clock, promptAfter: 1, blockAfter: 1 }).app);
    await reader.get('/news/a');
    set(DECEMBER - past);
    expect(await reader.get('/news/b')).toMatchObject({ state: 'blocked' });
    set(DECEMBER - 1000 + past);
    expect(await reader.get('/news/b')).toMatchObject({ state: 'blocked' });
    set(DECEMBER);
    expect(await reader.get('/news/b')).toMatchObject({ state: 'free', figures: { read: '0' } });
  });

  test('is in the period of its second', () => {
    const periods = createPeriods('month', 'UTC');
    expect(periods.at(NOON + past)).toEqual({ key: '2026-11', end: DECEMBER });
    expect(periods.at(DECEMBER).key).toBe('2026-12');
    expect(periods.at(DECEMBER - 0.001).key).toBe('2026-11');
    expect(periods.at(-past).key).toBe('1969-12');
  });
});
