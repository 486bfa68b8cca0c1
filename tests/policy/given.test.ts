import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Given, mergeGiven } from '../../src/pass/given.js';

const of = (generation: number, granted: number): Given => ({ generation, granted });

describe('what was given to one reader', () => {
  test.each<[string, readonly Given[], Given]>([
    ['nothing', [], of(0, 0)],
    ['one copy', [of(1, 2)], of(1, 2)],
    ['the most that was granted', [of(0, 2), of(0, 5), of(0, 3)], of(0, 5)],
    ['a fresh start, and nothing of what was granted before it', [of(0, 9), of(1, 0)], of(1, 0)],
    ['what was granted since the latest fresh start', [of(1, 9), of(2, 1), of(2, 4)], of(2, 4)],
  ])('comes, of several copies, to %s', (_, copies, merged) => {
    expect(mergeGiven(copies)).toEqual(merged);
  });

  const given = fc.record({ generation: fc.nat({ max: 4 }), granted: fc.nat({ max: 4 }) });
  const holds = <T extends unknown[]>(property: fc.IProperty<T>) => fc.assert(property);
  const merge = (one: Given, other: Given) => mergeGiven([one, other]);

  test('merges the same in any order, any number of times, whatever was merged before', () => {
    holds(
      fc.property(given, given, given, (one, two, three) => {
        expect(merge(one, two)).toEqual(merge(two, one));
        expect(merge(merge(one, two), three)).toEqual(merge(one, merge(two, three)));
        expect(merge(one, one)).toEqual(one);
        expect(mergeGiven([one, two, three])).toEqual(merge(merge(three, one), two));
      }),
    );
  });

  test('never takes away: what a copy says is there, or a later fresh start is', () => {
    holds(
      fc.property(fc.array(given, { minLength: 1 }), (copies) => {
        const merged = mergeGiven(copies);
        for (const { generation, granted } of copies) {
          expect(merged.generation).toBeGreaterThanOrEqual(generation);
          if (generation === merged.generation) expect(merged.granted).toBeGreaterThanOrEqual(granted);
        }
        expect(copies).toContainEqual(merged);
      }),
    );
  });
});
