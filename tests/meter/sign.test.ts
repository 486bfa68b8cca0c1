import { describe, expect, test } from '@jest/globals';
import { type Decided, decidedAs } from '../../src/meter/decided.js';
import type { Reason } from '../../src/meter/decision.js';
import type { Facts } from '../../src/meter/facts.js';
import { passToSign } from '../../src/meter/steps/10-sign.js';
import type { Pass, State } from '../../src/pass/index.js';
import { NOON } from '../support/site.js';
import { aPass, PERIOD, someFacts } from './facts.js';

const RECHECK = 60_000;
const FULL = { promptAfter: 1, blockAfter: 2 };
const BLOCKED = aPass({ state: 'blocked' });

type Terms = Parameters<typeof decidedAs>[2];

function signed(reason: Reason, terms: Terms = {}, more: Partial<Facts> = {}, recheck = RECHECK) {
  const facts = someFacts(more);
  return passToSign(facts, decidedAs(facts, reason, terms), recheck, 'first');
}

test('a pass says what the view came to, in whole seconds', () => {
  const pass = aPass({ replaces: ['BBBBBBBBBBBBBBBB'], arm: 3, end: NOON + 9500 });
  const more = { pass, now: NOON + 400, generation: 2, granted: 4, rolling: true };
  expect(signed('new-article', { counted: true }, more)).toEqual({
    format: 2,
    reader: 'AAAAAAAAAAAAAAAA',
    account: undefined,
    state: 'free',
    prompted: false,
    metPrompt: false,
    metWall: false,
    read: 3,
    ledger: [1, 2, 7],
    replaces: ['BBBBBBBBBBBBBBBB'],
    arm: 3,
    generation: 2,
    granted: 4,
    end: NOON + 9000,
    signedAt: NOON,
  });
  expect(signed('first-view', { counted: true }, { pass: null, account: 'the tag' })).toMatchObject({
    account: 'the tag',
    replaces: [],
    arm: undefined,
    ledger: [7],
    end: PERIOD.end,
  });
  expect(signed('new-article', { counted: true }, { pass: aPass({ account: 'the tag' }) })?.account).toBe('the tag');
  expect(signed('new-article', { counted: true, before: 1000 })?.read).toBe(1000);
  expect(signed('new-article', { counted: true, prompted: true })?.prompted).toBe(true);
  const long = Array.from({ length: 65 }, (_, n) => n + 100);
  expect(signed('new-article', { ledger: long, before: 65 })?.ledger).toEqual(long.slice(1));
});

describe('no pass is sent', () => {
  test.each<[string, Reason, Terms, Partial<Facts>]>([
    ['where the reader’s own says it all', 're-read', { alreadyRead: true }, {}],
    ['on a re-read, however old it is', 're-read', { alreadyRead: true }, { pass: aPass({ signedAt: 0 }) }],
    ['where its end is a moment off', 're-read', { alreadyRead: true, end: PERIOD.end - 1999 }, {}],
    ['where its articles stand in another order', 're-read', { alreadyRead: true, ledger: [2, 1] }, {}],
    ['of nothing: no pass, no count, no account', 'limit', {}, { pass: null }],
    ['on HEAD', 'head', {}, { whole: false }],
    ['to who has left', 'left', {}, { whole: false }],
    [
      'to who may not be let in',
      'network',
      { state: 'blocked' },
      { whole: false, networkCap: { key: 'new:', perDay: 1, beyond: 'blocked', endsIn: 1, member: 1 } },
    ],
    ['where a block stands', 'recheck', {}, { pass: BLOCKED, limits: FULL }],
    [
      'where a block was given a moment ago',
      'limit',
      {},
      { pass: { ...BLOCKED, signedAt: NOON - RECHECK + 1 }, limits: FULL },
    ],
    ['on a re-read after a block', 're-read', { alreadyRead: true }, { pass: BLOCKED, limits: FULL }],
    ['on a wall that the limit did not make', 'store-down', { state: 'blocked', degraded: true }, {}],
  ])('%s', (_where, reason, terms, more) => {
    expect(signed(reason, terms, more)).toBeNull();
  });

  test('where no block is to be repeated', () => {
    expect(signed('limit', {}, { pass: { ...BLOCKED, signedAt: NOON - RECHECK }, limits: FULL }, 0)).toBeNull();
  });
});

describe('a pass is sent', () => {
  test.each<[string, Reason, Terms, Partial<Facts>, Partial<Pass>]>([
    [
      'where there was none and one is counted',
      'first-view',
      { counted: true },
      { pass: null },
      { ledger: [7], read: 1 },
    ],
    ['to an account without one', 'limit', {}, { pass: null, account: 'the tag' }, { account: 'the tag', ledger: [] }],
    ['where several were united', 're-read', { alreadyRead: true }, { whole: false }, { read: 2 }],
    ['where another key signs', 're-read', { alreadyRead: true }, { pass: aPass({ keyId: 'old' }) }, { read: 2 }],
    ['where the state is another', 're-read', { alreadyRead: true }, { limits: FULL }, { state: 'register-prompt' }],
    ['where more was read', 'new-article', { before: 3, ledger: [1, 2] }, {}, { read: 3 }],
    ['where other articles were', 'new-article', { ledger: [1, 3] }, {}, { ledger: [1, 3] }],
    ['where the account is another', 're-read', { alreadyRead: true }, { account: 'the tag' }, { account: 'the tag' }],
    ['where the end is another', 're-read', { end: PERIOD.end - 2000 }, {}, { end: PERIOD.end - 2000 }],
    [
      'where a block is given again',
      'limit',
      {},
      { pass: { ...BLOCKED, signedAt: NOON - RECHECK }, limits: FULL },
      { state: 'blocked', signedAt: NOON },
    ],
    [
      'where a block is given again, and the clock was set back',
      'limit',
      {},
      { pass: { ...BLOCKED, signedAt: NOON + RECHECK }, limits: FULL },
      { state: 'blocked' },
    ],
  ])('%s', (_where, reason, terms, more, pass) => {
    expect(signed(reason, terms, more)).toMatchObject(pass);
  });

  test('where a moment is left of two seconds, with the end that the browser knows', () => {
    const ended = signed('new-article', { counted: true, end: PERIOD.end - 1999 });
    expect(ended?.end).toBe(PERIOD.end);
  });
});

test.each<[string, State, Reason, Terms, Partial<Facts>]>([
  ['blocked by the limit', 'blocked', 'limit', {}, { limits: FULL }],
  ['a re-read', 'register-prompt', 're-read', { alreadyRead: true }, { limits: FULL }],
  ['a re-read after a block', 'blocked', 're-read', { alreadyRead: true }, { pass: BLOCKED, limits: FULL }],
  ['a new article after a block', 'free', 'new-article', { counted: true }, { pass: BLOCKED }],
  ['a wall while the store is down', 'free', 'store-down', { state: 'blocked', degraded: true }, {}],
  [
    'a wall while the store is down, after a block',
    'blocked',
    'store-down',
    { degraded: true },
    { pass: BLOCKED, limits: FULL },
  ],
  [
    'a wall of one without a pass while the store is down',
    'free',
    'store-down',
    { state: 'blocked', degraded: true },
    { pass: null },
  ],
  ['an article while the store is down', 'free', 'store-down', { counted: true, degraded: true }, { pass: null }],
  ['a wall of one without a pass', 'blocked', 'limit', { state: 'blocked' }, { pass: null }],
])('the state that a pass says after %s is %s', (_what, state, reason, terms, more) => {
  const facts = someFacts({ account: 'the tag', ...more });
  const decided: Decided = { ...decidedAs(facts, reason, terms), size: 1000 };
  expect(passToSign(facts, decided, RECHECK, 'first')?.state).toBe(state);
});

const AT_PROMPT = aPass({ state: 'register-prompt' });

test.each<[string, Partial<Pass>, Reason, Terms, Partial<Facts>]>([
  ['the first prompt', { metPrompt: true, metWall: false }, 'new-article', { state: 'register-prompt' }, {}],
  [
    'an article after the prompt',
    { metPrompt: true, metWall: false },
    'new-article',
    { counted: true },
    { pass: AT_PROMPT },
  ],
  ['the first wall', { metPrompt: false, metWall: true }, 'limit', {}, { limits: FULL }],
  ['the wall after the prompt', { metPrompt: true, metWall: true }, 'limit', {}, { limits: FULL, pass: AT_PROMPT }],
  [
    'an article after the wall',
    { metPrompt: true, metWall: true },
    'new-article',
    { counted: true },
    { pass: BLOCKED },
  ],
  [
    'a first prompt on a re-read after a wall',
    { state: 'blocked', metPrompt: true, metWall: true },
    're-read',
    { alreadyRead: true, state: 'register-prompt' },
    { pass: { ...BLOCKED, metPrompt: false } },
  ],
  [
    'a re-read for which no prompt is due any more',
    { state: 'free', metPrompt: true, metWall: false },
    're-read',
    { alreadyRead: true, state: 'free' },
    { article: 1, pass: AT_PROMPT },
  ],
  [
    'a wall for want of a store',
    { state: 'free', metPrompt: false, metWall: false },
    'store-down',
    { state: 'blocked', degraded: true },
    { pass: aPass({ state: 'register-prompt', metPrompt: false, keyId: 'old' }) },
  ],
  [
    'the wall of the limit while the store is out',
    { state: 'register-prompt', metPrompt: true, metWall: true },
    'store-down',
    { degraded: true },
    { limits: FULL, pass: AT_PROMPT },
  ],
])('of %s a pass says what was met', (_what, says, reason, terms, more) => {
  expect(signed(reason, terms, more)).toMatchObject(says);
});
