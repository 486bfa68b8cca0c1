import { expect, jest, test } from '@jest/globals';
import { inOneTurn } from '../../src/store/turn-batch.js';

type AskAll = (questions: readonly number[]) => Promise<readonly (string | Error)[]>;

/** A batch of at most three, and what it asked each time. */
function batch(askAll: AskAll = async (questions) => questions.map((question) => `answer ${question}`)) {
  const asked = jest.fn(askAll);
  return { ask: inOneTurn(3, asked), calls: () => asked.mock.calls.map(([questions]) => questions) };
}

test('what is asked in one turn is asked together, and each has its own answer', async () => {
  const { ask, calls } = batch();
  expect(await Promise.all([ask(1), ask(2)])).toEqual(['answer 1', 'answer 2']);
  expect(calls()).toEqual([[1, 2]]);
});

test('what is asked in the next turn is asked by itself', async () => {
  const { ask, calls } = batch();
  await ask(1);
  await ask(2);
  expect(calls()).toEqual([[1], [2]]);
});

test('nothing is asked before the turn is over, unless that many ask', () => {
  const { ask, calls } = batch();
  void ask(1);
  void ask(2);
  expect(calls()).toEqual([]);
  void ask(3);
  expect(calls()).toEqual([[1, 2, 3]]);
});

test('more than that many are asked in several calls, none of them of nothing', async () => {
  const { ask, calls } = batch();
  expect(await Promise.all([1, 2, 3, 4, 5, 6, 7].map(ask))).toHaveLength(7);
  expect(calls()).toEqual([[1, 2, 3], [4, 5, 6], [7]]);
  await Promise.all([1, 2, 3].map(ask));
  expect(calls()).toHaveLength(4);
});

test('an error is that of its question alone', async () => {
  const { ask } = batch(async (questions) => questions.map((each) => (each === 2 ? new Error('two') : 'fine')));
  expect(await Promise.allSettled([1, 2, 3].map(ask))).toMatchObject([
    { value: 'fine' },
    { reason: { message: 'two' } },
    { value: 'fine' },
  ]);
});

test('a question that is left without an answer fails', async () => {
  const { ask } = batch(async () => ['fine']);
  expect(await Promise.allSettled([1, 2].map(ask))).toMatchObject([
    { value: 'fine' },
    { reason: { message: 'no answer' } },
  ]);
});

test('where the call fails, so does each question', async () => {
  const { ask } = batch(() => Promise.reject(new Error('down')));
  const down = { status: 'rejected', reason: { message: 'down' } };
  expect(await Promise.allSettled([1, 2].map(ask))).toMatchObject([down, down]);
});
