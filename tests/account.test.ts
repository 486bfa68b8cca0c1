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
    [{ id: 7, name: 'Jane', email: 'jane@news.example' }, '7'],
  ])('%p is an account, with full access where there are no plans', async (given, id) => {
    const known = { account: { id, plan: null, access: 'full' }, told: [] };
    expect(await read(() => given)).toEqual(known);
    expect(await read(() => Promise.resolve(given))).toEqual(known);
  });

  test.each([
    [true],
    [1],
    ['jane'],
    [{}],
    [[]],
    [() => ({ id: 7 })],
    [{ id: undefined }],
    [{ id: null }],
    [{ id: '' }],
    [{ id: Number.NaN }],
    [{ id: Number.POSITIVE_INFINITY }],
    [{ id: 2 ** 53 }],
    [{ id: true }],
    [{ id: { $oid: 'jane' } }],
    [{ id: undefined, plan: 'subscriber' }],
  ])('%p names nobody: told of, and never full access', async (given) => {
    const { account, told } = await read(() => given);
    expect(account).toBeNull();
    expect(told.map(([code]) => code)).toEqual(['ERR_PAYWALL_ACCOUNT']);
  });

  test('a look-up that throws or rejects is told of', async () => {
    const failing = jest.fn(() => {
      throw new Error('no');
    });
    for (const answer of [failing, async () => failing()]) {
      const { account, told } = await read(answer);
      expect(account).toBeNull();
      expect(told.map(([code]) => code)).toEqual(['ERR_PAYWALL_ACCOUNT']);
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

  test.each([[undefined], [null], ['gold'], ['Registered'], [''], [7], [{}], ['__proto__']])(
    'a plan that is %p is told of, and has the limits of a reader without an account',
    async (plan) => {
      const { account, told } = await read(() => ({ id: 'jane@news.example', plan }), PLANS);
      expect(account).toEqual({ id: 'jane@news.example', plan: null, access: ANONYMOUS });
      expect(told.map(([code]) => code)).toEqual(['ERR_PAYWALL_PLAN']);
      expect(told.join()).not.toMatch(/jane/);
    },
  );

  test.each([[NO_PLANS], [PLANS]])(
    'limits in place of a plan are told of, and are never full access',
    async (policy) => {
      const { account, told } = await read(() => ({ id: 1, limits: REGISTERED, plan: 'subscriber' }), policy);
      expect(account).toMatchObject({ plan: null, access: ANONYMOUS });
      expect(told.map(([code]) => code)).toEqual(['ERR_PAYWALL_PLAN']);
    },
  );

  test('a plan where none are given is told of: full access, as without it', async () => {
    const { account, told } = await read(() => ({ id: 1, plan: 'registered' }));
    expect(account).toMatchObject({ plan: null, access: 'full' });
    expect(told.map(([code]) => code)).toEqual(['ERR_PAYWALL_PLAN']);
  });
});
