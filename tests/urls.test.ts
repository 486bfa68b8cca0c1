import { expect, test } from '@jest/globals';
import { parseUrl } from '../src/options/urls.js';

test('an address with letters beyond ASCII is one the hundred-thousandth time too', () => {
  let refused = 0;
  for (let time = 0; time < 100_000; time += 1) {
    if (parseUrl('https://zürich.example')?.host !== 'xn--zrich-kva.example') refused += 1;
  }
  expect(refused).toBe(0);
});

test.each(['https://', 'no address', '//news.example', ''])('%j is no URL', (text) => {
  expect(parseUrl(text)).toBeUndefined();
});
