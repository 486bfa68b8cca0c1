import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { countUnsettled } from '../../src/store/unsettled.js';

const ERA = 1000;

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** Counted from a moment that is not the clock's first. */
function unsettled() {
  jest.advanceTimersByTime(700);
  return countUnsettled(ERA);
}

test('calls are counted from their beginning to their end', () => {
  const { begin, end, count } = unsettled();
  const first = begin();
  const second = begin();
  expect(count()).toBe(2);
  end(first);
  expect(count()).toBe(1);
  end(second);
  expect(count()).toBe(0);
});

test('a call that ends in a later era than it began in is counted no longer', () => {
  const { begin, end, count } = unsettled();
  const era = begin();
  jest.advanceTimersByTime(ERA);
  begin();
  expect(count()).toBe(2);
  end(era);
  expect(count()).toBe(1);
});

test('a call never settled is counted for one era at the least, and for two at the most', () => {
  const { begin, count } = unsettled();
  begin();
  jest.advanceTimersByTime(1.5 * ERA);
  expect(count()).toBe(1);
  jest.advanceTimersByTime(ERA - 1);
  expect(count()).toBe(1);
  jest.advanceTimersByTime(1);
  expect(count()).toBe(0);
});

test('an era ends with its last moment, whether calls are counted or begun then', () => {
  const { begin, count } = unsettled();
  begin();
  jest.advanceTimersByTime(ERA);
  begin();
  jest.advanceTimersByTime(ERA);
  expect(count()).toBe(1);
});

test('two eras in which nothing was asked leave nothing to be counted', () => {
  const { begin, end, count } = unsettled();
  begin();
  jest.advanceTimersByTime(2 * ERA);
  expect(count()).toBe(0);
  const era = begin();
  expect(count()).toBe(1);
  end(era);
  expect(count()).toBe(0);
});

test('eras follow one another for as long as there are calls', () => {
  const { begin, count } = unsettled();
  for (let era = 0; era < 5; era += 1) {
    begin();
    jest.advanceTimersByTime(ERA);
    expect(count()).toBe(1);
  }
});
