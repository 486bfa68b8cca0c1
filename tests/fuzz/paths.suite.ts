import { afterAll, beforeAll, expect } from '@jest/globals';
import fc from 'fast-check';
import { canonicalPath } from '../../src/index.js';
import { fuzz } from './fuzz.js';
import { expectNoGain, expectSound, type FuzzedSite, startFuzzedSite } from './site.js';

let site: FuzzedSite;
beforeAll(async () => {
  site = await startFuzzedSite();
});
afterAll(() => site.close());

const octets = fc.string({
  unit: fc.integer({ min: 0x21, max: 0xff }).map((code) => String.fromCharCode(code)),
  maxLength: 8,
});
const piece = fc.oneof(
  fc.constantFrom(
    '/',
    '//',
    '/news/',
    '/NEWS/',
    '/News',
    'read-1',
    'next',
    'Next',
    '.',
    '..',
    '/./',
    '/../',
    '\\',
    '\\..\\',
  ),
  fc.constantFrom(
    '%2F',
    '%2f',
    '%5C',
    '%2E',
    '%2e%2e',
    '%00',
    '%',
    '%%',
    '%zz',
    '%C3%A9',
    '%c3',
    '%F0%9F%92%A9',
    '%252F',
  ),
  fc.constantFrom(
    '?',
    '#',
    '?a=b',
    ';',
    ';a=b',
    '&',
    '=',
    '@',
    ':',
    '*',
    '+',
    ',',
    '~',
    '%2D',
    '%41',
    '%C3%85',
    'A%CC%8A',
  ),
  fc.constantFrom('http://news.example', 'http://x@y', 'HTTP://h:1', 'x-y.z+1://', 'http:/', 'http:\\\\h'),
  octets,
);
const target = fc.oneof(
  fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join('')),
  fc.array(piece, { maxLength: 6 }).map((pieces) => `/news/${pieces.join('')}`),
  fc.array(piece, { maxLength: 6 }).map((pieces) => `/news/read-1${pieces.join('')}`),
  octets,
);

fuzz({
  name: 'path',
  inputs: target,
  async check(text) {
    const canonical = canonicalPath(text);
    expect(canonical).toMatch(/^\/[!-~]*$/);
    expect(canonicalPath(canonical)).toBe(canonical);

    const answer = await site.send(text, [['Cookie', site.blocked]]);
    expectSound(answer, site);
    // What was counted in the name of one article must be that one: else an article that was read would open another.
    const [, slug] = /^TEXT of (.*)$/m.exec(answer.text) ?? [];
    if (slug !== undefined) expect(['read-1', 'read-2', 'read-3']).toContain(slug);
  },
});

fuzz({
  name: 'path-of-new-reader',
  inputs: target,
  async check(text) {
    const answer = await site.send(text, []);
    expectSound(answer, site);
    expectNoGain(answer, site);
  },
});
