import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MOST_COOKIES, readCookies } from '../src/pass/cookie.js';
import { codePoint } from './support/code-points.js';
import { rounds } from './support/rounds.js';

const NAME = 'paywall';

describe('the cookies of a name', () => {
  test.each<[string | undefined, readonly string[]]>([
    [undefined, []],
    ['', []],
    ['paywall=a', ['a']],
    ['paywall=a; paywall=b; paywall=c', ['a', 'b', 'c']],
    ['x=1;paywall=a;y=2', ['a']],
    [' ;; \tpaywall=\t a \t;;', ['a']],
    ['paywall=', ['']],
    ['paywall=a=b=', ['a=b=']],
    ['paywall="a"', ['"a"']],
    ['paywall=%61', ['%61']],
    ['paywall=a\u00a0', ['a\u00a0']],
    ['paywall', []],
    ['paywall; paywall=a; paywall', ['a']],
    ['=paywall', []],
    ['=paywall=a', []],
    ['x=paywall=a', []],
    ['xpaywall=a', []],
    ['x paywall=a', []],
    ['paywall2=a', []],
    ['paywall =a', []],
    ['Paywall=a', []],
    ['a=b, paywall=c', []],
    ['a=\u0001\u001b\u007f\n; paywall=b; \0', ['b']],
    ['paywall=1; paywall=2; paywall=3; paywall=4; paywall=5; paywall=6', ['3', '4', '5', '6']],
  ])('of %j are %j', (header, values) => {
    expect(readCookies(header, NAME)).toEqual(values);
  });

  test('are those that a reading of every pair would find', () => {
    const part = fc.constantFrom(
      'paywall',
      'paywall=',
      '=',
      ';',
      '; ',
      ' ',
      '\t',
      'x',
      'paywall=a',
      '"',
      '\u0001',
      ',',
    );
    const property = fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
      const header = parts.join('');
      expect(readCookies(header, NAME)).toEqual(everyPair(header).slice(-MOST_COOKIES));
    });
    fc.assert(property, { numRuns: rounds(1000, 30_000) });
  });

  test('never throw, whatever the header', () => {
    const property = fc.property(fc.string({ unit: codePoint }), fc.string({ minLength: 1 }), (header, name) => {
      expect(readCookies(header, name).length).toBeLessThanOrEqual(MOST_COOKIES);
    });
    fc.assert(property, { numRuns: rounds(500, 10_000) });
  });
});

function everyPair(header: string): readonly string[] {
  return header
    .split(';')
    .map((pair) => pair.replace(/^[ \t]+/, ''))
    .filter((pair) => pair.startsWith('paywall='))
    .map((pair) => pair.slice('paywall='.length).replace(/^[ \t]+|[ \t]+$/g, ''));
}

const MEGABYTE = 2 ** 20;
const filled = (text: string) => text.repeat(Math.ceil(MEGABYTE / text.length));

describe('a field of a megabyte', () => {
  test('is looked at from its end, in whole pairs', () => {
    expect(readCookies(`${filled('c=1; ')}paywall=a`, NAME)).toEqual(['a']);
    expect(readCookies(`paywall=a; ${filled('c=1; ')}`, NAME)).toEqual([]);
    expect(readCookies(filled('paywall=x'), NAME)).toEqual([]);
    const cut = `; x${`paywall=a${' '.repeat(65_536 - 'paywall=a'.length)}`}`;
    expect(readCookies(filled('c=1; ') + cut, NAME)).toEqual([]);
  });

  // A ratio with much to spare, so that it holds on any machine, however busy: work for each pair would be far beyond it.
  const splitting = best(() => filled('a=1; ').split(';'));

  test.each([
    ['foreign cookies', filled('a=1; ')],
    ['pairs of nothing', filled(';')],
    ['blanks', filled(' ')],
    ['the name with something before', filled('xpaywall=1; ')],
    ['the name in values', filled('a=paywall=; ')],
    ['the name after blanks', filled('x    paywall=; ')],
    ['the name alone', filled('paywall; ')],
    ['the very cookie', filled('paywall=; ')],
    ['one long value', `paywall=${filled('a')}`],
  ])('of %s takes no work for each pair', (_what, header) => {
    expect(best(() => readCookies(header, NAME))).toBeLessThan(splitting * 10);
  });
});

/** Milliseconds that the quickest of many calls took. */
function best(call: () => unknown): number {
  const times = Array.from({ length: 40 }, () => {
    const began = performance.now();
    call();
    return performance.now() - began;
  });
  return Math.min(...times);
}
