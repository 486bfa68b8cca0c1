import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { createTakeBacks } from '../../src/store/take-backs.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** A store that takes back or fails, as it is told. */
function store() {
  let fails = true;
  const attempt = jest.fn(async (_key: string, _article: number) => {
    if (fails) throw new Error('no store');
  });
  const lost = jest.fn<() => void>();
  const takeBacks = createTakeBacks(attempt, () => false, lost);
  return {
    ...takeBacks,
    attempt,
    lost,
    fail(now: boolean) {
      fails = now;
    },
  };
}

/** Lets what was asked be answered. */
const answered = () => jest.advanceTimersByTimeAsync(0);

test('what has been settled makes room for more', async () => {
  const { add, settle, lost, fail } = store();
  for (let round = 0; round < 1100; round += 1) {
    fail(true);
    add('reader', round);
    await answered();
    fail(false);
    settle('reader');
    await answered();
  }
  fail(true);
  add('reader', 0);
  await answered();
  expect(lost).not.toHaveBeenCalled();
});

test('an answer of the store while nothing is owed does not put off the first attempt', async () => {
  const { add, storeAnswers, attempt } = store();
  storeAnswers();
  add('reader', 7);
  await answered();
  storeAnswers();
  expect(attempt).toHaveBeenCalledTimes(2);
});

test('a store that answers is asked for everything once a second', async () => {
  const { add, storeAnswers, attempt } = store();
  add('reader', 7);
  await answered();
  storeAnswers();
  await answered();
  await jest.advanceTimersByTimeAsync(999);
  storeAnswers();
  expect(attempt).toHaveBeenCalledTimes(2);
  await jest.advanceTimersByTimeAsync(1);
  storeAnswers();
  expect(attempt).toHaveBeenCalledTimes(3);
});
