import { expect, test } from '@jest/globals';
import { isSpeculative, SPECULATIVE_ANSWER } from '../../src/meter/steps/06-speculative.js';
import { isSubresource, SUBRESOURCE_ANSWER } from '../../src/meter/steps/06-subresource.js';

test.each([
  ['sec-purpose', 'prefetch', true],
  ['sec-purpose', 'Prefetch;Prerender', true],
  ['sec-purpose', 'navigate', false],
  ['sec-purpose', 'prerender', true],
  ['x-sec-purpose', 'prefetch', true],
  ['purpose', 'preview', true],
  ['purpose', 'prefetching', false],
  ['x-purpose', 'preview', true],
  ['x-moz', 'prefetch', true],
  ['x-moz', '', false],
  ['next-router-prefetch', '1', true],
  ['next-router-segment-prefetch', '/_tree', true],
  ['x-middleware-prefetch', '1', true],
  ['hx-preloaded', 'true', true],
  ['hx-preloaded', 'false', false],
  ['hx-preloaded', ' False ', false],
  ['next-router-prefetch', '', false],
  ['next-router-prefetch', '0', false],
  ['next-router-prefetch', '?0', false],
  ['x-other', 'prefetch', false],
])('%s: %s is speculative: %p', (field, value, speculative) => {
  expect(isSpeculative({ [field]: value })).toBe(speculative);
});

test('a request without any of these fields is not speculative', () => {
  expect(isSpeculative({})).toBe(false);
});

test.each([
  [{}, false, false],
  [{ dest: 'document' }, false, false],
  [{ dest: 'document', site: 'cross-site' }, false, false],
  [{ dest: 'empty', site: 'cross-site', mode: 'cors' }, false, false],
  [{ dest: 'empty', site: 'cross-site', mode: 'no-cors' }, true, true],
  [{ dest: 'empty', site: 'cross-site', mode: ' No-CORS' }, true, true],
  [{ dest: 'empty', site: 'same-origin', mode: 'no-cors' }, false, false],
  [{ dest: 'empty', mode: 'no-cors' }, false, false],
  [{ dest: '', site: 'none' }, false, false],
  [{ dest: 'image', site: 'same-origin' }, true, true],
  [{ dest: 'iframe' }, false, false],
  [{ dest: 'iframe', site: 'same-origin' }, false, false],
  [{ dest: 'iframe', site: 'none' }, false, false],
  [{ dest: 'iframe', site: '' }, false, false],
  [{ dest: 'iframe', site: 'cross-site' }, true, false],
  [{ dest: 'frame', site: 'cross-site' }, true, false],
  [{ dest: 'fencedframe', site: 'cross-site' }, true, false],
  [{ dest: 'embed', site: 'cross-site' }, true, false],
  [{ dest: 'object', site: 'cross-site' }, true, false],
  [{ site: 'cross-site', mode: 'no-cors' }, false, false],
])('a request with Sec-Fetch %j is of a part of a page: %p; of a site that is framed: %p', (asked, part, framed) => {
  const fields = Object.fromEntries(Object.entries(asked).map(([name, value]) => [`sec-fetch-${name}`, value]));
  expect([isSubresource(fields, false), isSubresource(fields, true)]).toEqual([part, framed]);
});

test('what is answered in place of the page is kept by no cache, for whoever asks otherwise', () => {
  expect(SPECULATIVE_ANSWER).toEqual({
    status: 503,
    headers: {
      'Cache-Control': 'no-store',
      Vary: 'Cookie, Sec-Purpose, X-Sec-Purpose, Purpose, X-Purpose, X-Moz, Next-Router-Prefetch, Next-Router-Segment-Prefetch, X-Middleware-Prefetch, HX-Preloaded',
    },
  });
  expect(SUBRESOURCE_ANSWER).toEqual({
    status: 403,
    headers: { 'Cache-Control': 'no-store', Vary: 'Cookie, Sec-Fetch-Dest, Sec-Fetch-Mode, Sec-Fetch-Site' },
  });
});
