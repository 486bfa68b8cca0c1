import { describe, expect, jest, test } from '@jest/globals';
import { createConverted, readConversion } from '../../src/meter/converted.js';
import type { Facts, NetworkCap } from '../../src/meter/facts.js';
import { NODE_MEANS } from '../../src/meter/node/index.js';
import type { Traces } from '../../src/meter/outcome.js';
import { readinessOf } from '../../src/meter/readiness.js';
import { readingFrom, unmeteredReading } from '../../src/meter/reading.js';
import { createRefusals } from '../../src/meter/refusals.js';
import { readSettings } from '../../src/meter/settings.js';
import { NoReader, takeBackView, visitBrought } from '../../src/meter/visits.js';
import { blockedStatus, endedOf } from '../../src/meter/way-in.js';
import { OptionError } from '../../src/options/index.js';
import { rulesOfCode } from '../../src/policy/index.js';
import type { NoAnswer } from '../../src/store/guard.js';
import type { GuardedStore, Store, Visit, Visited } from '../../src/store/index.js';
import { NOON, testOptions } from '../support/site.js';
import { aPass, PERIOD, someFacts, someFigures } from './facts.js';

const { settings } = readSettings(testOptions(), 'test', {}, NODE_MEANS);
const NEVER = Number.POSITIVE_INFINITY;

function guarded(answer: Partial<Visited> | NoAnswer = {}, reaches = true) {
  const asked: unknown[] = [];
  const visited: Visited | NoAnswer =
    typeof answer === 'string'
      ? answer
      : { outcome: 'full', read: 4, members: null, provisional: [], endsIn: 5000, ...answer };
  const store: GuardedStore = {
    async visit(visit) {
      asked.push(visit);
      return { visited, takeBack: async () => undefined };
    },
    takeBack: async (...given) => void asked.push(given),
    reaches: async () => reaches,
    breaker: () => 'open',
    metrics: [],
  };
  return { store, asked };
}

describe('what a reader has read', () => {
  const { access, ...besides } = someFacts().around;
  const idOf = (article: string) => Number(article);
  const limits = { promptAfter: 3, blockAfter: 6 };
  const readingOf = async (answer: Partial<Visited> | NoAnswer, more: Partial<Facts> = {}) =>
    readingFrom(someFacts({ limits, ...more }), guarded(answer).store, idOf);

  test('is asked for without counting', async () => {
    const { store, asked } = guarded();
    const brought = { passes: ['token'], account: null };
    await readingFrom(someFacts({ brought }), store, idOf);
    const visit = { key: '2026-11:AAAAAAAAAAAAAAAA', article: 0, ledger: [1, 2], limit: 0, rolling: false, brought };
    expect(asked).toEqual([{ ...visit, endsIn: PERIOD.end - NOON }]);
    await readingFrom(someFacts({ storeKey: undefined }), store, idOf);
    expect(asked).toHaveLength(1);
    await readingFrom(someFacts({ pass: null }), store, idOf);
    expect(asked[1]).toMatchObject({ ledger: [] });
  });

  test.each<[string, Partial<Visited> | NoAnswer, Partial<Facts>, object]>([
    ['the store knows', {}, {}, { state: 'register-prompt', read: 4, left: 2, limit: 6 }],
    ['the pass knows, where the store fails', 'lost', {}, { state: 'free', read: 2, left: 4 }],
    ['nobody knows', 'lost', { pass: null }, { state: 'free', read: 0, left: 6 }],
    ['is more than today’s limit', { read: 9 }, {}, { state: 'blocked', read: 6, left: 0, limit: 6 }],
    [
      'has no limit',
      {},
      { limits: { promptAfter: NEVER, blockAfter: NEVER } },
      { state: 'free', read: 4, left: NEVER, limit: NEVER },
    ],
  ])('is what %s', async (_who, answer, more, reading) => {
    expect(await readingOf(answer, more)).toMatchObject({ ...besides, ...reading });
  });

  test.each<[string, Partial<Visited> | NoAnswer, boolean, number]>([
    ['the calendar says', {}, false, PERIOD.end],
    ['the store says, where days roll', {}, true, NOON + 5000],
    ['the pass says, where it does not', 'lost', true, NOON + 9000],
  ])('starts again when %s', async (_when, answer, rolling, at) => {
    const { resetsAt } = await readingOf(answer, { rolling, pass: aPass({ end: NOON + 9000 }) });
    expect(resetsAt.getTime()).toBe(at);
  });

  test('is known article by article', async () => {
    const reading = await readingOf({ members: [2, 3] });
    const articles = [1, '2', 3n, 4, Number.NaN];
    expect(articles.map((article) => reading.has(article))).toEqual([true, true, true, false, false]);
    const unnamed = await readingFrom(someFacts(), guarded('lost').store, () => 1);
    expect(['a', ''].map((article) => unnamed.has(article))).toEqual([true, false]);
    const alone = await readingOf('lost');
    expect([1, 3].map((article) => alone.has(article))).toEqual([true, false]);
  });

  test('is nothing where nothing is counted', () => {
    const reading = unmeteredReading(PERIOD.end, someFacts().around);
    const none = { ...besides, state: 'free', read: 0, left: NEVER, limit: NEVER, resetsAt: new Date(PERIOD.end) };
    expect({ ...reading }).toEqual({ ...none, has: expect.any(Function) });
    expect(reading.has('a')).toBe(false);
    expect(access).toBe('metered');
  });
});

test.each([
  [true, 'ledger', 'ready', 'reachable'],
  [true, 'closed', 'ready', 'reachable'],
  [false, 'ledger', 'degraded', 'out-of-reach'],
  [false, 'open', 'degraded', 'out-of-reach'],
  [false, 'closed', 'unavailable', 'out-of-reach'],
] as const)('a store that answers (%p) with onStoreError %s is %s', async (reaches, onStoreError, status, store) => {
  expect(await readinessOf({ ...settings, onStoreError }, guarded({}, reaches).store)).toEqual({
    status,
    store,
    breaker: 'open',
    onStoreError,
    keys: { signs: '2026-11', verify: ['2026-11'] },
  });
});

test('refused passes are told of by cause, with how many since, and all are counted', () => {
  const told: unknown[] = [];
  let due = true;
  const { count, counts } = createRefusals((code, message) => {
    if (due) told.push([code, typeof message === 'string' ? message : message()]);
  });
  count('bad-signature');
  due = false;
  count('bad-signature');
  count('unknown-key');
  due = true;
  count('bad-signature');
  expect(told).toEqual([
    ['ERR_PAYWALL_PASS', 'Passes at odds with this process: 1 bad-signature'],
    ['ERR_PAYWALL_PASS', 'Passes at odds with this process: 1 unknown-key, 2 bad-signature'],
  ]);
  expect(counts()).toEqual({
    'unknown-key': 1,
    'bad-signature': 3,
    'other-site': 0,
    'other-period': 0,
    'other-ids': 0,
    'from-the-future': 0,
  });
  expect(counts()).not.toBe(counts());
});

describe('what a paywall elsewhere asks of the store', () => {
  function watched() {
    const asked: unknown[] = [];
    const visited: Visited = { outcome: 'added', read: 0, members: null, provisional: [], endsIn: 1 };
    const store: Store = {
      async visit(visit: Visit) {
        asked.push(visit);
        return visited;
      },
      takeBack: async (...given) => void asked.push(given),
    };
    return { store, asked, visited };
  }
  const takeBacks = [{ article: 3, view: 'v' }];
  const more = { passes: [], account: null, takeBacks, limit: 4 };

  test('is a visit of the reader whose passes these are', async () => {
    const { store, asked, visited } = watched();
    expect(await visitBrought(someFacts(), { ...more, article: 9 }, store)).toBe(visited);
    await visitBrought(someFacts({ pass: null, rolling: true }), { ...more, article: 9 }, store);
    const visit = { key: '2026-11:AAAAAAAAAAAAAAAA', article: 9, ledger: [1, 2], limit: 4, rolling: false, takeBacks };
    expect(asked).toEqual([
      { ...visit, endsIn: PERIOD.end - NOON },
      { ...visit, endsIn: PERIOD.end - NOON, ledger: [], rolling: true },
    ]);
  });

  test('may be to take back alone', async () => {
    const { store, asked } = watched();
    expect(await visitBrought(someFacts(), { ...more, article: undefined }, store)).toBeNull();
    expect(asked).toEqual([['2026-11:AAAAAAAAAAAAAAAA', takeBacks]]);
  });

  test('is nothing where nobody is named', async () => {
    const { store, asked } = watched();
    const nobody = someFacts({ storeKey: undefined });
    await expect(visitBrought(nobody, { ...more, article: 9 }, store)).rejects.toThrow(NoReader);
    await expect(visitBrought(nobody, { ...more, article: 9 }, store)).rejects.toThrow(
      'None of the passes counts here, and no account is named',
    );
    expect(asked).toEqual([]);
  });

  const READER = '2026-11:AAAAAAAAAAAAAAAA';
  const CAP: NetworkCap = { key: 'new:n', perDay: 1, beyond: 'blocked', endsIn: 1, member: 5 };
  const ADDED = { day: '2026-11-15', counts: { 'reached:1:-': 1 } };
  const nobody = { storeKey: undefined };

  test.each<[string, Partial<Facts>, Traces, unknown[]]>([
    ['of a reader', {}, { stored: true }, [READER, { article: 7, view: 'v' }]],
    ['of a reader, with the figures', {}, { stored: true, figures: ADDED }, [READER, { article: 7, view: 'v' }]],
    ['of figures alone', {}, { stored: false, figures: ADDED }, []],
    ['of nothing', {}, { stored: false }, []],
    [
      'of a new reader',
      { ...nobody, networkCap: CAP },
      { stored: true, newReader: 0 },
      ['new:n', { article: 0, view: 'v' }],
    ],
    [
      'of a reader in a network',
      { networkCap: CAP },
      { stored: true, newReader: 5 },
      [READER, { article: 7, view: 'v' }],
    ],
    ['of a new reader, uncapped', nobody, { stored: true, newReader: 5 }, []],
    ['of nobody in a network', { ...nobody, networkCap: CAP }, { stored: true }, []],
    ['of nobody', nobody, { stored: true }, []],
  ])('a view %s that came to nothing elsewhere is taken back', async (_, known, traces, left) => {
    const { store, asked } = guarded();
    const { figures, takenBack } = someFigures();
    await takeBackView(someFacts(known), 'v', traces, { store, figures });
    expect(takenBack).toStrictEqual(traces.figures ? [ADDED] : []);
    await takeBackView(someFacts(known), 'v', traces, { store, figures: undefined });
    expect(asked).toEqual(left.length > 0 ? [left, left] : []);
  });
});

describe('a reader who registered', () => {
  const BLOCKED = aPass({ state: 'blocked' });

  async function converted(given: unknown, facts: Partial<Facts> = {}, account?: () => { id: string; plan: string }) {
    const { figures, converted: counted } = someFigures();
    const named: unknown[] = [];
    const plans = new Map([['gold', 'full' as const]]);
    const core = {
      figures,
      rules: () => rulesOfCode({ limits: settings.limits, plans }),
      async facts(...asked: unknown[]) {
        named.push(asked);
        return someFacts(facts);
      },
    };
    const report = jest.fn();
    await createConverted(core, report)({ headers: [['Cookie', 'a=1']], account }, 'registered', given);
    return { counted, named, report };
  }

  test.each<[string, unknown, Partial<Facts>, object]>([
    ['the wall', 'a', { pass: BLOCKED }, { from: 'wall', name: 'a' }],
    ['the prompt', 'a', { pass: BLOCKED, article: 1 }, { from: 'prompt', name: 'a' }],
    ['a locked article', { id: 'a', access: 'locked' }, { pass: BLOCKED }, { from: 'locked', name: 'a' }],
    ['elsewhere', null, { pass: BLOCKED }, { from: 'other', name: null }],
    ['elsewhere, for all that is known', undefined, { pass: BLOCKED }, { from: 'other', name: null }],
    [
      'elsewhere, where no name is given',
      { id: undefined, access: 'locked' },
      { pass: BLOCKED },
      { from: 'other', name: null },
    ],
  ])('at %s is counted there', async (_where, given, facts, from) => {
    const { counted } = await converted(given, facts);
    expect(counted).toEqual([{ what: 'registered', account: false, plan: null, ...from }]);
  });

  test('is counted with the plan of the account, by the pass that the request brings', async () => {
    const { counted, named } = await converted('a', {}, () => ({ id: 'ann', plan: 'gold' }));
    expect(counted).toMatchObject([{ account: true, plan: 'gold' }]);
    expect(named).toEqual([[{ cookie: 'a=1' }, null, 'a']]);
    expect((await converted(null)).named).toEqual([[{ cookie: 'a=1' }, null, '']]);
  });

  test.each(['registered', 'subscribed'])('may have %s', (what) => {
    expect(readConversion(what, 'x')).toBe(what);
    expect(() => readConversion(`${what} `, 'x')).toThrow(OptionError);
  });

  test('need not be counted', async () => {
    const core = { figures: undefined, rules: () => rulesOfCode(settings), facts: async () => someFacts() };
    const told = createConverted(core, () => undefined)({ headers: {} }, 'subscribed', 'a');
    await expect(told).resolves.toBeUndefined();
  });
});

describe('the way in', () => {
  test.each([200, 400, 402, 499])('a wall may have the status %d', (status) => {
    expect(blockedStatus(status, 'x')).toBe(status);
  });

  test.each<[unknown, string]>([
    [199, 'RANGE'],
    [201, 'RANGE'],
    [399, 'RANGE'],
    [500, 'RANGE'],
    [402.5, 'RANGE'],
    ['402', 'TYPE'],
  ])('and not %p', (status, code) => {
    expect(() => blockedStatus(status, 'x')).toThrow(OptionError);
    expect(() => blockedStatus(status, 'x')).toThrow(
      new RegExp(`200, or a whole number from 400 to 499.*ERR_PAYWALL_OPTION_${code}`),
    );
  });

  test('the site is told of a view with its request, and what it throws is told of', () => {
    const report = jest.fn();
    expect(endedOf(undefined, report)).toBeUndefined();
    const onView = jest.fn();
    const view = { decision: unmetered(), status: 200, shown: true, counted: false, takenBack: false };
    endedOf<string>(onView, report)?.('request')(view);
    expect(onView.mock.calls).toEqual([[view, 'request']]);
    expect(report).not.toHaveBeenCalled();
    const error = new Error('no');
    endedOf<string>(() => {
      throw error;
    }, report)?.('request')(view);
    expect(report.mock.calls).toEqual([['ERR_PAYWALL_ON_VIEW', 'onView() failed', error]]);
  });
});

function unmetered() {
  const numbers = { read: 0, left: NEVER, limit: NEVER, resetsAt: new Date(NOON), counted: false, degraded: false };
  return { state: 'free', reason: 'open', ...numbers, ...someFacts().around } as const;
}
