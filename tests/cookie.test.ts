import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type CookieAttributes, createCookie, MOST_COOKIES, readCookies, writeCookie } from '../src/pass/cookie.js';
import { readCookieOptions } from '../src/pass/cookie-options.js';
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
    fc.assert(property, { numRuns: rounds(1000, 10_000) });
  });

  test('never throw, whatever the header', () => {
    const property = fc.property(fc.string({ unit: codePoint }), fc.string({ minLength: 1 }), (header, name) => {
      expect(readCookies(header, name).length).toBeLessThanOrEqual(MOST_COOKIES);
    });
    fc.assert(property, { numRuns: rounds(500, 4000) });
  });
});

function everyPair(header: string): readonly string[] {
  return header
    .split(';')
    .map((pair) => pair.replace(/^[ \t]+/, ''))
    .filter((pair) => pair.startsWith('paywall='))
    .map((pair) => pair.slice('paywall='.length).replace(/^[ \t]+|[ \t]+$/g, ''));
}

describe('a cookie', () => {
  const PLAIN: CookieAttributes = {
    name: 'p',
    secure: false,
    domain: undefined,
    sameSite: 'lax',
    partitioned: false,
  };

  test.each<[Partial<CookieAttributes>, string]>([
    [{}, '; Path=/; HttpOnly; SameSite=Lax'],
    [{ secure: true }, '; Path=/; HttpOnly; Secure; SameSite=Lax'],
    [{ domain: '.news.example' }, '; Domain=.news.example; Path=/; HttpOnly; SameSite=Lax'],
    [{ secure: true, sameSite: 'none' }, '; Path=/; HttpOnly; Secure; SameSite=None'],
    [{ secure: true, partitioned: true }, '; Path=/; HttpOnly; Secure; Partitioned; SameSite=Lax'],
  ])('of %j is written with%s', (more, attributes) => {
    const cookie = createCookie({ ...PLAIN, ...more });
    expect(cookie).toEqual({ name: 'p', attributes });
    expect(writeCookie('a.b.c', 60, cookie)).toBe(`p=a.b.c; Max-Age=60${attributes}`);
  });

  test.each([
    [0, 0],
    [0.9, 0],
    [1.9, 1],
    [-1, 0],
    [-0.5, 0],
  ])('is kept for whole seconds: %d as %d', (left, age) => {
    expect(writeCookie('t', left, { name: 'p', attributes: '' })).toBe(`p=t; Max-Age=${age}`);
  });
});

describe('the cookie of a site', () => {
  const suffixes = ['example', 'co.uk'];
  const read = (given: unknown, site: string) =>
    readCookieOptions(given, 'cookie', new URL(site), (domain) => suffixes.includes(domain));

  const HTTPS = 'https://www.news.example';
  const HTTP = 'http://www.news.example';
  const LAX = 'Path=/; HttpOnly; Secure; SameSite=Lax';

  test.each<[object, string, string, string?]>([
    [{}, '__Host-paywall', LAX],
    [{ domain: 'news.example' }, '__Secure-paywall', `Domain=news.example; ${LAX}`],
    [{}, 'paywall', 'Path=/; HttpOnly; SameSite=Lax', HTTP],
    [{ domain: 'news.example' }, 'paywall', 'Domain=news.example; Path=/; HttpOnly; SameSite=Lax', HTTP],
    [{ name: 'p' }, 'p', LAX],
    [{ name: '__Host-p' }, '__Host-p', LAX],
    [{ name: '__Secure-p', domain: 'www.news.example' }, '__Secure-p', `Domain=www.news.example; ${LAX}`],
    [{ name: 'my__Host-p', domain: '.NEWS.Example' }, 'my__Host-p', `Domain=.NEWS.Example; ${LAX}`],
    [{ name: 'my__Secure-p' }, 'my__Secure-p', 'Path=/; HttpOnly; SameSite=Lax', HTTP],
    [{ name: "A9!#$%&'*+.^_`|~-" }, "A9!#$%&'*+.^_`|~-", LAX],
    [{ name: 'p'.repeat(256) }, 'p'.repeat(256), LAX],
    [{ sameSite: 'lax', partitioned: false }, 'paywall', 'Path=/; HttpOnly; SameSite=Lax', HTTP],
    [{ sameSite: 'none' }, '__Host-paywall', 'Path=/; HttpOnly; Secure; SameSite=None'],
    [{ partitioned: true }, '__Host-paywall', 'Path=/; HttpOnly; Secure; Partitioned; SameSite=Lax'],
    [{ domain: 'a-9.b' }, '__Secure-paywall', `Domain=a-9.b; ${LAX}`, 'https://x.a-9.b'],
    [{ domain: '1.example' }, '__Secure-paywall', `Domain=1.example; ${LAX}`, 'https://1.example'],
    [{ domain: 'intranet1' }, '__Secure-paywall', `Domain=intranet1; ${LAX}`, 'https://intranet1'],
    [{ domain: 'intranet' }, '__Secure-paywall', `Domain=intranet; ${LAX}`, 'https://intranet'],
  ])('by %j is %s', (given, name, attributes, site = HTTPS) => {
    expect(read(given, site)).toEqual({ name, attributes: `; ${attributes}` });
  });

  const TYPE = 'ERR_PAYWALL_OPTION_TYPE';
  const RANGE = 'ERR_PAYWALL_OPTION_RANGE';
  const CONFLICT = 'ERR_PAYWALL_OPTION_CONFLICT';

  test.each<[object, string, string, string, string?]>([
    [{ nane: 'p' }, 'nane', 'ERR_PAYWALL_OPTION_UNKNOWN', 'Did you mean name?'],
    [{ name: '' }, 'name', TYPE, 'Give a string that is not empty'],
    [{ name: 'pay wall' }, 'name', RANGE, 'Give a cookie name of letters, digits, - and _'],
    [{ name: 'pay\n' }, 'name', RANGE, 'Give a cookie name of letters, digits, - and _'],
    [{ name: ' pay' }, 'name', RANGE, 'Give a cookie name of letters, digits, - and _'],
    [{ name: 'p'.repeat(257) }, 'name', RANGE, 'Give a cookie name of at most 256 characters'],
    [{ domain: 5 }, 'domain', TYPE, 'Give a string that is not empty'],
    [{ sameSite: 'Lax' }, 'sameSite', RANGE, 'Give one of "lax", "none"'],
    [{ sameSite: 'strict' }, 'sameSite', CONFLICT, "Give 'lax'"],
    [{ partitioned: 1 }, 'partitioned', TYPE, 'Give true or false'],
    [{ name: '__HOST-p', domain: 'news.example' }, 'name', CONFLICT, 'Leave domain out, or use the prefix __Secure-'],
    [{ name: '__Host-p' }, 'name', CONFLICT, 'Give the https origin as site, or a plain name', HTTP],
    [{ name: '__secure-p' }, 'name', CONFLICT, 'Give the https origin as site, or a plain name', HTTP],
    [{ name: '__Http-p' }, 'name', CONFLICT, 'Give the https origin as site, or a plain name', HTTP],
    [{ sameSite: 'none' }, 'sameSite', CONFLICT, "Give the https origin as site, or 'lax'", HTTP],
    [{ partitioned: true }, 'partitioned', CONFLICT, 'Give the https origin as site, or false', HTTP],
    [{ domain: '192.0.2.7' }, 'domain', CONFLICT, 'Leave it out', 'https://192.0.2.7'],
    [{ domain: '.Co.uk' }, 'domain', CONFLICT, 'Give www.news.example, a domain above it, or leave it out'],
    [{ domain: 'example' }, 'domain', CONFLICT, 'Leave it out'],
    [{ domain: 'co.uk' }, 'domain', CONFLICT, 'Leave it out', 'https://news.co.uk'],
    [{ domain: '.example' }, 'domain', CONFLICT, 'Leave it out'],
    ...['ews.example', 'other.example', 'news.example.', '..news.example', 'x.www.news.example', '.'].map(
      (domain): [object, string, string, string] => {
        return [{ domain }, 'domain', CONFLICT, 'Give www.news.example, a domain above it, or leave it out'];
      },
    ),
    ...['my_news.example', '-a.example', 'a-.example', 'a.-b.example', 'a.b-.example', 'a..example'].map(
      (host): [object, string, string, string, string] => {
        const fix = `Give ${host}, a domain above it, or leave it out`;
        return [{ domain: host }, 'domain', CONFLICT, fix, `https://${host}`];
      },
    ),
    [{ domain: '[::1]' }, 'domain', CONFLICT, 'Give [::1], a domain above it, or leave it out', 'https://[::1]'],
  ])('by %j is none: %s (%s)', (given, option, code, fix, site = HTTPS) => {
    expect(() => read(given, site)).toThrow(expect.objectContaining({ option: `cookie.${option}`, code, fix }));
  });
});

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

  test('is looked at for 64 KiB, and for no pair that begins before', () => {
    const field = 'paywall=a; '.padEnd(65_536, 'c');
    expect(readCookies(field, NAME)).toEqual(['a']);
    expect(readCookies(`;${field}`, NAME)).toEqual([]);
    expect(readCookies(`x${field}`, NAME)).toEqual([]);
    expect(readCookies(filled('c=1; ') + field + filled('c=1; ').slice(0, 65_536), NAME)).toEqual([]);
    expect(readCookies(`xyz; ${'paywall=a; '.padEnd(65_534, 'c')}`, NAME)).toEqual(['a']);
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
