import { describe, expect, test } from '@jest/globals';
import { OptionError } from '../../src/index.js';
import {
  type Code,
  difference,
  isSame,
  limitsInForce,
  type PolicyChange,
  plansInForce,
  turnedBy,
} from '../../src/policy/change.js';
import { NOTHING, type Turned } from '../../src/policy/document.js';
import type { Plan } from '../../src/policy/plans.js';

const NEVER = Number.POSITIVE_INFINITY;
const NOW = Date.UTC(2026, 10, 15, 12);
const WEEK = 7 * 86_400_000;

const LIMITS = { promptAfter: 3, blockAfter: 10 };
const REGISTERED = { promptAfter: 5, blockAfter: 6 };
const CODE: Code = {
  limits: LIMITS,
  plans: new Map<string, Plan>([
    ['registered', REGISTERED],
    ['student', { promptAfter: 1, blockAfter: 2 }],
    ['subscriber', 'full'],
  ]),
};
const WITHOUT_PLANS: Code = { limits: LIMITS, plans: null };

const NONE = NOTHING.turned;
const MUCH: Turned = {
  promptAfter: 2,
  blockAfter: 8,
  plans: { registered: { promptAfter: 0, blockAfter: 1 } },
  prompts: false,
  openUntil: NOW + 1000,
};

describe('a change', () => {
  test.each<[string, PolicyChange, Turned, Partial<Turned>]>([
    ['nothing', {}, MUCH, {}],
    ['a limit', { blockAfter: 5 }, NONE, { blockAfter: 5 }],
    ['a limit again', { promptAfter: 0 }, MUCH, { promptAfter: 0 }],
    ['a limit to never', { blockAfter: NEVER }, NONE, { blockAfter: NEVER }],
    ['both limits', { promptAfter: 1, blockAfter: 1 }, NONE, { promptAfter: 1, blockAfter: 1 }],
    ['a limit back to the default', { promptAfter: null }, MUCH, { promptAfter: null }],
    ['the other back', { blockAfter: null }, MUCH, { blockAfter: null }],
    ['prompts off', { prompts: false }, NONE, { prompts: false }],
    ['prompts on', { prompts: true }, MUCH, { prompts: true }],
    ['everything open', { openUntil: new Date(NOW + 1) }, NONE, { openUntil: NOW + 1 }],
    ['everything open for a week', { openUntil: new Date(NOW + WEEK) }, NONE, { openUntil: NOW + WEEK }],
    ['the meter on again', { openUntil: null }, MUCH, { openUntil: 0 }],
    ['a plan', { plans: { student: REGISTERED } }, MUCH, { plans: { ...MUCH.plans, student: REGISTERED } }],
    ['a plan again', { plans: { registered: REGISTERED } }, MUCH, { plans: { registered: REGISTERED } }],
    ['a plan back to the default', { plans: { registered: null } }, MUCH, { plans: {} }],
    ['no plan', { plans: {} }, MUCH, {}],
  ])('turns %s, and nothing else', (_what, change, turned, expected) => {
    const before = structuredClone(turned);
    expect(turnedBy(change, turned, CODE, NOW)).toEqual({ ...turned, ...expected });
    expect(turned).toEqual(before);
  });

  const NO_LIMIT = 'is not a whole number from 0 to 1000, or Infinity for never';
  const NO_TIME = 'is not a time that is still to come, within seven days';
  const GIVE_THERE = 'which fixes which plans there are';

  test.each<[unknown, string, string, Code?]>([
    [null, '', 'null is not an object'],
    [{ period: 'week' }, '.period', 'there is no such option'],
    [{ blockAfter: '5' }, '.blockAfter', `"5" ${NO_LIMIT}`],
    [{ promptAfter: 1001 }, '.promptAfter', `1001 ${NO_LIMIT}`],
    [{ blockAfter: 2 }, '.blockAfter', '2 is below promptAfter (3)'],
    [{ promptAfter: 11 }, '.blockAfter', '10 is below promptAfter (11)'],
    [{ prompts: null }, '.prompts', 'null is not true or false'],
    [{ openUntil: NOW }, '.openUntil', `${NOW} is not a Date, or null`],
    [{ openUntil: new Date(Number.NaN) }, '.openUntil', 'is not a Date, or null'],
    [{ openUntil: new Date(NOW) }, '.openUntil', `"2026-11-15T12:00:00.000Z" ${NO_TIME}`],
    [{ openUntil: new Date(NOW + WEEK + 1) }, '.openUntil', `"2026-11-22T12:00:00.001Z" ${NO_TIME}`],
    [{ plans: [] }, '.plans', 'an array of 0 is not limits by the names of plans'],
    [{ plans: { registered: 'full' } }, '.plans.registered', '"full" is not an object'],
    [{ plans: { registered: { promptAfter: 1 } } }, '.plans.registered.blockAfter', 'missing'],
    [
      { plans: { gold: REGISTERED } },
      '.plans.gold',
      `"gold" is no plan of the code, ${GIVE_THERE}. Add it to plans there`,
    ],
    [{ plans: { gold: null } }, '.plans.gold', `"gold" is no plan of the code, ${GIVE_THERE}`, WITHOUT_PLANS],
    [
      { plans: { subscriber: REGISTERED } },
      '.plans.subscriber',
      `"subscriber" is 'full' in code, ${GIVE_THERE}. Give it limits there`,
    ],
  ])('to %j is refused', (change, option, message, code = CODE) => {
    const refused = () => turnedBy(change, NONE, code, NOW);
    expect(refused).toThrow(OptionError);
    const ofOptions = expect.stringMatching(/^ERR_PAYWALL_OPTION_[A-Z]+$/);
    const fault = { code: ofOptions, option: `policy.change${option}`, message: expect.stringContaining(message) };
    expect(refused).toThrow(expect.objectContaining(fault));
  });

  test('is judged beside what was turned before', () => {
    expect(() => turnedBy({ promptAfter: 9 }, MUCH, CODE, NOW)).toThrow('8 is below promptAfter (9)');
    expect(turnedBy({ promptAfter: 8 }, MUCH, CODE, NOW)).toMatchObject({ promptAfter: 8 });
    expect(turnedBy({ promptAfter: NEVER }, MUCH, CODE, NOW)).toMatchObject({ promptAfter: NEVER });
  });
});

describe('in force are', () => {
  test('the limits turned, and the code’s where none are', () => {
    expect(limitsInForce(NONE, CODE)).toEqual(LIMITS);
    expect(limitsInForce({ ...NONE, promptAfter: 0, blockAfter: 0 }, CODE)).toEqual({ promptAfter: 0, blockAfter: 0 });
    expect(limitsInForce(MUCH, CODE)).toEqual({ promptAfter: 2, blockAfter: 8 });
  });

  test('the plans of the code, with the limits turned of those that have limits there', () => {
    const plans = { ...MUCH.plans, subscriber: LIMITS, gone: LIMITS };
    expect(plansInForce({ ...MUCH, plans }, CODE)).toEqual(
      new Map<string, unknown>([...(CODE.plans ?? []), ['registered', { promptAfter: 0, blockAfter: 1 }]]),
    );
    expect(plansInForce(MUCH, WITHOUT_PLANS)).toBeNull();
    expect(
      plansInForce(NONE, { limits: LIMITS, plans: new Map<string, Plan>([['toString', LIMITS]]) })?.get('toString'),
    ).toBe(LIMITS);
  });
});

describe('the difference of two', () => {
  test.each<[string, Partial<Turned>]>([
    ['promptAfter', { promptAfter: 1 }],
    ['blockAfter', { blockAfter: NEVER }],
    ['plans', { plans: {} }],
    ['prompts', { prompts: true }],
    ['openUntil', { openUntil: 0 }],
    ['several', { promptAfter: null, prompts: true }],
  ])('is told of %s alone, as it was and as it is', (_what, after) => {
    const names = Object.keys(after);
    const before = Object.fromEntries(Object.entries(MUCH).filter(([name]) => names.includes(name)));
    expect(difference(MUCH, { ...MUCH, ...after })).toEqual({ before, after });
  });

  test('is none where they are the same', () => {
    expect(difference(MUCH, structuredClone(MUCH))).toBeNull();
  });

  test.each<[unknown, unknown, boolean]>([
    [1, 1, true],
    [1, 2, false],
    [null, null, true],
    [null, {}, false],
    [{}, null, false],
    [{}, {}, true],
    [{ a: 1, b: { c: 2 } }, { b: { c: 2 }, a: 1 }, true],
    [{ a: 1 }, { a: 1, b: 2 }, false],
    [{ a: 1, b: 2 }, { a: 1 }, false],
    [{ a: 1, b: 2 }, { a: 2, b: 2 }, false],
    [{ a: { b: 1 } }, { a: { b: 2 } }, false],
  ])('%j and %j: the same, %s', (one, other, same) => {
    expect(isSame(one, other)).toBe(same);
  });
});
