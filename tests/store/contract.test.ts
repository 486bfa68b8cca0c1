import { describe, expect, test } from '@jest/globals';
import type { Visited } from '../../src/store/store.js';
import { articles, describeEveryStore, newKey, visitOf } from './backends.js';

const LARGEST = 2 ** 31 - 1;
const SMALLEST = -(2 ** 31);

describeEveryStore((backend) => {
  const visit = (...args: Parameters<typeof visitOf>) => backend().store.visit(visitOf(...args));

  /** Everything that the store holds for the reader, seen through a visit that can add nothing. */
  async function setOf(key: string): Promise<number[]> {
    const { members } = await visit(key, 0, { limit: 0 });
    return [...(members ?? [])].sort((a, b) => a - b);
  }

  describe('a visit', () => {
    test('adds an article that is new', async () => {
      const key = newKey();
      expect(await visit(key, 1)).toEqual({ outcome: 'added', read: 0, members: null, endsIn: 60_000 });
      expect(await setOf(key)).toEqual([1]);
    });

    test('sent twice counts once', async () => {
      const key = newKey();
      await visit(key, 1);
      expect(await visit(key, 1)).toMatchObject({ outcome: 'known', read: 1 });
      expect(await setOf(key)).toEqual([1]);
    });

    test('keeps the outermost ids and zero as they are', async () => {
      const key = newKey();
      for (const article of [SMALLEST, -1, 0, LARGEST]) await visit(key, article);
      expect(await setOf(key)).toEqual([SMALLEST, -1, 0, LARGEST]);
    });

    test('of one reader says nothing of another', async () => {
      const [key, other] = [newKey(), newKey()];
      await visit(key, 1);
      expect(await visit(other, 1)).toMatchObject({ outcome: 'added', read: 0 });
    });
  });

  describe('the ledger', () => {
    test('is united with the set before the article is counted', async () => {
      const key = newKey();
      expect(await visit(key, 9, { ledger: [1, 2, 3] })).toMatchObject({ outcome: 'added', read: 3 });
      expect(await setOf(key)).toEqual([1, 2, 3, 9]);
    });

    test('that has the article makes it known', async () => {
      const key = newKey();
      expect(await visit(key, 2, { ledger: [1, 2] })).toMatchObject({ outcome: 'known', read: 2 });
    });

    test.each([
      ['one order', [[1, 2], [2, 3], [4]]],
      ['another', [[4], [2, 3], [1, 2]]],
      ['twice over', [[2, 3], [1, 2], [4], [1, 2], [2, 3]]],
    ])('comes to the same set in %s', async (_order, ledgers) => {
      const key = newKey();
      for (const ledger of ledgers) await visit(key, 0, { ledger, limit: 0 });
      expect(await setOf(key)).toEqual([1, 2, 3, 4]);
    });

    test('may carry the set past the limit', async () => {
      const key = newKey();
      expect(await visit(key, 99, { ledger: articles(20), limit: 10 })).toMatchObject({ outcome: 'full', read: 20 });
      expect(await setOf(key)).toEqual(articles(20));
    });

    test('never carries the set past 1,000', async () => {
      const key = newKey();
      for (let first = 1; first <= 961; first += 60) await visit(key, first, { ledger: articles(60, first), limit: 0 });
      expect(await visit(key, 0, { limit: 0 })).toMatchObject({ read: 1000 });

      const beyond = articles(64, 5000);
      expect(await visit(key, 0, { ledger: beyond, limit: 1000 })).toMatchObject({ outcome: 'full', read: 1000 });
      expect(await visit(key, 960, { limit: 1000 })).toMatchObject({ outcome: 'known', read: 1000 });
    });
  });

  describe('the limit', () => {
    test('lets in as many articles and no more', async () => {
      const key = newKey();
      const outcomes: Visited['outcome'][] = [];
      for (const article of articles(12)) outcomes.push((await visit(key, article)).outcome);
      expect(outcomes).toEqual([...Array(10).fill('added'), 'full', 'full']);
      expect(await setOf(key)).toEqual(articles(10));
    });

    test('never closes an article that was read', async () => {
      const key = newKey();
      for (const article of articles(10)) await visit(key, article);
      for (const limit of [0, 1, 10, 1000]) {
        expect(await visit(key, 5, { limit })).toMatchObject({ outcome: 'known', read: 10 });
      }
    });

    test('of 0 lets nothing in', async () => {
      const key = newKey();
      expect(await visit(key, 1, { limit: 0 })).toEqual({ outcome: 'full', read: 0, members: null, endsIn: 60_000 });
      expect(await visit(key, 1)).toMatchObject({ outcome: 'added', read: 0 });
    });

    test('of 1,000 lets in 1,000', async () => {
      const key = newKey();
      const all = await Promise.all(articles(1001).map((article) => visit(key, article, { limit: 1000 })));
      expect(all.filter(({ outcome }) => outcome === 'added')).toHaveLength(1000);
      expect(all.filter(({ outcome }) => outcome === 'full')).toHaveLength(1);
    });

    test('that is raised opens the set again', async () => {
      const key = newKey();
      for (const article of articles(3)) await visit(key, article, { limit: 3 });
      expect(await visit(key, 4, { limit: 3 })).toMatchObject({ outcome: 'full', read: 3 });
      expect(await visit(key, 4, { limit: 4 })).toMatchObject({ outcome: 'added', read: 3 });
    });

    test('holds for 200 visits at once: of 40 articles exactly 10 are added', async () => {
      const key = newKey();
      const all = await Promise.all(articles(200).map((n) => visit(key, n % 40)));
      expect(all.filter(({ outcome }) => outcome === 'added')).toHaveLength(10);
      expect(await setOf(key)).toHaveLength(10);
      expect(Math.max(...all.map(({ read }) => read))).toBe(10);
    });
  });

  describe('members', () => {
    const sorted = ({ members }: Visited) => members && [...members].sort((a, b) => a - b);

    test('are told where the ledger lacked some, the article included', async () => {
      const key = newKey();
      await visit(key, 1, { ledger: [2, 3] });
      expect(sorted(await visit(key, 4, { ledger: [2, 3] }))).toEqual([1, 2, 3, 4]);
      expect(sorted(await visit(key, 4, { ledger: [7] }))).toEqual([1, 2, 3, 4, 7]);
    });

    test('are told where the article was known and the ledger lacked it', async () => {
      const key = newKey();
      await visit(key, 1);
      expect(sorted(await visit(key, 1))).toEqual([1]);
    });

    test('are not told where the ledger lacked nothing but the article', async () => {
      const key = newKey();
      await visit(key, 1);
      expect(await visit(key, 2, { ledger: [1] })).toMatchObject({ outcome: 'added', members: null });
      expect(await visit(key, 3, { ledger: [1, 2], limit: 2 })).toMatchObject({ outcome: 'full', members: null });
    });

    test('are told of at most 64 after the view', async () => {
      const key = newKey();
      await visit(key, 63, { ledger: articles(62), limit: 1000 });
      expect(sorted(await visit(key, 64, { limit: 1000 }))).toEqual(articles(64));
      expect(await visit(key, 65, { limit: 1000 })).toMatchObject({ outcome: 'added', read: 64, members: null });
    });
  });

  describe('takeBack', () => {
    test('makes room for the article, and may be sent twice', async () => {
      const key = newKey();
      for (const article of articles(2)) await visit(key, article, { limit: 2 });
      await backend().store.takeBack(key, 2);
      await backend().store.takeBack(key, 2);
      expect(await setOf(key)).toEqual([1]);
      expect(await visit(key, 3, { limit: 2 })).toMatchObject({ outcome: 'added', read: 1 });
    });

    test('of what was never read, or by a reader never seen, does nothing', async () => {
      const key = newKey();
      await backend().store.takeBack(key, 1);
      await visit(key, 1);
      await backend().store.takeBack(key, 2);
      expect(await setOf(key)).toEqual([1]);
    });
  });

  describe('the end', () => {
    test('is forgotten with the last article', async () => {
      const key = newKey();
      await visit(key, 1, { endsIn: 1000, rolling: true });
      await backend().store.takeBack(key, 1);
      expect(await visit(key, 1, { endsIn: 60_000, rolling: true })).toMatchObject({
        outcome: 'added',
        endsIn: 60_000,
      });
    });

    test('of a calendar period is the one given', async () => {
      const key = newKey();
      expect(await visit(key, 1, { endsIn: 60_000 })).toMatchObject({ endsIn: 60_000 });
      expect(await visit(key, 2, { endsIn: 59_000 })).toMatchObject({ endsIn: 59_000 });
    });

    test.each([
      ['later', 900_000],
      ['nearer', 2500],
      ['over', -1],
    ])('of a rolling period’s set that exists stays, though the one given is %s', async (_which, given) => {
      const key = newKey();
      expect(await visit(key, 1, { endsIn: 60_000, rolling: true })).toMatchObject({ endsIn: 60_000 });
      const visits = [
        await visit(key, 2, { endsIn: given, rolling: true }),
        await visit(key, 2, { endsIn: given, rolling: true, ledger: [1, 3] }),
        await visit(key, 4, { endsIn: given, rolling: true, limit: 0 }),
      ];
      for (const { endsIn } of visits) {
        expect(endsIn).toBeLessThanOrEqual(60_000);
        expect(endsIn).toBeGreaterThan(50_000);
      }
      expect(await setOf(key)).toEqual([1, 2, 3]);
    });

    test('of a rolling period that keeps nothing is the one given', async () => {
      expect(await visit(newKey(), 1, { endsIn: 60_000, rolling: true, limit: 0 })).toMatchObject({ endsIn: 60_000 });
    });
  });
});
