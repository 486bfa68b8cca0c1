import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Visited } from '../../src/store/store.js';
import { describeEveryStore, newKey, visitOf } from './backends.js';

type Step = { readonly reader: 0 | 1; readonly article: number } & (
  | { readonly kind: 'visit'; readonly ledger: number[]; readonly limit: number; readonly rolling: boolean }
  | { readonly kind: 'takeBack'; readonly view: number }
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
    arbitrary: fc.record({
      kind: fc.constant('takeBack' as const),
      reader: anyReader,
      article: anyArticle,
      view: fc.nat({ max: 5 }),
    }),
  },
);

/** A reader as plain sets: what the store holds, who found what, and which views were taken back. */
function createReader() {
  const set = new Set<number>();
  const finders = new Map<number, number>();
  const takenBack = new Set<number>();
  return {
    /** The store in the words of its contract, but for the cap of 1,000, which no sequence of 15 steps can reach. */
    visit(article: number, ledger: readonly number[], limit: number): Omit<Visited, 'endsIn'> {
      for (const member of ledger) set.add(member);
      const read = set.size;
      const outcome = set.has(article) ? 'known' : read < limit ? 'added' : 'full';
      const lacked = [...set].filter((member) => !ledger.includes(member));
      if (outcome === 'known' && lacked.includes(article)) finders.set(article, (finders.get(article) ?? 0) + 1);
      if (outcome === 'added') set.add(article);
      const told = lacked.length > 0 && set.size <= 64;
      const provisional = told ? ascending(lacked.filter((member) => member !== article)) : [];
      return { outcome, read, members: told ? ascending(set) : null, provisional };
    },
    takeBack(article: number, view: number): void {
      if (takenBack.has(view)) return;
      takenBack.add(view);
      const others = finders.get(article) ?? 0;
      if (others > 0) finders.set(article, others - 1);
      else set.delete(article);
    },
  };
}

const ascending = (members: Iterable<number>) => [...members].sort((a, b) => a - b);

describeEveryStore((backend) => {
  test('any sequence of visits and of views taken back agrees with plain sets', async () => {
    const { store, runs } = backend();
    async function agrees(steps: readonly Step[]): Promise<void> {
      const keys = [newKey(), newKey()] as const;
      const readers = [createReader(), createReader()] as const;
      for (const step of steps) {
        const [key, reader, article] = [keys[step.reader], readers[step.reader], step.article];
        if (step.kind === 'takeBack') {
          await store.takeBack(key, [{ article, view: `view-${step.view}` }]);
          reader.takeBack(article, step.view);
        } else {
          const { endsIn, ...told } = await store.visit(visitOf(key, article, step));
          const members = told.members && ascending(told.members);
          const provisional = ascending(told.provisional);
          expect({ ...told, members, provisional }).toEqual(reader.visit(article, step.ledger, step.limit));
          expect(endsIn).toBeGreaterThan(0);
        }
      }
    }
    await fc.assert(fc.asyncProperty(fc.array(anyStep, { maxLength: 15 }), agrees), { numRuns: runs });
  });
});
