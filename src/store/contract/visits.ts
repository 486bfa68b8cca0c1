import { deepEqual, equal } from 'node:assert/strict';
import { articles, demand, found, inOrder, NewReader, type StoreDemand } from './demand.js';

const LARGEST = 2 ** 31 - 1;
const SMALLEST = -(2 ** 31);

/** What a visit adds, and what it tells. */
export const VISIT_DEMANDS: readonly StoreDemand[] = [
  demand('a visit adds an article that is new', async (reader) => {
    deepEqual(await reader.visit(1), { outcome: 'added', read: 0, members: null, provisional: [], endsIn: 60_000 });
    deepEqual(await reader.articles(), [1]);
  }),

  demand('a visit sent twice counts once', async (reader) => {
    await reader.visit(1);
    found(await reader.visit(1), 'known', 1);
    deepEqual(await reader.articles(), [1]);
  }),

  demand('the outermost ids and zero are kept as they are', async (reader) => {
    for (const article of [SMALLEST, -1, 0, LARGEST]) await reader.visit(article);
    deepEqual(await reader.articles(), [SMALLEST, -1, 0, LARGEST]);
  }),

  demand('a visit of one reader says nothing of another', async (reader) => {
    await reader.visit(1);
    found(await new NewReader(reader.store).visit(1), 'added', 0);
  }),

  demand('members are told where the ledger lacked some, the article included', async (reader) => {
    await reader.visit(1, { ledger: [2, 3] });
    deepEqual(inOrder(await reader.visit(4, { ledger: [2, 3] })), [1, 2, 3, 4]);
    deepEqual(inOrder(await reader.visit(4, { ledger: [7] })), [1, 2, 3, 4, 7]);
  }),

  demand('members are told where the article was known and the ledger lacked it', async (reader) => {
    await reader.visit(1);
    deepEqual(inOrder(await reader.visit(1)), [1]);
  }),

  demand('members are not told where the ledger lacked nothing but the article', async (reader) => {
    await reader.visit(1);
    const added = await reader.visit(2, { ledger: [1] });
    deepEqual([added.outcome, added.members], ['added', null]);
    const full = await reader.visit(3, { ledger: [1, 2], limit: 2 });
    deepEqual([full.outcome, full.members], ['full', null]);
  }),

  demand('members are told of at most 64 after the view', async (reader) => {
    await reader.visit(63, { ledger: articles(62), limit: 1000 });
    deepEqual(inOrder(await reader.visit(64, { limit: 1000 })), articles(64));
    const beyond = await reader.visit(65, { limit: 1000 });
    found(beyond, 'added', 64);
    equal(beyond.members, null);
  }),
];
