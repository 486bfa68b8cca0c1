import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { ask, PATIENCE } from '../../src/meter/ask.js';
import { articleOf } from '../../src/meter/steps/01-article.js';
import { accountOf } from '../../src/meter/steps/02-account.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const failed = (error: unknown) => `failed: ${error instanceof Error ? error.message : error}`;
const asked = (question: () => unknown, read = (answer: unknown) => `read ${answer}`) =>
  ask(question, 'article()', read, failed);

function throws(): never {
  throw new Error('no');
}

test('an answer at once is read at once, and so is what is thrown', () => {
  expect(asked(() => 'a')).toBe('read a');
  expect(asked(throws)).toBe('failed: no');
  expect(asked(() => 'a', throws)).toBe('failed: no');
});

test('a promise is waited for', async () => {
  expect(await asked(async () => 'a')).toBe('read a');
  expect(await asked(async () => throws())).toBe('failed: no');
  expect(await asked(async () => 'a', throws)).toBe('failed: no');
  expect(jest.getTimerCount()).toBe(0);
});

test('what hangs is waited for two seconds, and called by its name', async () => {
  const never = () => new Promise(() => undefined);
  const errors: unknown[] = [];
  const report = (_code: string, _message: unknown, error?: unknown) => void errors.push(failed(error));
  const limits = { promptAfter: 3, blockAfter: 10 };
  const waiting = [articleOf(never, '/a', report), accountOf(never, { plans: null, limits }, report)];
  await jest.advanceTimersByTimeAsync(PATIENCE - 1);
  expect(errors).toEqual([]);
  await jest.advanceTimersByTimeAsync(1);
  await Promise.all(waiting);
  expect(errors).toEqual([
    'failed: article() gave no answer within 2000 ms',
    'failed: account() gave no answer within 2000 ms',
  ]);
});
