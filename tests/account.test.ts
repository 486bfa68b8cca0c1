import { describe, expect, test } from '@jest/globals';
import { readAccount } from '../src/meter/account.js';
import { OptionError } from '../src/options/errors.js';

/** Callers without a compiler may answer anything. */
const javascript: { readAccount(given: unknown): unknown } = { readAccount };

const LIMITS = { promptAfter: 5, blockAfter: 20 };

describe('what account() answers', () => {
  test.each([null, undefined, false, '', 0])('%j is nobody', (given) => {
    expect(javascript.readAccount(given)).toBeNull();
  });

  test.each([
    [{ id: 'jane' }, { id: 'jane', limits: null }],
    [{ id: 7 }, { id: '7', limits: null }],
    [{ id: 0 }, { id: '0', limits: null }],
    [
      { id: '7', limits: undefined },
      { id: '7', limits: null },
    ],
    [
      { id: 7, limits: LIMITS },
      { id: '7', limits: LIMITS },
    ],
    [
      { id: 7, name: 'Jane', email: 'jane@news.example' },
      { id: '7', limits: null },
    ],
  ])('%j is an account', (given, account) => {
    expect(javascript.readAccount(given)).toEqual(account);
  });

  test.each([
    [true],
    [1],
    ['jane'],
    [{}],
    [[]],
    [() => ({ id: 7 })],
    [Promise.resolve({ id: 7 })],
    [{ id: undefined }],
    [{ id: null }],
    [{ id: '' }],
    [{ id: Number.NaN }],
    [{ id: Number.POSITIVE_INFINITY }],
    [{ id: true }],
    [{ id: { $oid: 'jane' } }],
    [{ id: undefined, limits: LIMITS }],
  ])('%p names nobody: a mistake, and never full access', (given) => {
    expect(() => javascript.readAccount(given)).toThrow(
      "account().id: it is no id. Give the account's id as text or number. [ERR_PAYWALL_OPTION_TYPE]",
    );
  });

  test.each([
    [null, 'account().limits: null is not an object'],
    [20, 'account().limits: 20 is not an object'],
    [{ promptAfter: 5 }, 'account().limits.blockAfter: missing'],
    [{ ...LIMITS, blockAfter: '20' }, 'account().limits.blockAfter: "20" is not a whole number'],
    [{ ...LIMITS, blockAfter: 4 }, 'account().limits.blockAfter: 4 is below promptAfter (5)'],
    [{ ...LIMITS, perDay: 1 }, 'account().limits.perDay: there is no such option'],
  ])('limits %j are none: a mistake, that does not name the reader', (limits, message) => {
    const given = { id: 'jane@news.example', limits };
    expect(() => javascript.readAccount(given)).toThrow(OptionError);
    expect(() => javascript.readAccount(given)).toThrow(message);
    expect(() => javascript.readAccount(given)).not.toThrow(/jane/);
  });
});
