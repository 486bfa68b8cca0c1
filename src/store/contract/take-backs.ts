import { deepEqual } from 'node:assert/strict';
import { articles, demand, found, type StoreDemand } from './demand.js';

/** What becomes of a view that came to nothing. */
export const TAKE_BACK_DEMANDS: readonly StoreDemand[] = [
  demand('taking back makes room for another article, and may be sent twice', async (reader) => {
    for (const article of articles(2)) await reader.visit(article, { limit: 2 });
    await reader.takeBack(2);
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
];
