import { describe, expect, test } from '@jest/globals';
import {
  numbersOf,
  type Reason,
  type Surroundings,
  surroundingsOf,
  uncountedDecision,
  variantOf,
} from '../../src/meter/decision.js';
import { paywallHeader } from '../../src/meter/header.js';
import { cameToNothing } from '../../src/meter/outcome.js';
import type { State } from '../../src/pass/index.js';
import { NOON } from '../support/site.js';

const NEVER = Number.POSITIVE_INFINITY;
const AROUND: Surroundings = { access: 'metered', account: false, plan: null, period: 'month', timeZone: 'UTC' };

test.each<[State, Reason, number, number, number, number]>([
  ['free', 'new-article', 0, 10, 0, 9],
  ['free', 'new-article', 9, 10, 9, 0],
  ['free', 're-read', 12, 10, 9, 0],
  ['register-prompt', 'head', 10, 10, 9, 0],
  ['register-prompt', 'store-down', 5, 0, 0, 0],
  ['free', 'new-article', 7, NEVER, 7, NEVER],
  ['blocked', 'limit', 10, 10, 10, 0],
  ['blocked', 'limit', 12, 10, 10, 0],
  ['blocked', 'store-down', 4, 10, 4, 6],
  ['blocked', 'network', 0, 10, 0, 0],
])('%s for %s, %d others read of %d: read %d, left %d', (state, reason, others, limit, read, left) => {
  expect(numbersOf(state, reason, others, limit)).toEqual({ read, left });
});

test('a view that is not counted has no numbers', () => {
  const none = { reason: 'open', read: 0, limit: NEVER, resetsAt: new Date(NOON), counted: false, degraded: false };
  expect(uncountedDecision('free', 'open', NOON, AROUND)).toEqual({ ...none, ...AROUND, state: 'free', left: NEVER });
  expect(uncountedDecision('blocked', 'locked', NOON, AROUND)).toMatchObject({ state: 'blocked', left: 0 });
});

test('what is known besides is of the article, the account and the period', () => {
  const periods = { option: { days: 30 }, timeZone: 'UTC', rolling: true, at: () => ({ key: '', end: 0 }) };
  const around = { access: 'open', period: { days: 30 }, timeZone: 'UTC' };
  expect(surroundingsOf('open', null, periods)).toEqual({ ...around, account: false, plan: null });
  const account = { id: 'ann', access: 'full' } as const;
  expect(surroundingsOf('open', { ...account, plan: 'gold' }, periods)).toEqual({
    ...around,
    account: true,
    plan: 'gold',
  });
  expect(surroundingsOf('open', { ...account, plan: null }, periods)).toEqual({ ...around, account: true, plan: null });
});

test('the wall goes with a block, the article with every other state', () => {
  expect((['free', 'register-prompt', 'blocked'] as const).map((state) => variantOf({ state }))).toEqual([
    'full',
    'full',
    'teaser',
  ]);
});

describe('the field of a decision', () => {
  const decision = {
    ...uncountedDecision('register-prompt', 'new-article', NOON + 1500, AROUND),
    read: 3,
    left: 6,
    limit: 10,
  };

  test.each([
    [{}, 'register-prompt; read=3; left=6; limit=10; reset=2'],
    [{ degraded: true }, 'register-prompt; read=3; left=6; limit=10; reset=2; degraded'],
    [{ left: NEVER, limit: NEVER }, 'register-prompt; read=3; reset=2'],
    [{ resetsAt: new Date(NOON - 1) }, 'register-prompt; read=3; left=6; limit=10; reset=0'],
    [{ resetsAt: new Date(NOON - 5000) }, 'register-prompt; read=3; left=6; limit=10; reset=0'],
    [{ state: 'blocked', reason: 'locked' }, 'blocked; locked'],
    [{ state: 'free', reason: 'full-access' }, 'free'],
    [{ state: 'free', reason: 'open' }, 'free'],
    [{ state: 'free', reason: 'crawler' }, 'free'],
    [{ state: 'blocked', reason: 'false-crawler' }, 'blocked'],
    [{ state: 'free', reason: 'undecided' }, 'free'],
  ] as const)('where it is %j says %s', (more, field) => {
    expect(paywallHeader({ ...decision, ...more }, NOON)).toBe(field);
  });
});

test.each([
  [null, true],
  [101, true],
  [199, true],
  [200, false],
  [206, false],
  [299, false],
  [300, true],
  [303, true],
  [304, false],
  [305, true],
  [399, true],
  [400, true],
  [500, true],
])('a response of status %p came to nothing: %p', (status, nothing) => {
  expect(cameToNothing(status)).toBe(nothing);
});
