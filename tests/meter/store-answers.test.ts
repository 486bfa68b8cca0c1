import { describe, expect, jest, test } from '@jest/globals';
import type { Decided } from '../../src/meter/decided.js';
import type { Facts, NetworkCap } from '../../src/meter/facts.js';
import { firstViewOfNetwork, unitedReaderOfNetwork } from '../../src/meter/steps/05-network-cap.js';
import { askStore } from '../../src/meter/steps/08-store.js';
import { withoutStore } from '../../src/meter/steps/09-store-down.js';
import type { NoAnswer } from '../../src/store/guard.js';
import type { GuardedStore, Visit, Visited } from '../../src/store/index.js';
import { NOON } from '../support/site.js';
import { aPass, PERIOD, someFacts } from './facts.js';

const takeBack = async () => undefined;
const LIMITS = { promptAfter: 1, blockAfter: 3 };
const NEVER = Number.POSITIVE_INFINITY;

/** A store that answers so. */
function answering(answer: Partial<Visited> | NoAnswer) {
  const visited: Visited | NoAnswer =
    typeof answer === 'string'
      ? answer
      : { outcome: 'added', read: 2, members: null, provisional: [], endsIn: 5000, ...answer };
  const asked: Visit[] = [];
  const store: GuardedStore = {
    async visit(visit) {
      asked.push(visit);
      return { visited, takeBack };
    },
    takeBack: async () => undefined,
    reaches: async () => true,
    breaker: () => 'closed',
    metrics: [],
  };
  return { store, asked };
}

const found = async (
  answer: Partial<Visited> | NoAnswer,
  more: Partial<Facts> = {},
  then: 'ledger' | 'open' | 'closed' = 'ledger',
) => askStore(someFacts({ limits: LIMITS, ...more }), 'key', answering(answer).store, then);

describe('the store is asked', () => {
  test('for the article, by the ledger, up to the limit and to the end of the period', async () => {
    const { store, asked } = answering({});
    const brought = { passes: ['token'], account: null };
    await askStore(someFacts({ limits: LIMITS, brought }), 'key', store, 'ledger');
    await askStore(
      someFacts({ pass: null, limits: { promptAfter: NEVER, blockAfter: NEVER } }),
      'key',
      store,
      'ledger',
    );
    expect(asked).toEqual([
      { key: 'key', article: 7, ledger: [1, 2], limit: 3, endsIn: PERIOD.end - NOON, rolling: false, brought },
      expect.objectContaining({ ledger: [], limit: 1000 }),
    ]);
  });

  test.each<[string, Partial<Facts>, number]>([
    ['the pass says, of days that roll', {}, 9000],
    ['the calendar does, of an account: its own days begin now', { account: 'the tag' }, PERIOD.end - NOON],
    ['the calendar does, without a pass', { pass: null }, PERIOD.end - NOON],
  ])('for a set that ends when %s', async (_when, more, endsIn) => {
    const { store, asked } = answering({});
    const pass = aPass({ end: NOON + 9000 });
    await askStore(someFacts({ rolling: true, pass, ...more }), 'key', store, 'ledger');
    expect(asked).toMatchObject([{ rolling: true, endsIn }]);
  });
});

type Found = Omit<Partial<Decided>, 'decision'> & { readonly decision: Partial<Decided['decision']> };

test.each<[string, Partial<Visited>, Partial<Facts>, Found]>([
  [
    'added',
    {},
    {},
    {
      decision: { state: 'register-prompt', reason: 'new-article', read: 2, left: 0, counted: true, degraded: false },
      ledger: [1, 2, 7],
      size: 3,
      takeBack,
    },
  ],
  [
    'added to a first article',
    { read: 0 },
    { pass: null },
    { decision: { state: 'free', reason: 'new-article', read: 0, left: 2 }, ledger: [7], size: 1 },
  ],
  [
    'known to it alone',
    { outcome: 'known', read: 3, members: [7, 2, 1] },
    {},
    {
      decision: { state: 'register-prompt', reason: 're-read', read: 2, left: 0, counted: false },
      ledger: [2, 1, 7],
      size: 3,
      takeBack,
    },
  ],
  [
    'known, with one less to be read than the prompt is after',
    { outcome: 'known', read: 1, members: [7] },
    { pass: null },
    { decision: { state: 'free', reason: 're-read', read: 0, left: 2 }, ledger: [7] },
  ],
  [
    'full',
    { outcome: 'full', read: 3, members: [3, 2, 1] },
    {},
    {
      decision: { state: 'blocked', reason: 'limit', read: 3, left: 0, counted: false },
      ledger: [3, 2, 1],
      size: 3,
      takeBack: null,
    },
  ],
  [
    'full at 1,000, and nothing ever blocks',
    { outcome: 'full', read: 1000 },
    { limits: { promptAfter: NEVER, blockAfter: NEVER } },
    {
      decision: { state: 'free', reason: 'new-article', read: 1000, counted: false },
      ledger: [1, 2, 7],
      size: 1000,
      takeBack: null,
    },
  ],
  [
    'added, beside one that may yet be taken back',
    { read: 2, members: [1, 5, 7], provisional: [5] },
    { pass: aPass({ read: 1, ledger: [1] }) },
    { decision: { read: 2, counted: true }, ledger: [1, 7], size: 3 },
  ],
  [
    'added, beside one that may yet be taken back of which the pass knows by now',
    { read: 2, members: [2, 1, 7], provisional: [2] },
    {},
    { decision: { read: 2 }, ledger: [1, 2, 7], size: 3 },
  ],
])('an article that the store says is %s', async (_what, answer, facts, decided) => {
  expect(await found(answer, facts)).toMatchObject(decided);
});

test.each<[boolean, number]>([
  [true, NOON + 5000],
  [false, PERIOD.end],
])('where days roll (%p), the period ends when the store says', async (rolling, end) => {
  const { decision } = await found({}, { rolling, pass: aPass({ end: NOON + 9000 }) });
  expect(decision.resetsAt.getTime()).toBe(end);
});

describe('without an answer', () => {
  test('only a call that was made may have to be taken back', async () => {
    expect(await found('lost')).toMatchObject({ decision: { reason: 'store-down', degraded: true }, takeBack });
    expect(await found('unasked')).toMatchObject({
      decision: { reason: 'store-down', degraded: true },
      takeBack: null,
    });
    expect((await found('lost', {}, 'closed')).decision.state).toBe('blocked');
  });

  const full = { pass: aPass({ read: 3, ledger: [1, 2, 3] }) };
  test.each([
    ['ledger', 'there is room', {}, { state: 'register-prompt', read: 2, left: 0, counted: true }],
    ['ledger', 'there is no pass', { pass: null }, { state: 'free', read: 0, left: 2, counted: true }],
    ['ledger', 'there is none', full, { state: 'blocked', read: 3, left: 0, counted: false }],
    ['open', 'there is room', {}, { state: 'register-prompt', read: 2, left: 0, counted: true }],
    ['open', 'there is none', full, { state: 'register-prompt', read: 2, left: 0, counted: false }],
    ['closed', 'there is room', {}, { state: 'blocked', read: 2, left: 1, counted: false }],
    ['closed', 'there is none', full, { state: 'blocked', read: 3, left: 0, counted: false }],
  ] as const)("onStoreError: '%s', and %s", (onStoreError, _what, more, decision) => {
    const decided = withoutStore(someFacts({ limits: LIMITS, ...more }), onStoreError, takeBack);
    expect(decided).toMatchObject({ decision: { reason: 'store-down', degraded: true, ...decision }, takeBack });
  });
});

describe('a network that has had its new readers', () => {
  const cap: NetworkCap = { key: 'new:network', perDay: 2, beyond: 'register-prompt', endsIn: 1000, member: -5 };
  const blocking: NetworkCap = { ...cap, beyond: 'blocked' };
  const FULL = { outcome: 'full', read: 2 } as const;
  const facts = someFacts({ pass: null, who: undefined, storeKey: undefined, networkCap: cap });

  test('is a set of readers in the store, of the day', async () => {
    const { store, asked } = answering({});
    await firstViewOfNetwork(facts, cap, store);
    const visit = { key: 'new:network', article: -5, ledger: null, limit: 2, endsIn: 1000, rolling: true };
    expect(asked).toEqual([visit]);
  });

  test.each<[string, Partial<Visited> | NoAnswer, NetworkCap, Found]>([
    [
      'is counted while there is room',
      {},
      blocking,
      { decision: { state: 'free', reason: 'first-view', counted: true, degraded: false }, prompted: false, takeBack },
    ],
    [
      'is counted where the reader is known',
      { outcome: 'known' },
      blocking,
      { decision: { state: 'free', reason: 'first-view', counted: true } },
    ],
    [
      'is let in where the store fails',
      'lost',
      blocking,
      { decision: { state: 'free', reason: 'first-view', counted: true, degraded: true }, takeBack },
    ],
    [
      'is prompted beyond it',
      FULL,
      cap,
      {
        decision: { state: 'register-prompt', reason: 'network', counted: true, read: 0 },
        prompted: true,
        ledger: [7],
        takeBack: null,
      },
    ],
    [
      'is blocked beyond it, where the site says so',
      FULL,
      blocking,
      {
        decision: { state: 'blocked', reason: 'network', counted: false, read: 0, left: 0 },
        ledger: [],
        takeBack: null,
      },
    ],
  ])('a first view %s', async (_what, answer, asks, decided) => {
    expect(await firstViewOfNetwork(facts, asks, answering(answer).store)).toMatchObject(decided);
  });

  test('is not asked where nothing is free', async () => {
    const { store, asked } = answering({});
    const none = { ...facts, limits: { promptAfter: 0, blockAfter: 0 } };
    expect((await firstViewOfNetwork(none, cap, store)).decision).toMatchObject({ state: 'blocked', reason: 'limit' });
    expect(asked).toEqual([]);
  });

  test.each<[string, Partial<Visited> | NoAnswer, boolean]>([
    ['there is room', {}, false],
    ['there is none', FULL, true],
    ['the store fails', 'lost', false],
  ])('one who follows on several readers goes on where %s; prompted: %p', async (_where, answer, prompted) => {
    const united = someFacts({ networkCap: cap });
    const find = jest.fn(async (asked: Facts): Promise<Decided> => withoutStore(asked, 'ledger', null));
    const decided = await unitedReaderOfNetwork(united, cap, answering(answer).store, find);
    expect(decided).toMatchObject({ admitted: true, prompted, decision: { reason: 'store-down' } });
    expect(decided.decision.state).toBe(prompted ? 'register-prompt' : 'free');
    expect(find.mock.calls[0]?.[0].limits).toEqual({ promptAfter: prompted ? 0 : 3, blockAfter: 10 });
    const passless = await unitedReaderOfNetwork({ ...united, pass: null }, cap, answering(answer).store, find);
    expect(passless.decision).toMatchObject({ read: 0 });
  });

  test.each<[string, Partial<Visited> | NoAnswer, NetworkCap, boolean]>([
    ['there is room', {}, blocking, false],
    ['there is none, and the site does not say so', FULL, cap, false],
    ['there is none', FULL, blocking, true],
    ['the store fails', 'unasked', blocking, false],
  ])('nor is such a one blocked but where the site says so: %s', async (_where, answer, asks, blocked) => {
    const find = async (asked: Facts): Promise<Decided> => withoutStore(asked, 'ledger', null);
    const decided = await unitedReaderOfNetwork(someFacts({ networkCap: asks }), asks, answering(answer).store, find);
    expect(decided.decision).toMatchObject(
      blocked ? { state: 'blocked', reason: 'network' } : { reason: 'store-down' },
    );
    expect(decided.admitted).toBe(!blocked);
  });
});
