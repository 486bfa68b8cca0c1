import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createBreaker } from '../../src/store/breaker.js';

const EVERY = 100;

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const fine = async () => 'fine';
const broken = async () => {
  throw new Error('broken');
};

/** A call that ends when it is told to. */
function later() {
  let fail: (error: Error) => void = () => undefined;
  let succeed: (text: string) => void = () => undefined;
  const promise = new Promise<string>((resolve, reject) => {
    succeed = resolve;
    fail = reject;
  });
  return { call: () => promise, succeed: () => succeed('fine'), fail: () => fail(new Error('broken')) };
}

function breakerOfThree() {
  const closed = jest.fn();
  const breaker = createBreaker({ failures: 3, probeEvery: EVERY, closed });
  const fail = async (times: number) => {
    for (let i = 0; i < times; i += 1) await expect(breaker.execute(broken)).rejects.toThrow('broken');
  };
  return { ...breaker, closed, fail };
}

describe('a circuit breaker', () => {
  test('opens after so many failures in a row, between which nothing succeeded', async () => {
    const { fail, execute, state } = breakerOfThree();
    await fail(2);
    expect(await execute(fine)).toBe('fine');
    await fail(2);
    expect(state()).toBe('closed');
    await fail(1);
    expect(state()).toBe('open');
  });

  test('allows a call once it has been open for as long as that, and none beside it', async () => {
    const { fail, execute, state, allows } = breakerOfThree();
    await fail(3);
    jest.advanceTimersByTime(EVERY - 1);
    expect(allows()).toBe(false);
    jest.advanceTimersByTime(1);
    expect(allows()).toBe(true);
    const probe = later();
    const probed = execute(probe.call);
    expect([state(), allows()]).toEqual(['half-open', false]);
    probe.succeed();
    await probed;
    expect([state(), allows()]).toEqual(['closed', true]);
  });

  test('closes by a probe that succeeds, tells of it once, and counts anew', async () => {
    const { fail, execute, state, closed } = breakerOfThree();
    await fail(3);
    await execute(fine);
    await execute(fine);
    expect(closed).toHaveBeenCalledTimes(1);
    await fail(2);
    expect(state()).toBe('closed');
  });

  test('stays open for as long again after a probe that fails', async () => {
    const { fail, state, allows, closed } = breakerOfThree();
    await fail(3);
    jest.advanceTimersByTime(EVERY);
    await fail(1);
    expect([state(), allows()]).toEqual(['open', false]);
    jest.advanceTimersByTime(EVERY);
    expect(allows()).toBe(true);
    expect(closed).not.toHaveBeenCalled();
  });

  test('learns nothing, once open, from calls that were begun before', async () => {
    const { fail, execute, state, allows } = breakerOfThree();
    const [early, late] = [later(), later()];
    const calls = [execute(early.call), execute(late.call)];
    await fail(3);
    early.succeed();
    await calls[0];
    expect(state()).toBe('open');
    jest.advanceTimersByTime(EVERY);
    late.fail();
    await expect(calls[1]).rejects.toThrow('broken');
    expect([state(), allows()]).toEqual(['open', true]);
  });
});
