import { deepEqual, equal } from 'node:assert/strict';
import type { Visited } from '../store.js';
import { articles, demand, found, type StoreDemand } from './demand.js';

/** How many articles a set takes, whoever asks at once. */
export const LIMIT_DEMANDS: readonly StoreDemand[] = [
  demand('the limit lets in as many articles and no more', async (reader) => {
    const outcomes: Visited['outcome'][] = [];
    for (const article of articles(12)) outcomes.push((await reader.visit(article)).outcome);
    deepEqual(outcomes, [...Array(10).fill('added'), 'full', 'full']);
    deepEqual(await reader.articles(), articles(10));
  }),

  demand('no limit closes an article that was read', async (reader) => {
    for (const article of articles(10)) await reader.visit(article);
    for (const limit of [0, 1, 10, 1000]) found(await reader.visit(5, { limit }), 'known', 10);
  }),

  demand('a limit of 0 lets nothing in', async (reader) => {
    deepEqual(await reader.visit(1, { limit: 0 }), {
      outcome: 'full',
      read: 0,
      members: null,
      provisional: [],
      endsIn: 60_000,
    });
    found(await reader.visit(1), 'added', 0);
  }),

  demand('a limit of 1,000 lets in 1,000', async (reader) => {
    const all = await Promise.all(articles(1001).map((article) => reader.visit(article, { limit: 1000 })));
    equal(all.filter(({ outcome }) => outcome === 'added').length, 1000);
    equal(all.filter(({ outcome }) => outcome === 'full').length, 1);
  }),

  demand('a limit that is raised opens the set again', async (reader) => {
    for (const article of articles(3)) await reader.visit(article, { limit: 3 });
    found(await reader.visit(4, { limit: 3 }), 'full', 3);
    found(await reader.visit(4, { limit: 4 }), 'added', 3);
  }),

  demand('of 40 articles in 200 visits at once exactly 10 are added', async (reader) => {
    const all = await Promise.all(articles(200).map((n) => reader.visit(n % 40)));
    equal(all.filter(({ outcome }) => outcome === 'added').length, 10);
    equal((await reader.articles()).length, 10);
    equal(Math.max(...all.map(({ read }) => read)), 10);
  }),
];
