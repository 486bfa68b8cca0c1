import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RawCounts } from '../../src/figures/fields.js';
import { atLeast, ratesOf } from '../../src/figures/rates.js';
import { countsOf, sumOf } from '../../src/figures/read-counts.js';
import { whatIf } from '../../src/figures/what-if.js';

interface Limits {
  readonly promptAfter: number;
  readonly blockAfter: number;
}

/** What is counted of readers who each want so many articles, all within one period. */
function crowd(wanted: readonly number[], { promptAfter, blockAfter }: Limits): RawCounts {
  const raw: Record<string, number> = {};
  const add = (field: string) => {
    raw[field] = (raw[field] ?? 0) + 1;
  };
  for (const want of wanted)
    for (let n = 1; n <= want; n += 1) {
      if (n > blockAfter) {
        add(`stopped:${blockAfter}:-`);
        break;
      }
      add(`reached:${n}:-`);
      if (n === promptAfter + 1) add(`prompted:${n}:-`);
    }
  return raw;
}

const anonymous = (raw: RawCounts) => {
  const [plan] = countsOf(raw).plans;
  if (!plan) throw new Error('no plan');
  return plan;
};

const crowds = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 60 });
const limits = fc
  .tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 1, max: 12 }))
  .map(([a, b]) => ({ promptAfter: Math.min(a, b), blockAfter: b }));

describe('the figures of a crowd', () => {
  test('have numerator and denominator of one population', () => {
    fc.assert(
      fc.property(crowds, limits, (wanted, today) => {
        const { all, returning, distribution } = ratesOf(anonymous(crowd(wanted, today)), 'whole');
        expect(all.readers).toBe(wanted.length);
        expect(all.stopRate).toMatchObject({
          numerator: wanted.filter((want) => want > today.blockAfter).length,
          denominator: wanted.length,
        });
        const came = wanted.filter((want) => Math.min(want, today.blockAfter) >= 2);
        expect(returning.readers).toBe(came.length);
        expect(returning.stopRate.numerator).toBe(
          today.blockAfter < 2 ? 0 : came.filter((want) => want > today.blockAfter).length,
        );
        const prompted =
          today.promptAfter >= today.blockAfter ? 0 : wanted.filter((want) => want > today.promptAfter).length;
        expect(all.prompted.numerator).toBe(prompted);
        expect(distribution.reduce((sum, readers) => sum + readers, 0)).toBe(wanted.length);
        for (const { value } of [all.stopRate, all.prompted, returning.stopRate, returning.prompted]) {
          expect(value ?? 0).toBeGreaterThanOrEqual(0);
          expect(value ?? 0).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test('would have been exactly these under lower limits', () => {
    fc.assert(
      fc.property(crowds, limits, limits, fc.constantFrom(1, 2), (wanted, today, other, from) => {
        fc.pre(other.blockAfter <= today.blockAfter && from <= other.blockAfter && from <= other.promptAfter + 1);
        const counts = anonymous(crowd(wanted, today));
        const really = ratesOf(anonymous(crowd(wanted, other)), 'whole');
        const { all, returning } = really;
        const expected = from === 1 ? all : returning;
        const found = whatIf(counts, other, from);
        expect(found.stopRate).toMatchObject({
          bound: 'exact',
          numerator: expected.stopRate.numerator,
          denominator: expected.readers,
          atMost: found.stopRate.value,
        });
        expect(found.prompted).toMatchObject({ bound: 'exact', numerator: expected.prompted.numerator });
      }),
    );
  });

  test('are bounded under higher limits, by what is known from below and from above', () => {
    fc.assert(
      fc.property(crowds, limits, limits, (wanted, today, other) => {
        fc.pre(other.blockAfter > today.blockAfter);
        const counts = anonymous(crowd(wanted, today));
        const really = ratesOf(anonymous(crowd(wanted, other)), 'whole').all.stopRate.value ?? 0;
        const { value, atMost, bound } = whatIf(counts, other).stopRate;
        expect(value ?? 0).toBeLessThanOrEqual(really);
        expect(atMost ?? 0).toBeGreaterThanOrEqual(really);
        expect(bound).toBe(wanted.some((want) => want > today.blockAfter) ? 'at least' : 'exact');
      }),
    );
  });

  test('without a wall stop nobody', () => {
    const counts = anonymous(crowd([1, 5, 12], { promptAfter: 3, blockAfter: 10 }));
    const never = { promptAfter: Number.POSITIVE_INFINITY, blockAfter: Number.POSITIVE_INFINITY };
    expect(whatIf(counts, never).stopRate).toMatchObject({ value: 0, bound: 'exact' });
  });

  test('of nobody are none, not nought', () => {
    const { all } = ratesOf(anonymous({}), 'whole');
    expect(all.stopRate).toMatchObject({ value: null, numerator: 0, denominator: 0 });
    expect(whatIf(anonymous({}), { promptAfter: 3, blockAfter: 10 }).stopRate).toMatchObject({ value: null });
  });

  test('say where some may have begun before', () => {
    const counts = anonymous(crowd([3], { promptAfter: 1, blockAfter: 2 }));
    expect(ratesOf(counts, 'whole').all.stopRate.known).not.toContain('began before');
    expect(ratesOf(counts, 'cut').all.stopRate.known).toContain('began before');
  });
});

describe('counts', () => {
  test('add up, in whatever order', () => {
    const field = fc.constantFrom('reached:1:-', 'reached:3:=a:b', 'view:free:open:+', 'article:views:a:b', 'later:x');
    const raw = fc.dictionary(field, fc.integer({ min: 0, max: 1000 }));
    fc.assert(
      fc.property(fc.array(raw, { maxLength: 5 }), (all) => {
        expect(countsOf(sumOf(all))).toEqual(countsOf(sumOf(all.toReversed())));
      }),
    );
  });

  test('are of plans and articles by whatever names', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (name) => {
        const { plans, articles } = countsOf({ [`reached:2:=${name}`]: 3, [`article:views:${name}`]: 4 });
        expect(plans).toMatchObject([
          { account: false, plan: null, reached: [] },
          { account: true, plan: name, reached: [0, 0, 3] },
        ]);
        expect(articles).toMatchObject([{ name, views: 4 }]);
      }),
    );
  });

  test('at least so many articles grow no more towards the end', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100), { minLength: 2 }), (reached) => {
        const least = atLeast(reached).slice(1);
        expect(least).toEqual([...least].sort((one, other) => other - one));
        for (const [index, count] of least.entries()) expect(count).toBeGreaterThanOrEqual(reached[index + 1] ?? 0);
      }),
    );
  });
});
