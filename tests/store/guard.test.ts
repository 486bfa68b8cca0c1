import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Report } from '../../src/events/events.js';
import { type GuardedStore, guardStore, type StoredView } from '../../src/store/guard.js';
import type { Store, Visit, Visited } from '../../src/store/store.js';

const DEADLINE = 50;
/** Milliseconds after which a view is answered for sure: the deadline is told a turn or two of the event loop late. */
const ANSWERED = DEADLINE + 10;
const VISITED: Visited = { outcome: 'added', read: 0, members: null, provisional: [], endsIn: 1000 };

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const visitTo = (key: string): Visit => ({ key, article: 1, ledger: [], limit: 10, endsIn: 1000, rolling: false });

/** What the metrics of a guarded store say, those without buckets. */
function measured({ metrics }: GuardedStore): Record<string, number> {
  const samples = metrics.flatMap((metric) => metric.samples().map((sample) => ({ name: metric.name, ...sample })));
  return Object.fromEntries(
    samples.map(({ name, metricName = name, labels, value }) => [
      [metricName, ...Object.values(labels)].join(' '),
      value,
    ]),
  );
}

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
    visit: ({ key, takeBacks = [] }) =>
      answer(['visit', key, ...takeBacks.map(({ article }) => `without ${article}`)].join(' '), VISITED),
    takeBack: (key, takeBacks) => answer(`take back ${key} ${takeBacks.map(({ article }) => article)}`, undefined),
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
  /** A visit that is counted, by a reader who then gives up. */
  async function counted(one: ReturnType<typeof patient>, key: string, state: State): Promise<void> {
    one.become('well');
    const view = await one.visit(key);
    one.become(state);
    one.taken();
    view.takeBack();
    await jest.advanceTimersByTimeAsync(0);
  }

  test('goes along with the same reader’s next visit until that is answered', async () => {
    const one = patient();
    await counted(one, 'reader', 'failing');
    expect(one.taken()).toEqual(['take back reader 1']);
    await one.visit('another');
    await one.visit('reader');
    expect(one.taken()).toEqual(['visit another', 'visit reader without 1']);
    one.become('well');
    await one.visit('reader');
    await one.visit('reader');
    expect(one.taken()).toEqual(['visit reader without 1', 'visit reader']);
  });

  test('is asked for once the store answers anybody', async () => {
    const one = patient();
    const views = [await one.visit('reader'), await one.visit('other')];
    one.become('failing');
    for (const view of views) view.takeBack();
    await jest.advanceTimersByTimeAsync(1000);
    one.become('well');
    one.taken();
    await one.visit('another');
    expect(one.taken()).toEqual(['visit another', 'take back reader 1', 'take back other 1']);
    expect(one.codes()).toEqual([]);
  });

  test('is not asked for while the store is left alone', async () => {
    const one = patient();
    const view = await one.visit('reader');
    one.become('failing');
    for (let i = 0; i < 5; i += 1) await one.visit();
    one.taken();
    view.takeBack();
    await jest.advanceTimersByTimeAsync(0);
    expect(one.taken()).toEqual([]);
    one.become('well');
    await jest.advanceTimersByTimeAsync(1000);
    await one.visit();
    expect(one.taken()).toEqual(['visit somebody', 'take back reader 1']);
  });

  test('goes along with the visit that probes whether the store is back', async () => {
    const one = patient();
    await counted(one, 'reader', 'failing');
    for (let i = 0; i < 5; i += 1) await one.visit();
    one.become('well');
    await jest.advanceTimersByTimeAsync(1000);
    one.taken();
    await one.visit('reader');
    expect(one.taken()).toEqual(['visit reader without 1']);
  });

  test('is given up after a minute, with an event', async () => {
    const one = patient();
    await counted(one, 'broken key', 'refusing');
    await jest.advanceTimersByTimeAsync(59_000);
    expect(one.codes()).toEqual([]);
    await jest.advanceTimersByTimeAsync(61_000);
    expect(one.codes()).toEqual(['ERR_PAYWALL_TAKE_BACK']);
    one.taken();
    await one.visit('broken key');
    expect(one.taken()).toEqual(['visit broken key']);
  });

  test('is given up at once, with an event, where a thousand are owed already', async () => {
    const one = patient();
    const views: StoredView[] = [];
    for (let i = 0; i <= 1000; i += 1) views.push(await one.visit(`reader-${i}`));
    one.become('failing');
    for (const view of views.slice(1)) view.takeBack();
    await jest.advanceTimersByTimeAsync(0);
    expect(one.codes()).toEqual([]);
    views[0]?.takeBack();
    await jest.advanceTimersByTimeAsync(0);
    expect(one.codes()).toEqual(['ERR_PAYWALL_TAKE_BACK']);
  });
});

describe('a view taken back before its call has ended', () => {
  function slow(outcome: Visited['outcome'] = 'added') {
    const asked: string[] = [];
    const answers: (() => void)[] = [];
    const failures: (() => void)[] = [];
    const store: Store = {
      visit: ({ key, takeBacks = [] }) => {
        asked.push(`visit ${key} without ${takeBacks.length}`);
        return new Promise((resolve, reject) => {
          answers.push(() => resolve({ ...VISITED, outcome }));
          failures.push(() => reject(new Error('the connection was closed')));
        });
      },
      takeBack: async (key) => void asked.push(`take back ${key}`),
    };
    const guarded = guardStore(store, DEADLINE, () => undefined);
    const lost = async () => {
      const view = guarded.visit(visitTo('reader'));
      await jest.advanceTimersByTimeAsync(ANSWERED);
      const { visited, takeBack } = await view;
      expect(visited).toBe('lost');
      takeBack();
    };
    /** Two views at once, given up in the order of their calls or the other way round. */
    const bothLost = async (order: readonly [number, number]) => {
      const both = [guarded.visit(visitTo('reader')), guarded.visit(visitTo('reader'))];
      await jest.advanceTimersByTimeAsync(ANSWERED);
      const views = await Promise.all(both);
      for (const index of order) views[index]?.takeBack();
    };
    return { guarded, asked, answers, failures, lost, bothLost };
  }

  test('is asked for only then, and the reader’s next visit waits for it', async () => {
    const { guarded, asked, answers, lost } = slow();
    await lost();
    const next = guarded.visit(visitTo('reader'));
    void guarded.visit(visitTo('another'));
    await jest.advanceTimersByTimeAsync(0);
    expect(asked).toEqual(['visit reader without 0', 'visit another without 0']);
    answers[0]?.();
    await jest.advanceTimersByTimeAsync(0);
    expect(asked.slice(2)).toEqual(['take back reader', 'visit reader without 1']);
    answers[2]?.();
    await jest.advanceTimersByTimeAsync(0);
    expect((await next).visited).toEqual(VISITED);
  });

  test('is asked for as soon as its call fails, which may have counted all the same', async () => {
    const { asked, failures, lost } = slow();
    await lost();
    failures[0]?.();
    await jest.advanceTimersByTimeAsync(0);
    expect(asked).toEqual(['visit reader without 0', 'take back reader']);
  });

  test('is waited for by the reader’s next visit for as long as it may be carried out', async () => {
    const { guarded, asked, lost } = slow();
    await lost();
    await jest.advanceTimersByTimeAsync(5000);
    const next = guarded.visit(visitTo('reader'));
    await jest.advanceTimersByTimeAsync(ANSWERED);
    expect((await next).visited).toBe('lost');
    expect(asked).toEqual(['visit reader without 0']);
    await jest.advanceTimersByTimeAsync(25_000);
    expect(asked.slice(1)).toEqual(['take back reader', 'visit reader without 1']);
  });

  const ORDERS = [
    [0, 1],
    [1, 0],
  ] as const;
  const CASES = ORDERS.flatMap((givenUp) => ORDERS.map((ended) => [givenUp, ended] as const));

  test.each(CASES)('of several given up as %j is waited for, though calls end as %j', async (givenUp, ended) => {
    const { guarded, asked, answers, bothLost } = slow('full');
    await bothLost(givenUp);
    void guarded.visit(visitTo('reader'));
    for (const [index, sent] of [
      [ended[0], 2],
      [ended[1], 3],
    ] as const) {
      answers[index]?.();
      await jest.advanceTimersByTimeAsync(0);
      expect(asked).toHaveLength(sent);
    }
  });

  test('of several is waited for by a visit that comes once the first has ended, too', async () => {
    const { guarded, asked, answers, bothLost } = slow('full');
    await bothLost([0, 1]);
    answers[0]?.();
    await jest.advanceTimersByTimeAsync(0);
    void guarded.visit(visitTo('reader'));
    await jest.advanceTimersByTimeAsync(0);
    expect(asked).toHaveLength(2);
    answers[1]?.();
    await jest.advanceTimersByTimeAsync(0);
    expect(asked).toHaveLength(3);
  });

  test('leaves no timer behind once its call has ended', async () => {
    const { answers, lost } = slow('full');
    await lost();
    answers[0]?.();
    await jest.advanceTimersByTimeAsync(0);
    expect(jest.getTimerCount()).toBe(0);
  });

  test.each(CASES)('of several given up as %j is asked for each, though calls end as %j', async (givenUp, ended) => {
    const { asked, answers, bothLost } = slow();
    await bothLost(givenUp);
    for (const index of ended) {
      answers[index]?.();
      await jest.advanceTimersByTimeAsync(0);
    }
    expect(asked.slice(2)).toEqual(['take back reader', 'take back reader']);
  });

  test('waits to be taken back as far as the metrics say, and leaves nothing behind', async () => {
    const { guarded, answers, lost } = slow();
    await lost();
    expect(measured(guarded)).toMatchObject({ paywall_take_backs_waiting: 1, paywall_store_calls_in_flight: 1 });
    answers[0]?.();
    await jest.advanceTimersByTimeAsync(0);
    expect(measured(guarded)).toMatchObject({ paywall_take_backs_waiting: 0, paywall_store_calls_in_flight: 0 });
  });

  test('is taken back where timers are numbers, as in browsers and workers', async () => {
    const { setTimeout } = globalThis;
    const { asked, answers, lost } = slow();
    Reflect.set(globalThis, 'setTimeout', (...given: Parameters<typeof setTimeout>) => Number(setTimeout(...given)));
    try {
      await lost();
      answers[0]?.();
      await jest.advanceTimersByTimeAsync(0);
    } finally {
      Reflect.set(globalThis, 'setTimeout', setTimeout);
    }
    expect(asked).toEqual(['visit reader without 0', 'take back reader']);
  });

  test('is not asked for where it turns out not to have counted', async () => {
    const { asked, answers, lost } = slow('full');
    await lost();
    answers[0]?.();
    await jest.advanceTimersByTimeAsync(0);
    expect(asked).toEqual(['visit reader without 0']);
  });

  test('is asked for after half a minute where the call never ends', async () => {
    const { asked, lost } = slow();
    await lost();
    await jest.advanceTimersByTimeAsync(30_000);
    expect(asked).toEqual(['visit reader without 0', 'take back reader']);
  });

  test.each(['answers', 'failures'] as const)(
    'is asked for once, though its call ends after half a minute: by %s',
    async (end) => {
      const { asked, lost, [end]: ends } = slow();
      await lost();
      await jest.advanceTimersByTimeAsync(30_000);
      ends[0]?.();
      await jest.advanceTimersByTimeAsync(0);
      expect(asked).toEqual(['visit reader without 0', 'take back reader']);
    },
  );

  test('does not keep others from probing whether the store is back: its reader’s next visit is no probe', async () => {
    const one = patient();
    one.become('silent');
    const given = await one.visit('reader');
    given.takeBack();
    one.become('failing');
    for (let i = 0; i < 5; i += 1) await one.visit();
    one.become('well');
    await jest.advanceTimersByTimeAsync(1000);
    expect((await one.visit('reader')).visited).toBe('unasked');
    expect((await one.visit('another')).visited).toEqual(VISITED);
    expect((await one.visit('another')).visited).toEqual(VISITED);
  });
});

test('calls that a client drops without a word do not add up until the store is left alone for ever', async () => {
  const { guarded, visit, become, codes } = patient();
  become('silent');
  for (let i = 0; i < 1500; i += 1) void guarded.visit(visitTo(`reader-${i}`));
  await jest.advanceTimersByTimeAsync(DEADLINE);
  expect((await visit()).visited).toBe('unasked');
  become('well');
  await jest.advanceTimersByTimeAsync(60_000);
  await visit();
  expect((await visit()).visited).toEqual(VISITED);
  expect(codes().at(-1)).toBe('PAYWALL_STORE_BACK');
});

test('a clock set back does not leave a healed store alone', async () => {
  const { visit, become } = patient();
  become('failing');
  for (let i = 0; i < 5; i += 1) await visit();
  become('well');
  jest.setSystemTime(Date.now() - 3_600_000);
  expect((await visit()).visited).toBe('unasked');
  await jest.advanceTimersByTimeAsync(250);
  expect((await visit()).visited).toEqual(VISITED);
  expect((await visit()).visited).toEqual(VISITED);
});

describe('a store that fails', () => {
  test('is left alone after five failures in a row, and not before', async () => {
    const { visit, taken, become } = patient();
    become('failing');
    for (let i = 0; i < 4; i += 1) expect((await visit()).visited).toBe('lost');
    become('well');
    expect((await visit()).visited).toEqual(VISITED);
    become('failing');
    for (let i = 0; i < 5; i += 1) expect((await visit()).visited).toBe('lost');
    taken();
    expect((await visit()).visited).toBe('unasked');
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
    expect((await guarded.visit(visitTo('early'))).visited).toBe('unasked');
    await jest.advanceTimersByTimeAsync(1);
    const both = [guarded.visit(visitTo('first')), guarded.visit(visitTo('second'))];
    expect((await Promise.all(both)).map(({ visited }) => visited)).toEqual([VISITED, 'unasked']);
    expect(taken()).toEqual(['visit first']);
  });

  test('a probe that never settles keeps the next from being sent for five seconds, and no longer', async () => {
    const { guarded, visit, taken, become, codes } = patient();
    become('failing');
    for (let i = 0; i < 5; i += 1) await visit();
    become('silent');
    await jest.advanceTimersByTimeAsync(250);
    taken();
    expect((await visit('the probe')).visited).toBe('lost');
    expect(taken()).toEqual(['visit the probe']);
    become('well');
    await jest.advanceTimersByTimeAsync(5000 - ANSWERED - 1);
    expect((await guarded.visit(visitTo('early'))).visited).toBe('unasked');
    expect(taken()).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect((await visit('the next')).visited).toEqual(VISITED);
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
    expect((await probe).visited).toBe('lost');
    settle.shift()?.();
    await jest.advanceTimersByTimeAsync(0);
    const next = guarded.visit(visitTo('the next'));
    settle.shift()?.();
    await jest.advanceTimersByTimeAsync(0);
    expect((await next).visited).toEqual(VISITED);
  });

  test('lets no second probe be sent where an earlier call settles while the first is under way', async () => {
    const settle: (() => void)[] = [];
    const store: Store = {
      visit: () => new Promise((resolve) => settle.push(() => resolve(VISITED))),
      takeBack: async () => undefined,
    };
    const guarded = guardStore(store, DEADLINE, () => undefined);
    for (let i = 0; i < 5; i += 1) void guarded.visit(visitTo('somebody'));
    await jest.advanceTimersByTimeAsync(ANSWERED + 250);
    void guarded.visit(visitTo('the probe'));
    await jest.advanceTimersByTimeAsync(ANSWERED);
    settle[0]?.();
    await jest.advanceTimersByTimeAsync(250);
    expect((await guarded.visit(visitTo('the next'))).visited).toBe('unasked');
    expect(settle).toHaveLength(6);
  });

  test('that throws before it promises anything only fails the view', async () => {
    const broken: Store = {
      visit() {
        throw new Error('at once');
      },
      takeBack: async () => undefined,
    };
    expect((await guardStore(broken, DEADLINE, () => undefined).visit(visitTo('reader'))).visited).toBe('lost');
  });
});

describe('a thousand calls without an answer', () => {
  test('are the most: then neither a visit nor a view taken back is sent', async () => {
    const { guarded, visit, taken, become, lastError } = patient();
    const view = await visit('reader');
    become('silent');
    for (let i = 0; i < 999; i += 1) void guarded.visit(visitTo(`reader-${i}`));
    taken();
    void guarded.visit(visitTo('the thousandth'));
    expect(taken()).toEqual(['visit the thousandth']);
    expect((await guarded.visit(visitTo('one too many'))).visited).toBe('unasked');
    view.takeBack();
    await jest.advanceTimersByTimeAsync(0);
    expect(taken()).toEqual([]);
    expect(lastError()).toEqual(new Error('1000 calls have no answer yet'));
  });
});

describe('an answer', () => {
  const answering = (visited: unknown) => {
    const report = jest.fn<Report>();
    const store: Store = { visit: () => Promise.resolve(VISITED), takeBack: async () => undefined };
    Reflect.set(store, 'visit', async () => visited);
    return { ...guardStore(store, DEADLINE, report), report };
  };

  test.each<[string, unknown, RegExp]>([
    ['nothing', undefined, /^the store answered undefined$/],
    ['text', 'added', /^the store answered "added"$/],
    ['an outcome of its own', { outcome: 'open' }, /an outcome of "open" at 0 articles, to end in 1000$/],
    ['a count below none', { read: -1 }, /an outcome of "added" at -1 articles/],
    ['a count that is not whole', { read: 1.5 }, /at 1.5 articles/],
    ['a count in words', { read: '1' }, /at "1" articles/],
    ['no end', { endsIn: undefined }, /to end in undefined$/],
    ['an end that never comes', { endsIn: Number.POSITIVE_INFINITY }, /to end in Infinity$/],
    ['members that are no list', { members: '12' }, /an outcome of "added"/],
    ['members that are no numbers', { members: [1, '2'] }, /an outcome of "added"/],
    ['nothing of what may be taken back', { provisional: null }, /an outcome of "added"/],
    ['words of what may be taken back', { provisional: ['1'] }, /an outcome of "added"/],
  ])('that is %s is none: the store has failed', async (_what, given, message) => {
    const visited = typeof given === 'object' ? { ...VISITED, ...given } : given;
    const { visit, report } = answering(visited);
    expect((await visit(visitTo('reader'))).visited).toBe('lost');
    expect(report.mock.calls[0]?.[2]).toMatchObject({ name: 'TypeError', message: expect.stringMatching(message) });
  });

  test.each<Partial<Visited>>([
    { outcome: 'known', read: 1, members: [1], provisional: [] },
    { outcome: 'added', read: 2, members: [1, -2, 3], provisional: [-2] },
    { outcome: 'full', read: 0, members: [] },
  ])('of %j is one', async (given) => {
    expect((await answering({ ...VISITED, ...given }).visit(visitTo('reader'))).visited).toEqual({
      ...VISITED,
      ...given,
    });
  });
});

describe('the metrics', () => {
  test('say what became of each view, how long it waited and how the breaker is', async () => {
    const { guarded, visit, become } = patient();
    expect(measured(guarded)).toMatchObject({ 'paywall_store_breaker_state closed': 1 });
    await visit();
    become('silent');
    await visit();
    expect(measured(guarded)).toMatchObject({
      'paywall_store_views_total answered': 1,
      'paywall_store_views_total lost': 1,
      paywall_store_duration_seconds_sum: expect.closeTo(DEADLINE / 1000, 2),
      paywall_store_duration_seconds_count: 2,
      paywall_store_calls_in_flight: 1,
    });
    become('failing');
    for (let i = 0; i < 5; i += 1) await visit();
    expect(measured(guarded)).toMatchObject({
      'paywall_store_views_total lost': 5,
      'paywall_store_views_total unasked': 1,
      'paywall_store_breaker_state closed': 0,
      'paywall_store_breaker_state open': 1,
    });
  });

  test('say how many views wait to be taken back, and how many never were', async () => {
    const { guarded, visit, become } = patient();
    const view = await visit('reader');
    become('refusing');
    await view.takeBack();
    expect(measured(guarded)).toMatchObject({ paywall_take_backs_waiting: 1, paywall_take_backs_lost_total: 0 });
    await jest.advanceTimersByTimeAsync(120_000);
    expect(measured(guarded)).toMatchObject({ paywall_take_backs_waiting: 0, paywall_take_backs_lost_total: 1 });
  });
});

describe('whether the store answers', () => {
  test('is what a visit says that counts nothing', async () => {
    const { guarded, become, taken } = patient();
    expect(await guarded.reaches()).toBe(true);
    become('failing');
    expect(await guarded.reaches()).toBe(false);
    expect(taken()).toEqual(['visit readyz', 'visit readyz']);
  });
});

test('each view that is taken back has a name of its own', async () => {
  const names: unknown[] = [];
  const store: Store = {
    visit: async () => VISITED,
    takeBack: async (_key, takeBacks) => void names.push(...takeBacks.map(({ view }) => view)),
  };
  const guarded = guardStore(store, DEADLINE, () => undefined);
  for (let n = 0; n < 2; n += 1) await (await guarded.visit(visitTo('reader'))).takeBack();
  expect(names).toEqual([expect.stringMatching(/^[\w-]{12}$/), expect.stringMatching(/^[\w-]{12}$/)]);
  expect(new Set(names).size).toBe(2);
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

  test('says it instead of what is no error', async () => {
    const fault = new Error('no network');
    const report = jest.fn<Report>();
    const store: Store = { visit: () => Promise.reject('no'), takeBack: async () => undefined, fault: () => fault };
    await guardStore(store, DEADLINE, report).visit(visitTo('reader'));
    expect(report.mock.calls[0]?.[2]).toBe(fault);
  });

  test('is told though the store fails to say', async () => {
    const { visit, become, lastError } = patient(() => {
      throw new Error('cannot say');
    });
    become('failing');
    expect((await visit()).visited).toBe('lost');
    expect(lastError()).toEqual(new Error('no store'));
  });
});
