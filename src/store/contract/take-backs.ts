import { deepEqual, equal } from 'node:assert/strict';
import { articles, demand, found, provisionalOf, type StoreDemand, takeBackOf } from './demand.js';

/** What becomes of views that came to nothing. */
export const TAKE_BACK_DEMANDS: readonly StoreDemand[] = [
  demand('taking back makes room for another article', async (reader) => {
    for (const article of articles(2)) await reader.visit(article, { limit: 2 });
    await reader.takeBack(2);
    deepEqual(await reader.articles(), [1]);
    found(await reader.visit(3, { limit: 2 }), 'added', 1);
  }),

  demand('taking back what was never read, or of a reader never seen, does nothing', async (reader) => {
    await reader.takeBack(1);
    await reader.visit(1);
    await reader.takeBack(2);
    deepEqual(await reader.articles(), [1]);
  }),

  demand('what a visit brings to be taken back goes before its ledger and its article', async (reader) => {
    await reader.visit(1, { limit: 1 });
    found(await reader.visit(2, { limit: 1, takeBacks: [takeBackOf(1)] }), 'added', 0);
    deepEqual(await reader.articles(), [2]);
    found(await reader.visit(3, { ledger: [2], takeBacks: [takeBackOf(2)] }), 'added', 1);
    deepEqual(await reader.articles(), [2, 3]);
  }),

  demand('an article that another view found stays until that is taken back as well', async (reader) => {
    await reader.visit(1);
    for (let view = 0; view < 2; view += 1) found(await reader.visit(1), 'known', 1);
    for (let view = 0; view < 2; view += 1) {
      await reader.takeBack(1);
      deepEqual(await reader.articles(), [1]);
    }
    await reader.takeBack(1);
    deepEqual(await reader.articles(), []);
  }),

  demand('a view whose ledger had the article keeps it from nobody', async (reader) => {
    await reader.visit(1);
    found(await reader.visit(1, { ledger: [1] }), 'known', 1);
    await reader.takeBack(1);
    deepEqual(await reader.articles(), []);
  }),

  demand('a view is taken back once, however often and in whatever way it is told of', async (reader) => {
    await reader.visit(1);
    await reader.visit(1);
    const view = takeBackOf(1);
    await reader.takeBack(view, view);
    await reader.takeBack(view);
    await reader.visit(0, { limit: 0, takeBacks: [view] });
    deepEqual(await reader.articles(), [1]);
    await reader.takeBack(1);
    deepEqual(await reader.articles(), []);
  }),

  demand('an article that was taken back can be read like any other', async (reader) => {
    await reader.visit(1);
    await reader.takeBack(1);
    found(await reader.visit(1), 'added', 0);
    deepEqual(await reader.articles(), [1]);
  }),

  demand(
    'what another view may have added a moment ago is provisional, but never the article itself',
    async (reader) => {
      for (const article of [1, 2]) await reader.visit(article, { ledger: articles(article - 1) });
      const added = await reader.visit(3, { ledger: [1] });
      found(added, 'added', 2);
      deepEqual(provisionalOf(added), [2]);
      deepEqual(provisionalOf(await reader.visit(2, { ledger: [1] })), [3]);
      const full = await reader.visit(4, { limit: 3 });
      equal(full.outcome, 'full');
      deepEqual(provisionalOf(full), [1, 2, 3]);
    },
  ),

  demand('nothing is provisional that the ledger has', async (reader) => {
    for (const article of articles(3)) await reader.visit(article, { ledger: articles(article - 1) });
    deepEqual(provisionalOf(await reader.visit(4, { ledger: articles(3) })), []);
    deepEqual(provisionalOf(await reader.visit(4, { ledger: [1, 3] })), [2]);
  }),
];
