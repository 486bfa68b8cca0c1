import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Visited } from '../../src/store/store.js';
import { describeEveryStore, newKey, visitOf } from './backends.js';

type Step = { readonly reader: 0 | 1; readonly article: number } & (
  | { readonly kind: 'visit'; readonly ledger: number[]; readonly limit: number; readonly rolling: boolean }
  | { readonly kind: 'takeBack' }
);

const anyReader = fc.constantFrom<0 | 1>(0, 1);
// Few articles, so that sequences meet again, and now and then any 32-bit integer.
const anyArticle = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -6, max: 6 }) },
  { weight: 1, arbitrary: fc.integer() },
);
const anyLedger = fc.oneof(
  { weight: 4, arbitrary: fc.uniqueArray(anyArticle, { maxLength: 8 }) },
  { weight: 1, arbitrary: fc.uniqueArray(fc.integer(), { minLength: 20, maxLength: 64 }) },
);
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('visit' as const),
      reader: anyReader,
      article: anyArticle,
      ledger: anyLedger,
      limit: fc.oneof(fc.integer({ min: 0, max: 12 }), fc.constant(1000)),
      rolling: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('takeBack' as const), reader: anyReader, article: anyArticle }),
  },
);

/** The store in the words of its contract, but for the cap of 1,000, which no sequence of 15 steps can reach. */
function expected(
  set: Set<number>,
  article: number,
  ledger: readonly number[],
  limit: number,
): Omit<Visited, 'endsIn'> {
  for (const member of ledger) set.add(member);
  const read = set.size;
  const outcome = set.has(article) ? 'known' : read < limit ? 'added' : 'full';
  const lacked = [...set].some((member) => !ledger.includes(member));
  if (outcome === 'added') set.add(article);
  return { outcome, read, members: lacked && set.size <= 64 ? ascending(set) : null };
}

const ascending = (members: Iterable<number>) => [...members].sort((a, b) => a - b);

describeEveryStore((backend) => {
  test('any sequence of visits and of views taken back agrees with plain sets', async () => {
    const { store, runs } = backend();
    async function agrees(steps: readonly Step[]): Promise<void> {
      const keys = [newKey(), newKey()] as const;
      const sets = [new Set<number>(), new Set<number>()] as const;
      for (const step of steps) {
        const [key, set, article] = [keys[step.reader], sets[step.reader], step.article];
        if (step.kind === 'takeBack') {
          await store.takeBack(key, article);
          set.delete(article);
        } else {
          const { endsIn, ...told } = await store.visit(visitOf(key, article, step));
          const members = told.members && ascending(told.members);
          expect({ ...told, members }).toEqual(expected(set, article, step.ledger, step.limit));
          expect(endsIn).toBeGreaterThan(0);
        }
      }
    }
    await fc.assert(fc.asyncProperty(fc.array(anyStep, { maxLength: 15 }), agrees), { numRuns: runs });
  });
});
