import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { TakeBack } from '../../src/store/store.js';
import { createTakeBacks } from '../../src/store/take-backs.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** A store that takes back or fails, as it is told. */
function store() {
  let fails = true;
  const ask = jest.fn(async (_key: string, _takeBacks: readonly TakeBack[]) => {
    if (fails) throw new Error('no store');
  });
  const lost = jest.fn<() => void>();
  const takeBacks = createTakeBacks(ask, () => false, lost);
  let views = 0;
  return {
    ...takeBacks,
    ask,
    lost,
    fail(now: boolean) {
      fails = now;
    },
    add(key: string, article: number) {
      views += 1;
      takeBacks.add(key, { article, view: `view-${views}` });
    },
  };
}

/** Lets what was asked be answered. */
const answered = () => jest.advanceTimersByTimeAsync(0);

test('what is done makes room for more', async () => {
  const { add, owed, done, lost } = store();
  for (let round = 0; round < 1100; round += 1) {
    add('reader', round);
    await answered();
    done('reader', owed('reader'));
  }
  expect(lost).not.toHaveBeenCalled();
  expect(owed('reader')).toEqual([]);
});

test('what the store has taken back at once is owed no longer', async () => {
  const { add, owed, fail } = store();
  fail(false);
  add('reader', 7);
  expect(owed('reader')).toMatchObject([{ article: 7 }]);
  await answered();
  expect(owed('reader')).toEqual([]);
  expect(jest.getTimerCount()).toBeLessThanOrEqual(1);
});

test('at most 16 go along with a visit, the oldest first', async () => {
  const { add, owed } = store();
  for (let article = 1; article <= 20; article += 1) add('reader', article);
  expect(owed('reader').map(({ article }) => article)).toEqual(Array.from({ length: 16 }, (_, index) => index + 1));
});

test('what is done is what was named, and nothing that came since', async () => {
  const { add, owed, done } = store();
  add('reader', 1);
  const first = owed('reader');
  add('reader', 2);
  done('reader', first);
  expect(owed('reader')).toMatchObject([{ article: 2 }]);
});

test('an answer of the store while nothing is owed does not put off the first attempt', async () => {
  const { add, storeAnswers, ask } = store();
  storeAnswers();
  add('reader', 7);
  await answered();
  storeAnswers();
  expect(ask).toHaveBeenCalledTimes(2);
});

test('a store that answers is asked for everything once a second', async () => {
  const { add, storeAnswers, ask } = store();
  add('reader', 7);
  await answered();
  storeAnswers();
  await answered();
  await jest.advanceTimersByTimeAsync(999);
  storeAnswers();
  expect(ask).toHaveBeenCalledTimes(2);
  await jest.advanceTimersByTimeAsync(1);
  storeAnswers();
  expect(ask).toHaveBeenCalledTimes(3);
});

test('each is lost a minute after it came, or a little later, whatever came before it', async () => {
  const { add, owed, lost } = store();
  add('reader', 1);
  await jest.advanceTimersByTimeAsync(30_000);
  add('reader', 2);
  add('other', 3);
  await jest.advanceTimersByTimeAsync(30_000);
  expect(lost).toHaveBeenCalledTimes(1);
  expect(owed('reader')).toMatchObject([{ article: 2 }]);
  await jest.advanceTimersByTimeAsync(60_000);
  expect(lost).toHaveBeenCalledTimes(3);
  expect(jest.getTimerCount()).toBe(0);
});

test('what is done twice is done once', async () => {
  const { add, owed, done, count } = store();
  add('reader', 1);
  const first = owed('reader');
  done('reader', first);
  done('reader', first);
  expect(count()).toBe(0);
  expect(owed('reader')).toEqual([]);
});

test('a reader of whom nothing is owed any more is not asked for', async () => {
  const { add, owed, done, storeAnswers, ask, count } = store();
  add('reader', 1);
  add('other', 2);
  await answered();
  done('reader', owed('reader'));
  expect(count()).toBe(1);
  ask.mockClear();
  storeAnswers();
  expect(ask.mock.calls.map(([key]) => key)).toEqual(['other']);
});

test('where timers are numbers, as in browsers and workers, a view is kept and lost in its time', async () => {
  const { setTimeout } = globalThis;
  Reflect.set(globalThis, 'setTimeout', (...given: Parameters<typeof setTimeout>) => Number(setTimeout(...given)));
  try {
    const { add, owed, lost } = store();
    add('reader', 1);
    await answered();
    expect(owed('reader')).toMatchObject([{ article: 1 }]);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(lost).toHaveBeenCalledTimes(1);
  } finally {
    Reflect.set(globalThis, 'setTimeout', setTimeout);
  }
});
