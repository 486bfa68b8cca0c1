import { expect, test } from '@jest/globals';
import { setName } from '../../src/store/set-name.js';

test.each([
  [0, '2026-11:abcdefghijklmnop'],
  [1, '2026-11:abcdefghijklmnop~1'],
  [12, '2026-11:abcdefghijklmnop~12'],
])('after %d fresh starts a reader’s set is %s', (generation, name) => {
  expect(setName('2026-11', 'abcdefghijklmnop', generation)).toBe(name);
});
