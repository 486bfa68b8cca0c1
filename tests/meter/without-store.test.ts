import { describe, expect, test } from '@jest/globals';
import { decidedAs } from '../../src/meter/decided.js';
import type { Facts } from '../../src/meter/facts.js';
import { decideByAccess } from '../../src/meter/steps/04-access.js';
import { firstView } from '../../src/meter/steps/05-first-view.js';
import { notReadNow, reRead } from '../../src/meter/steps/06-re-read.js';
import { blockedStill } from '../../src/meter/steps/07-recheck.js';
import { NOON } from '../support/site.js';
import { aPass, someFacts } from './facts.js';

test.each([
  ['metered', false, null],
  ['metered', true, { state: 'free', reason: 'open' }],
  ['open', false, { state: 'free', reason: 'open' }],
  ['open', true, { state: 'free', reason: 'open' }],
  ['locked', false, { state: 'blocked', reason: 'locked' }],
  ['locked', true, { state: 'blocked', reason: 'locked' }],
] as const)('an article that is %s, all being open %p', (access, isOpen, decided) => {
  expect(decideByAccess(access, isOpen)).toEqual(decided);
});

test('a first view is counted, but where no article is free', () => {
  const none = someFacts({ pass: null });
  expect(firstView(none)).toMatchObject({
    decision: { state: 'free', reason: 'first-view', read: 0, left: 9, counted: true },
    ledger: [7],
    size: 1,
    takeBack: null,
  });
  expect(firstView({ ...none, limits: { promptAfter: 0, blockAfter: 0 } })).toMatchObject({
    decision: { state: 'blocked', reason: 'limit', read: 0, left: 0, counted: false },
    ledger: [],
    size: 0,
  });
});

describe('an article of the ledger', () => {
  test('is a re-read', () => {
    expect(reRead(someFacts({ article: 2 }))).toMatchObject({
      decision: { state: 'free', reason: 're-read', read: 1, left: 8, counted: false },
      size: 2,
    });
  });

  test.each<[string, Partial<Facts>]>([
    ['another', {}],
    ['one without a pass', { pass: null }],
  ])('is not %s', (_what, facts) => {
    expect(reRead(someFacts(facts))).toBeNull();
  });
});

test.each<[Partial<Facts>, string | null]>([
  [{}, null],
  [{ head: true }, 'head'],
  [{ noReading: 'speculative' }, 'speculative'],
  [{ noReading: 'subresource', head: true }, 'subresource'],
  [{ noReading: 'left' }, 'left'],
])('of an article not read yet, asked for so: %j, nothing is counted for %p', (facts, reason) => {
  const decided = notReadNow(someFacts(facts));
  if (reason === null) expect(decided).toBeNull();
  else expect(decided).toMatchObject({ decision: { reason, read: 2, counted: false }, ledger: [1, 2], size: 2 });
});

describe('a block that the store gave moments ago', () => {
  const limits = { promptAfter: 1, blockAfter: 2 };
  const blocked = aPass({ state: 'blocked' });

  test('stands', () => {
    expect(blockedStill(someFacts({ limits, pass: blocked }), 60_000)).toMatchObject({
      decision: { state: 'blocked', reason: 'recheck', read: 2, left: 0 },
    });
    expect(
      blockedStill(someFacts({ limits, pass: aPass({ state: 'blocked', signedAt: NOON - 59_999 }) }), 60_000),
    ).not.toBeNull();
    expect(
      blockedStill(someFacts({ limits, pass: aPass({ state: 'blocked', signedAt: NOON + 59_999 }) }), 60_000),
    ).not.toBeNull();
    const account = 'the tag';
    expect(blockedStill(someFacts({ limits, account, pass: { ...blocked, account } }), 60_000)).not.toBeNull();
    expect(
      blockedStill(someFacts({ limits, pass: { ...blocked, read: 3, ledger: [1, 2, 3] } }), 60_000),
    ).not.toBeNull();
  });

  test.each<[string, Partial<Facts>]>([
    ['there is no pass', { pass: null }],
    ['the pass says another state', { pass: aPass({ state: 'register-prompt' }) }],
    ['the limit is higher by now', { limits: { promptAfter: 1, blockAfter: 3 } }],
    ['the pass does not show all that was read', { pass: { ...blocked, read: 3 } }],
    ['it was of another account', { account: 'the tag' }],
    ['it was given a minute ago', { pass: { ...blocked, signedAt: NOON - 60_000 } }],
    ['it was given in a minute, as clocks are set back', { pass: { ...blocked, signedAt: NOON + 60_000 } }],
  ])('does not stand where %s', (_why, facts) => {
    expect(blockedStill(someFacts({ limits, pass: blocked, ...facts }), 60_000)).toBeNull();
  });
});

test.each([
  [1, { promptAfter: 1, blockAfter: 5 }, 'free'],
  [1, { promptAfter: 5, blockAfter: 5 }, 'free'],
  [2, { promptAfter: 1, blockAfter: 2 }, 'blocked'],
])('where nobody is prompted, one who read %d of %j is %s', (read, limits, state) => {
  const facts = someFacts({ quiet: true, limits, pass: aPass({ read, ledger: [1, 2].slice(0, read) }) });
  expect(decidedAs(facts, 'head').decision.state).toBe(state);
});
