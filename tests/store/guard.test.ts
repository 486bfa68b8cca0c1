import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Report } from '../../src/events/events.js';
import { guardStore } from '../../src/store/guard.js';
import type { Store, Visit, Visited } from '../../src/store/store.js';

const DEADLINE = 50;
/** Milliseconds after which a view is answered for sure: the deadline is told a turn or two of the event loop late. */
const ANSWERED = DEADLINE + 10;
const VISITED: Visited = { outcome: 'added', read: 0, members: null, endsIn: 1000 };

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const visitTo = (key: string): Visit => ({ key, article: 1, ledger: [], limit: 10, endsIn: 1000, rolling: false });

type State = 'well' | 'failing' | 'silent' | 'refusing';

/** A store that is well, fails, never answers or refuses to take back, as it is told, and logs what it was asked. */
function patient(fault?: () => Error | undefined) {
  const asked: string[] = [];
  let state: State = 'well';
  async function answer<T>(call: string, value: T): Promise<T> {
    asked.push(call);
    if (state === 'silent') return new Promise<T>(() => undefined);
    if (state === 'failing' || (state === 'refusing' && call.startsWith('take back'))) throw new Error('no store');
    return value;
  }
  const store: Store = {
    visit: ({ key }) => answer(`visit ${key}`, VISITED),
    takeBack: (key, article) => answer(`take back ${key} ${article}`, undefined),
    ...(fault && { fault }),
  };
  const report = jest.fn<Report>();
  const guarded = guardStore(store, DEADLINE, report);
  /** A visit, to its end or to the deadline. */
  const visit = async (key = 'somebody') => {
    const visited = guarded.visit(visitTo(key));
    await jest.advanceTimersByTimeAsync(ANSWERED);
    return visited;
  };
  const taken = () => asked.splice(0);
  const become = (next: State) => {
    state = next;
  };
  const codes = () => report.mock.calls.map(([code]) => code);
  const lastError = () => report.mock.calls.at(-1)?.[2];
  return {
    guarded,
    visit,
    taken,
    codes,
    lastError,
    become,
  };
}

describe('a view taken back while the store fails', () => {
  test('is taken back ahead of the same reader’s next visit', async () => {
    const { guarded, visit, taken, become } = patient();
    become('failing');
    guarded.takeBack('reader', 7);
    await visit('another');
    expect(taken()).toEqual(['take back reader 7', 'visit another']);

    become('well');
    await visit('reader');
    expect(taken()).toEqual(['take back reader 7', 'visit reader']);
    await visit('reader');
    expect(taken()).toEqual(['visit reader']);
  });

  test('is taken back once the store answers anybody', async () => {
    const { guarded, visit, taken, become, codes } = patient();
    become('failing');
    guarded.takeBack('reader', 7);
    guarded.takeBack('reader', 8);
    await jest.advanceTimersByTimeAsync(1000);
    become('well');
    taken();
    await visit('another');
    expect(taken()).toEqual(['visit another', 'take back reader 7', 'take back reader 8']);
    expect(codes()).toEqual([]);
  });

  test('is not asked for while the store is left alone', async () => {
    const { guarded, visit, taken, become } = patient();
    become('failing');
    for (let i = 0; i < 5; i += 1) await visit();
    taken();
    guarded.takeBack('reader', 7);
    expect(taken()).toEqual([]);
    become('well');
    await jest.advanceTimersByTimeAsync(1000);
    await visit();
    expect(taken()).toEqual(['visit somebody', 'take back reader 7']);
  });

  test('is taken back ahead of the visit that probes whether the store is back', async () => {
    const { guarded, visit, taken, become } = patient();
    become('failing');
    guarded.takeBack('reader', 7);
    for (let i = 0; i < 5; i += 1) await visit();
    become('well');
    await jest.advanceTimersByTimeAsync(1000);
    taken();
    await visit('reader');
    expect(taken()).toEqual(['take back reader 7', 'visit reader']);
  });

  test('is given up after ten attempts, with an event', async () => {
    const { guarded, visit, taken, codes, become } = patient();
    become('refusing');
    guarded.takeBack('broken key', 7);
    for (let seconds = 0; seconds < 20; seconds += 1) {
      await visit();
      await jest.advanceTimersByTimeAsync(1000);
    }
    expect(taken().filter((call) => call.startsWith('take back'))).toHaveLength(10);
    expect(codes()).toEqual(['ERR_PAYWALL_TAKE_BACK']);
  });

  test('is given up at once, with an event, where a thousand are owed already', async () => {
    const { guarded, codes, become } = patient();
    become('failing');
    for (let i = 0; i < 1000; i += 1) guarded.takeBack(`reader-${i}`, 7);
    await jest.advanceTimersByTimeAsync(0);
    expect(codes()).toEqual([]);
    guarded.takeBack('one too many', 7);
    await jest.advanceTimersByTimeAsync(0);
    expect(codes()).toEqual(['ERR_PAYWALL_TAKE_BACK']);
  });
});

test('calls that a client drops without a word do not add up until the store is left alone for ever', async () => {
  const { guarded, visit, become, codes } = patient();
  become('silent');
  for (let i = 0; i < 1500; i += 1) void guarded.visit(visitTo(`reader-${i}`));
  await jest.advanceTimersByTimeAsync(DEADLINE);
  expect(await visit()).toBe('unasked');
  become('well');
  await jest.advanceTimersByTimeAsync(60_000);
  await visit();
  expect(await visit()).toEqual(VISITED);
  expect(codes().at(-1)).toBe('PAYWALL_STORE_BACK');
});

test('a clock set back does not leave a healed store alone', async () => {
  const { visit, become } = patient();
  become('failing');
  for (let i = 0; i < 5; i += 1) await visit();
  become('well');
  jest.setSystemTime(Date.now() - 3_600_000);
  expect(await visit()).toBe('unasked');
  await jest.advanceTimersByTimeAsync(250);
  expect(await visit()).toEqual(VISITED);
  expect(await visit()).toEqual(VISITED);
});

describe('a store that fails', () => {
  test('is left alone after five failures in a row, and not before', async () => {
    const { visit, taken, become } = patient();
    become('failing');
    for (let i = 0; i < 4; i += 1) expect(await visit()).toBe('lost');
    become('well');
    expect(await visit()).toEqual(VISITED);
    become('failing');
    for (let i = 0; i < 5; i += 1) expect(await visit()).toBe('lost');
    taken();
    expect(await visit()).toBe('unasked');
    expect(taken()).toEqual([]);
  });

  test('is asked again after 250 ms, not before, by one view alone', async () => {
    const { guarded, visit, taken, become } = patient();
    become('failing');
    for (let i = 0; i < 5; i += 1) await visit();
    become('well');
    // It failed at once, and the time of a view has passed since.
    await jest.advanceTimersByTimeAsync(250 - ANSWERED - 1);
    taken();
    expect(await guarded.visit(visitTo('early'))).toBe('unasked');
    await jest.advanceTimersByTimeAsync(1);
    const both = [guarded.visit(visitTo('first')), guarded.visit(visitTo('second'))];
    expect(await Promise.all(both)).toEqual([VISITED, 'unasked']);
    expect(taken()).toEqual(['visit first']);
  });

  test('a probe that never settles keeps the next from being sent for five seconds, and no longer', async () => {
    const { visit, taken, become, codes } = patient();
    become('failing');
    for (let i = 0; i < 5; i += 1) await visit();
    become('silent');
    await jest.advanceTimersByTimeAsync(250);
    taken();
    expect(await visit('the probe')).toBe('lost');
    expect(taken()).toEqual(['visit the probe']);
    become('well');
    await jest.advanceTimersByTimeAsync(5000 - ANSWERED - 1);
    expect(await visit()).toBe('unasked');
    expect(taken()).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(await visit('the next')).toEqual(VISITED);
    expect(taken()).toEqual(['visit the next']);
    expect(codes().at(-1)).toBe('PAYWALL_STORE_BACK');
  });

  test('a probe that settles late lets the next be sent at once', async () => {
    const settle: (() => void)[] = [];
    let slow = false;
    const store: Store = {
      visit: () =>
        slow ? new Promise((resolve) => settle.push(() => resolve(VISITED))) : Promise.reject(new Error('no store')),
      takeBack: async () => undefined,
    };
    const guarded = guardStore(store, DEADLINE, () => undefined);
    for (let i = 0; i < 5; i += 1) await guarded.visit(visitTo('somebody'));
    slow = true;
    await jest.advanceTimersByTimeAsync(250);
    const probe = guarded.visit(visitTo('the probe'));
    await jest.advanceTimersByTimeAsync(ANSWERED + 250);
    expect(await probe).toBe('lost');
    settle.shift()?.();
    await jest.advanceTimersByTimeAsync(0);
    const next = guarded.visit(visitTo('the next'));
    settle.shift()?.();
    await jest.advanceTimersByTimeAsync(0);
    expect(await next).toEqual(VISITED);
  });

  test('that throws before it promises anything only fails the view', async () => {
    const broken: Store = {
      visit() {
        throw new Error('at once');
      },
      takeBack: async () => undefined,
    };
    expect(await guardStore(broken, DEADLINE, () => undefined).visit(visitTo('reader'))).toBe('lost');
  });
});

describe('a thousand calls without an answer', () => {
  test('are the most: then neither a visit nor a view taken back is sent', async () => {
    const { guarded, taken, become, lastError } = patient();
    become('silent');
    for (let i = 0; i < 999; i += 1) void guarded.visit(visitTo(`reader-${i}`));
    taken();
    void guarded.visit(visitTo('the thousandth'));
    expect(taken()).toEqual(['visit the thousandth']);
    expect(await guarded.visit(visitTo('one too many'))).toBe('unasked');
    guarded.takeBack('reader', 7);
    expect(taken()).toEqual([]);
    expect(lastError()).toEqual(new Error('1000 calls have no answer yet'));
  });
});

describe('the event of a failure', () => {
  test('says, while the store is left alone, what it failed with last', async () => {
    const { visit, become, lastError } = patient();
    become('failing');
    for (let i = 0; i < 6; i += 1) await visit();
    expect(lastError()).toEqual(new Error('no store'));
  });

  test('says what the store knows to be behind it', async () => {
    const fault = new Error('no network');
    const { visit, become, lastError } = patient(() => fault);
    become('silent');
    await visit();
    expect(lastError()).toMatchObject({ message: 'no answer within 50 ms: no network', cause: fault });
  });

  test('says it once where the call failed with it', async () => {
    const { visit, become, lastError } = patient(() => new Error('no store'));
    become('failing');
    await visit();
    expect(lastError()).toMatchObject({ message: 'no store' });
  });

  test('is told though the store fails to say', async () => {
    const { visit, become, lastError } = patient(() => {
      throw new Error('cannot say');
    });
    become('failing');
    expect(await visit()).toBe('lost');
    expect(lastError()).toEqual(new Error('no store'));
  });
});
