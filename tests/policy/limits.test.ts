import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MOST_ARTICLES } from '../../src/pass/ledger.js';
import type { State } from '../../src/pass/state.js';
import { type Limits, stateOf } from '../../src/policy/limits.js';
import { readPlans } from '../../src/policy/plans.js';

const NEVER = Number.POSITIVE_INFINITY;
const DEFAULTS: Limits = { promptAfter: 3, blockAfter: 10 };

/** The states of a reader's views, one new article after another, until `views` or the wall. */
function viewsOf(limits: Limits, views: number): State[] {
  const states: State[] = [];
  for (let read = 0; states.length < views; ) {
    const state = stateOf(read, false, limits);
    states.push(state);
    if (state !== 'blocked') read += 1;
  }
  return states;
}

describe('with the default limits', () => {
  test.each([
    [1, 0, 'free'],
    [2, 1, 'free'],
    [3, 2, 'free'],
    [4, 3, 'register-prompt'],
    [5, 4, 'register-prompt'],
    [6, 5, 'register-prompt'],
    [7, 6, 'register-prompt'],
    [8, 7, 'register-prompt'],
    [9, 8, 'register-prompt'],
    [10, 9, 'register-prompt'],
    [11, 10, 'blocked'],
  ])('view %d, of a new article after %d read, is %s', (view, read, state) => {
    expect(stateOf(read, false, DEFAULTS)).toBe(state);
    expect(viewsOf(DEFAULTS, 11)[view - 1]).toBe(state);
  });

  test.each([
    [1, 'free'],
    [2, 'free'],
    [3, 'register-prompt'],
    [4, 'register-prompt'],
    [5, 'register-prompt'],
    [6, 'register-prompt'],
    [7, 'register-prompt'],
    [8, 'register-prompt'],
    [9, 'register-prompt'],
    [10, 'register-prompt'],
  ])('a re-read, after %d read, is %s', (read, state) => {
    expect(stateOf(read, true, DEFAULTS)).toBe(state);
  });
});

describe('with other limits', () => {
  test.each([
    ['no free article at all', { promptAfter: 0, blockAfter: 0 }, ['blocked', 'blocked']],
    ['the prompt from the first', { promptAfter: 0, blockAfter: 2 }, ['register-prompt', 'register-prompt', 'blocked']],
    ['one free article, then the wall', { promptAfter: 1, blockAfter: 1 }, ['free', 'blocked', 'blocked']],
    ['no prompt before the wall', { promptAfter: 3, blockAfter: 3 }, ['free', 'free', 'free', 'blocked', 'blocked']],
    ['one prompt', { promptAfter: 1, blockAfter: 2 }, ['free', 'register-prompt', 'blocked']],
    ['no wall', { promptAfter: 1, blockAfter: NEVER }, ['free', 'register-prompt', 'register-prompt']],
    ['neither', { promptAfter: NEVER, blockAfter: NEVER }, ['free', 'free', 'free']],
  ])('%s', (_, limits, states) => {
    expect(viewsOf(limits, states.length)).toEqual(states);
  });

  test('the highest finite limits', () => {
    const limits = { promptAfter: MOST_ARTICLES, blockAfter: MOST_ARTICLES };
    expect(stateOf(MOST_ARTICLES - 1, false, limits)).toBe('free');
    expect(stateOf(MOST_ARTICLES, false, limits)).toBe('blocked');
  });

  test.each([
    ['no wall and much read', 5000, false, { promptAfter: 1, blockAfter: NEVER }, 'register-prompt'],
    ['neither and much read', 5000, false, { promptAfter: NEVER, blockAfter: NEVER }, 'free'],
    ['a re-read where nothing is free', 1, true, { promptAfter: 0, blockAfter: 0 }, 'register-prompt'],
    ['limits lowered below what was read: a new article', 8, false, { promptAfter: 2, blockAfter: 5 }, 'blocked'],
    ['limits lowered below what was read: a re-read', 8, true, { promptAfter: 2, blockAfter: 5 }, 'register-prompt'],
    ['limits raised above what was read', 10, false, { promptAfter: 12, blockAfter: 20 }, 'free'],
    ['the wall raised alone', 10, false, { promptAfter: 3, blockAfter: 20 }, 'register-prompt'],
  ] as const)('%s', (_, read, alreadyRead, limits, state) => {
    expect(stateOf(read, alreadyRead, limits)).toBe(state);
  });
});

describe('with any limits', () => {
  const limit = fc.oneof(fc.integer({ min: 0, max: MOST_ARTICLES }), fc.constant(NEVER));
  const pairs = fc
    .tuple(limit, limit)
    .map(([one, other]) => ({ promptAfter: Math.min(one, other), blockAfter: Math.max(one, other) }));
  const counts = fc.integer({ min: 0, max: MOST_ARTICLES + 1 });

  test('a re-read is never blocked', () => {
    fc.assert(fc.property(counts, pairs, (read, limits) => expect(stateOf(read, true, limits)).not.toBe('blocked')));
  });

  test('a new article is blocked exactly when blockAfter were read', () => {
    const exact = fc.property(counts, pairs, (read, limits) => {
      expect(stateOf(read, false, limits) === 'blocked').toBe(read >= limits.blockAfter);
    });
    fc.assert(exact);
  });

  test('reading more never opens more', () => {
    const order: readonly State[] = ['free', 'register-prompt', 'blocked'];
    const monotonic = fc.property(counts, fc.boolean(), pairs, (read, alreadyRead, limits) => {
      const now = order.indexOf(stateOf(read, alreadyRead, limits));
      expect(order.indexOf(stateOf(read + 1, alreadyRead, limits))).toBeGreaterThanOrEqual(now);
    });
    fc.assert(monotonic);
  });
});

describe('plans', () => {
  const LIMITED: Limits = { promptAfter: 20, blockAfter: 30 };

  test('are full access or limits, by name', () => {
    const plans = readPlans({ registered: LIMITED, subscriber: 'full' }, 'plans');
    expect([...plans]).toEqual([
      ['registered', LIMITED],
      ['subscriber', 'full'],
    ]);
  });

  const TYPE = 'ERR_PAYWALL_OPTION_TYPE';

  test.each([
    [null, TYPE, 'plans', 'Give an object of plans by name'],
    ['full', TYPE, 'plans', 'Give an object of plans by name'],
    [{}, 'ERR_PAYWALL_OPTION_RANGE', 'plans', 'names no plan.*Name at least one, as in { registered: '],
    [{ subscriber: 'all' }, TYPE, 'plans.subscriber', "Give 'full', or limits as in { promptAfter: 20"],
    [{ subscriber: null }, TYPE, 'plans.subscriber', "Give 'full', or limits"],
    [{ registered: { promptAfter: 20 } }, 'ERR_PAYWALL_OPTION_MISSING', 'plans.registered.blockAfter', 'missing'],
    [
      { registered: { promptAfter: 30, blockAfter: 20 } },
      'ERR_PAYWALL_OPTION_CONFLICT',
      'plans.registered.blockAfter',
      'below promptAfter',
    ],
  ])('%j are refused: %s at %s', (plans, code, option, message) => {
    expect(() => readPlans(plans, 'plans')).toThrow(
      expect.objectContaining({ name: 'OptionError', code, option, message: expect.stringMatching(message) }),
    );
  });
});
