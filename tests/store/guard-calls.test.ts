import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { Report } from '../../src/events/events.js';
import { guardStore } from '../../src/store/guard.js';
import type { Store, Visit, Visited } from '../../src/store/store.js';

const DEADLINE = 50;
const MOST_UNSETTLED = 1000;
const VISIT: Visit = { key: 'reader', article: 1, ledger: [], limit: 10, endsIn: 1000, rolling: false };
const VISITED: Visited = { outcome: 'added', read: 0, members: null, provisional: [], endsIn: 1000 };

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

function guarded(visit: () => Promise<Visited>) {
  const store: Store = { visit, takeBack: async () => undefined };
  const report = jest.fn<Report>();
  return { ...guardStore(store, DEADLINE, report), report };
}

const failing = () => Promise.reject(new Error('no store'));

test('calls that were answered are owed no longer: any number one after the other is asked', async () => {
  const { visit } = guarded(async () => VISITED);
  for (let nth = 0; nth <= MOST_UNSETTLED; nth += 1) expect((await visit(VISIT)).visited).toEqual(VISITED);
});

test('what failed is lost, what was left alone was not asked, and both are told of by one code', async () => {
  const { visit, report } = guarded(failing);
  for (let nth = 0; nth < 5; nth += 1) expect((await visit(VISIT)).visited).toBe('lost');
  expect((await visit(VISIT)).visited).toBe('unasked');
  expect(report.mock.calls.map(([code]) => code)).toEqual(Array.from({ length: 6 }, () => 'ERR_PAYWALL_STORE'));
});

test('no timer outlives its call, whether the answer comes at once or later', async () => {
  let answer: (visited: Visited) => void = () => undefined;
  const late = () =>
    new Promise<Visited>((resolve) => {
      answer = resolve;
    });
  for (const wait of [0, DEADLINE - 1]) {
    const { visit } = guarded(late);
    const visited = visit(VISIT);
    if (wait > 0) await jest.advanceTimersByTimeAsync(wait);
    answer(VISITED);
    expect((await visited).visited).toEqual(VISITED);
    expect(jest.getTimerCount()).toBe(0);
  }
});
