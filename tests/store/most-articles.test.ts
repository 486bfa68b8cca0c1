import { describe, expect, test } from '@jest/globals';
import type { Store, Visit } from '../../src/index.js';
import { createReader } from '../support/reader.js';
import { createTestSite } from '../support/site.js';
import { articles, describeEveryStore, newKey, visitOf } from './backends.js';

const MOST = 1000;

describeEveryStore((backend) => {
  test('keeps 1,000 articles of a ledger of 1,001, and adds none', async () => {
    const { store } = backend();
    const key = newKey();
    const visit = (article: number, ledger: readonly number[] = []) =>
      store.visit(visitOf(key, article, { ledger, limit: MOST }));
    expect(await visit(MOST + 1, articles(MOST + 1))).toEqual({
      outcome: 'full',
      read: MOST,
      members: null,
      provisional: [],
      endsIn: 60_000,
    });
    expect(await visit(MOST)).toMatchObject({ outcome: 'known', read: MOST });
    expect(await visit(MOST + 1)).toMatchObject({ outcome: 'full', read: MOST });
  });

  test('adds the 1,000th article by a view or by a ledger, and no other', async () => {
    const { store } = backend();
    for (const ledger of [[], [MOST]]) {
      const key = newKey();
      const visit = (article: number, more: Partial<Visit> = {}) =>
        store.visit(visitOf(key, article, { limit: MOST, ...more }));
      await visit(1, { ledger: articles(MOST - 1) });
      expect(await visit(MOST, { ledger })).toMatchObject({ read: MOST - 1 + ledger.length });
      expect(await visit(MOST + 1, { ledger: [MOST + 2] })).toMatchObject({ outcome: 'full', read: MOST });
      expect(await visit(MOST)).toMatchObject({ outcome: 'known', read: MOST });
    }
  });
});

describe('a reader without a limit', () => {
  test.each(['added', 'full'] as const)('reads on where the store says %s of 1,000 articles', async (outcome) => {
    const asked: Visit[] = [];
    const store: Store = {
      async visit(visit) {
        asked.push(visit);
        return {
          outcome,
          read: outcome === 'full' ? MOST : MOST - 1,
          members: null,
          provisional: [],
          endsIn: visit.endsIn,
        };
      },
      takeBack: async () => undefined,
    };
    const unlimited = { promptAfter: Number.POSITIVE_INFINITY, blockAfter: Number.POSITIVE_INFINITY };
    const reader = createReader(createTestSite({ ...unlimited, store }).app);
    for (const slug of ['a', 'b', 'c', 'a']) {
      expect(await reader.get(`/news/${slug}`)).toMatchObject({ state: 'free', text: `TEXT of ${slug}` });
    }
    expect(asked.length).toBeGreaterThan(1);
    for (const { limit } of asked) expect(limit).toBe(MOST);
  });
});
