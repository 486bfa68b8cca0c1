import { describe, expect, jest, test } from '@jest/globals';
import type { EventCode } from '../src/index.js';
import { type AccountRules, accountOf } from '../src/meter/steps/02-account.js';

const ANONYMOUS = { promptAfter: 3, blockAfter: 10 };
const REGISTERED = { promptAfter: 5, blockAfter: 20 };
const NO_PLANS: AccountRules = { plans: null, limits: ANONYMOUS };
const PLANS: AccountRules = {
  plans: new Map<string, 'full' | typeof REGISTERED>([
    ['registered', REGISTERED],
    ['subscriber', 'full'],
  ]),
  limits: ANONYMOUS,
};

async function read(answer: () => unknown, policy = NO_PLANS) {
  const told: [EventCode, string][] = [];
  const account = await accountOf(answer, policy, (code, message) => void told.push([code, String(message)]));
  return { account, told };
}

describe('what account() answers', () => {
  test.each([null, undefined, false, '', 0, 0n])('%p is nobody', async (given) => {
    expect(await read(() => given)).toEqual({ account: null, told: [] });
    expect(await read(async () => given)).toEqual({ account: null, told: [] });
  });

  test.each([
    [{ id: 'jane' }, 'jane'],
    [{ id: 7 }, '7'],
    [{ id: 0 }, '0'],
    [{ id: 7n }, '7'],
    [{ id: '7', plan: undefined }, '7'],
    [{ id: '7', plan: null }, '7'],
    [{ id: 7, name: 'Jane', email: 'jane@news.example' }, '7'],
  ])('%p is an account, with full access where there are no plans', async (given, id) => {
    const known = { account: { id, plan: null, access: 'full' }, told: [] };
    expect(await read(() => given)).toEqual(known);
    expect(await read(() => Promise.resolve(given))).toEqual(known);
  });

  test.each<[unknown, string]>([
    [true, 'true'],
    [1, '1'],
    ['jane', '"jane"'],
    [{}, 'the id undefined'],
    [[], 'an array of 0'],
    [() => ({ id: 7 }), 'a function'],
    [{ id: undefined }, 'the id undefined'],
    [{ id: null }, 'the id null'],
    [{ id: '' }, 'the id ""'],
    [{ id: Number.NaN }, 'the id NaN'],
    [{ id: Number.POSITIVE_INFINITY }, 'the id Infinity'],
    [{ id: 2 ** 53 }, 'the id 9007199254740992'],
    [{ id: true }, 'the id true'],
    [{ id: { $oid: 'jane' } }, 'the id an object'],
    [{ id: undefined, plan: 'subscriber' }, 'the id undefined'],
  ])('%p names nobody: told of, and never full access', async (given, what) => {
    const message = `account() gave ${what}, which is no account; the reader counts as one without`;
    expect(await read(() => given)).toEqual({ account: null, told: [['ERR_PAYWALL_ACCOUNT', message]] });
  });

  test('a site that knows nobody is not asked', async () => {
    const report = jest.fn();
    expect(await accountOf(undefined, NO_PLANS, report)).toBeNull();
    expect(report).not.toHaveBeenCalled();
  });

  test('a look-up that throws or rejects is told of', async () => {
    const failing = jest.fn(() => {
      throw new Error('no');
    });
    for (const answer of [failing, async () => failing()]) {
      const { account, told } = await read(answer);
      expect(account).toBeNull();
      expect(told).toEqual([['ERR_PAYWALL_ACCOUNT', 'account() failed; the reader counts as one without an account']]);
    }
  });
});

describe('plans', () => {
  test.each([
    ['registered', REGISTERED],
    ['subscriber', 'full'],
  ])('%s is what was said of it', async (plan, access) => {
    expect(await read(() => ({ id: 1, plan }), PLANS)).toEqual({ account: { id: '1', plan, access }, told: [] });
  });

  test.each<[unknown, string]>([
    [undefined, 'account() named no plan'],
    [null, 'account() named no plan'],
    ['gold', 'No plan is named "gold"'],
    ['Registered', 'No plan is named "Registered"'],
    ['', 'No plan is named ""'],
    [7, 'No plan is named 7'],
    [{}, 'No plan is named an object'],
    ['__proto__', 'No plan is named "__proto__"'],
  ])('a plan that is %p is told of, and has the limits of a reader without an account', async (plan, problem) => {
    const message = `${problem}; the account has the limits of a reader without one`;
    expect(await read(() => ({ id: 'jane@news.example', plan }), PLANS)).toEqual({
      account: { id: 'jane@news.example', plan: null, access: ANONYMOUS },
      told: [['ERR_PAYWALL_PLAN', message]],
    });
  });

  test.each([[NO_PLANS], [PLANS]])(
    'limits in place of a plan are told of, and are never full access',
    async (policy) => {
      const message = 'account() gave limits, where the name of a plan is due';
      expect(await read(() => ({ id: 1, limits: REGISTERED, plan: 'subscriber' }), policy)).toEqual({
        account: { id: '1', plan: null, access: ANONYMOUS },
        told: [['ERR_PAYWALL_PLAN', `${message}; the account has the limits of a reader without one`]],
      });
    },
  );

  test('a plan where none are given is told of: full access, as without it', async () => {
    expect(await read(() => ({ id: 1, plan: 'registered' }))).toEqual({
      account: { id: '1', plan: null, access: 'full' },
      told: [['ERR_PAYWALL_PLAN', 'account() named the plan "registered", and no plans are given: full access']],
    });
  });
});
