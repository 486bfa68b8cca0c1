import { deepEqual, equal } from 'node:assert/strict';
import { between, demand, type StoreDemand } from './demand.js';

const GIVEN = [
  ['later', 900_000],
  ['nearer', 2500],
  ['over', -1],
] as const;

/** When a set is gone. */
export const END_DEMANDS: readonly StoreDemand[] = [
  demand('the end is forgotten with the last article', async (reader) => {
    await reader.visit(1, { endsIn: 1000, rolling: true });
    await reader.takeBack(1);
    const { outcome, endsIn } = await reader.visit(1, { endsIn: 60_000, rolling: true });
    deepEqual([outcome, endsIn], ['added', 60_000]);
  }),

  demand('the end of a calendar period is the one given', async (reader) => {
    equal((await reader.visit(1, { endsIn: 60_000 })).endsIn, 60_000);
    equal((await reader.visit(2, { endsIn: 59_000 })).endsIn, 59_000);
  }),

  ...GIVEN.map(([which, given]) =>
    demand(`the end of a rolling period’s set that exists stays, though the one given is ${which}`, async (reader) => {
      equal((await reader.visit(1, { endsIn: 60_000, rolling: true })).endsIn, 60_000);
      const visits = [
        await reader.visit(2, { endsIn: given, rolling: true }),
        await reader.visit(2, { endsIn: given, rolling: true, ledger: [1, 3] }),
        await reader.visit(4, { endsIn: given, rolling: true, limit: 0 }),
      ];
      for (const { endsIn } of visits) between(endsIn, 50_000, 60_000);
      deepEqual(await reader.articles(), [1, 2, 3]);
    }),
  ),

  demand('the end of a rolling period that keeps nothing is the one given', async (reader) => {
    equal((await reader.visit(1, { endsIn: 60_000, rolling: true, limit: 0 })).endsIn, 60_000);
  }),
];
