import { deepEqual } from 'node:assert/strict';
import { articles, demand, found, type StoreDemand } from './demand.js';

const ORDERS = [
  ['one order', [[1, 2], [2, 3], [4]]],
  ['another order', [[4], [2, 3], [1, 2]]],
  ['whatever order, twice over', [[2, 3], [1, 2], [4], [1, 2], [2, 3]]],
] as const;

/** How the ledger of a pass is united with the set. */
export const LEDGER_DEMANDS: readonly StoreDemand[] = [
  demand('the ledger is united with the set before the article is counted', async (reader) => {
    found(await reader.visit(9, { ledger: [1, 2, 3] }), 'added', 3);
    deepEqual(await reader.articles(), [1, 2, 3, 9]);
  }),

  demand('a ledger that has the article makes it known', async (reader) => {
    found(await reader.visit(2, { ledger: [1, 2] }), 'known', 2);
  }),

  ...ORDERS.map(([order, ledgers]) =>
    demand(`ledgers come to the same set in ${order}`, async (reader) => {
      for (const ledger of ledgers) await reader.visit(0, { ledger, limit: 0 });
      deepEqual(await reader.articles(), [1, 2, 3, 4]);
    }),
  ),

  demand('the ledger may carry the set past the limit', async (reader) => {
    found(await reader.visit(99, { ledger: articles(20), limit: 10 }), 'full', 20);
    deepEqual(await reader.articles(), articles(20));
  }),

  demand('of a set that no pass holds nothing but its size is told, and every view is alone', async (reader) => {
    for (const article of articles(3)) {
      const { members, provisional } = await reader.visit(article, { ledger: null });
      deepEqual({ members, provisional }, { members: null, provisional: [] });
    }
    found(await reader.visit(3, { ledger: null }), 'known', 3);
    await reader.takeBack(3);
    deepEqual(await reader.articles(), [1, 2]);
  }),

  demand('the ledger never carries the set past 1,000', async (reader) => {
    for (let first = 1; first <= 961; first += 60) await reader.visit(first, { ledger: articles(60, first), limit: 0 });
    found(await reader.visit(0, { limit: 0 }), 'full', 1000);
    found(await reader.visit(0, { ledger: articles(64, 5000), limit: 1000 }), 'full', 1000);
    found(await reader.visit(960, { limit: 1000 }), 'known', 1000);
  }),
];
