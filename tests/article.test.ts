import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalPath } from '../src/article/canonical-path.js';
import { codePoint } from './support/code-points.js';

const NFC_CAFE = '/caf%C3%A9';

describe('canonicalPath', () => {
  test.each([
    // [canonical, other ways to write it]
    ['/', ['', '/', '//', '/.', '/./', '/%2e/', '?', '/?a=1', '#top', 'http://news.example', 'https://h?x=/a']],
    [
      '/news/a',
      [
        '/news/a',
        '/news/a/',
        '/news/a//',
        '//news//a',
        '/news/a?utm_source=mail&x=/y',
        '/news/a?',
        '/news/a#comments',
        '/news/a?x#y?z',
        '/news/a#y?x',
        '/./news/./a/.',
        '/news/%2e/a',
        '/news/a/%2E',
        '/%6E%65ws/%61',
        '/%6e%65ws/%61',
        'news/a',
        'http://news.example/news/a',
        'HTTPS://user:pw@news.example:8443/news/a/?x',
        'http:///news/a',
      ],
    ],
    ['/News/A', ['/News/A', '/%4Eews/%41']],
    ['/a-b_c.d~e', ['/a-b_c.d~e', '/a%2Db%5Fc%2Ed%7Ee', '/a%2db%5fc%2ed%7ee']],
    ['/a%2Fb', ['/a%2Fb', '/a%2fb']],
    ['/a%5Cb', ['/a%5Cb', '/a%5cb', '/a\\b']],
    ['/a/../b', ['/a/../b', '/a/%2e%2E/b', '/a/.%2e/./b/']],
    ['/a%3Fb%23c', ['/a%3Fb%23c', '/a%3fb%23c']],
    ['/a%20b', ['/a%20b', '/a b']],
    ['/%22%3C%3E%5B%5D%5E%60%7B%7C%7D', ['/"<>[]^`{|}', '/%22%3c%3e%5b%5d%5e%60%7b%7c%7d']],
    [
      "/!$&'()*+,;=:@",
      ["/!$&'()*+,;=:@", '/%21%24%26%27%28%29%2A%2B%2C%3B%3D%3A%40', '/%21%24%26%27%28%29%2a%2b%2c%3b%3d%3a%40'],
    ],
    [NFC_CAFE, ['/caf%C3%A9', '/caf%c3%a9', '/café', '/cafe%CC%81', '/cafe\u0301', '/caf%65%cc%81', '/cafe\u0301/?q']],
    ['/%E2%98%95', ['/☕', '/%E2%98%95', '/%e2%98%95']],
    ['/%F0%9F%97%9E', ['/🗞', '/%F0%9F%97%9E']],
    ['/%CE%A9', ['/\u2126', '/%E2%84%A6', '/Ω']],
    ['/K', ['/\u212A', '/%E2%84%AA']],
    ['/%60a', ['/\u1FEFa', '/`a', '/%60a']],
    ['/%3C%CC%B8', ['/<\u0338', '/%3C%CC%B8', '/%3c\u0338']],
    ['/%2F%CC%81', ['/%2F%CC%81', '/%2f\u0301']],
    ['/%25', ['/%', '/%25']],
    ['/%25zz', ['/%zz', '/%25zz']],
    ['/100%25', ['/100%', '/100%25']],
    ['/%252', ['/%2', '/%252']],
    ['/%2541', ['/%2541']],
    ['/%25A', ['/%%41', '/%25A', '/%25%41']],
    ['/%C3', ['/%C3', '/%c3']],
    ['/%FFa', ['/%FFa', '/%ff%61']],
    ['/%C0%AF', ['/%C0%AF', '/%c0%af']],
    ['/%ED%A0%80', ['/%ED%A0%80', '/%ed%a0%80']],
    ['/%EF%BF%BD', ['/\uD800', '/\uDFFF', '/\uFFFD']],
    ['/%00', ['/\0', '/%00']],
    ['/a%0D%0AX:%20y', ['/a\r\nX: y', '/a%0d%0aX:%20y']],
    ['/%7F', ['/\x7f', '/%7F']],
    ['/*', ['*', '/*']],
    ['/news.example:443', ['news.example:443']],
    ['/javascript:alert(1)', ['javascript:alert(1)']],
    ['/http:/news.example/a', ['/http://news.example/a']],
    ['/...', ['/...', '/.../', '/%2e%2e%2e']],
    ['/.well-known/a', ['/.well-known/a', '/%2Ewell-known/a']],
  ] as const)('%s', (canonical, variants) => {
    for (const variant of variants) expect([variant, canonicalPath(variant)]).toEqual([variant, canonical]);
  });

  test('articles that are not the same keep different names', () => {
    const distinct = [
      '/news/a',
      '/news/b/../a',
      '/news/b\\..\\a',
      '/../news/a',
      '/news/A',
      '/News/a',
      '/news/b',
      '/news/a/b',
      '/news/a%2Fb',
      '/news/a%5Cb',
      '/news/a%252Fb',
      '/news/a%3Fb',
      '/news/a%23b',
      '/news/a%20b',
      '/news/a+b',
      '/news/a%00',
      '/news/cafe',
      '/news/caf%C3%A9',
      '/news/a.',
      '/news/...',
      '/newsa',
      '/a',
      '/',
    ];
    expect(new Set(distinct.map(canonicalPath)).size).toBe(distinct.length);
  });

  test('a path longer than any server takes still has a name', () => {
    const long = `/${'a/./%C3%A9/e\u0301/%zz/'.repeat(20_000)}`;
    expect(canonicalPath(long)).toBe('/a/%C3%A9/%C3%A9/%25zz'.repeat(20_000));
  });
});

describe('any string', () => {
  const pieces = fc.constantFrom(
    ...['/', '//', '\\', '.', '..', '?', '#', '%', '%2', '%25', '%2F', '%2f', '%2e', '%2E', '%5c', '%41', '%7e', '%00'],
    ...[
      '%C3',
      '%c3%a9',
      '%A9',
      '%CC%81',
      '%cc%b8',
      '%E2%84%AA',
      '%FF',
      '%ED%A0%80',
      '%F0%9F%97%9E',
      '%zz',
      '%3C',
      '%60',
    ],
    ...['a', 'e', 'C', '<', '=', '`', ' ', '\0', '\n', '\x7f', 'é', '\u0301', '\u0327', '\u0338', '\u212A', '\u1FEF'],
    ...['\uD800', '\uDC00', '🗞', 'http://', 'news.example', ':', '@', '*', '+', "'", '[', '|'],
  );
  const urlish = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(''));
  const plain = fc.constantFrom(..."abcxyzABCXYZ0189-._~!$&'()*+,;=:@");
  const segment = fc.string({ unit: fc.oneof(plain, codePoint.map(encodeURIComponent)) });
  const path = fc.array(segment).map((segments) => segments.map((one) => `/${one}`).join(''));
  const address = fc.tuple(fc.webAuthority(), path).map(([authority, below]) => `https://${authority}${below}`);
  const anything = fc.oneof(urlish, fc.string({ unit: codePoint }), fc.string(), path, address);
  const rooted = anything.map((url) => `/${url}`);

  test('has a canonical form, of which the canonical form is itself', () => {
    const idempotent = fc.property(anything, (url) => {
      const canonical = canonicalPath(url);
      expect(canonicalPath(canonical)).toBe(canonical);
    });
    fc.assert(idempotent);
  });

  test('becomes a rooted path of allowed characters and whole escapes, without empty segments or single dots', () => {
    const clean = fc.property(anything, (url) => {
      const canonical = canonicalPath(url);
      expect(canonical).toMatch(/^\/(?:[\w.~!$&'()*+,;=:@/-]|%[\dA-F]{2})*$/);
      expect(canonical).not.toMatch(/%(?:2D|2E|3\d|4[1-9A-F]|5[\dAF]|6[1-9A-F]|7[\dAE])/);
      const segments = canonical === '/' ? [] : canonical.slice(1).split('/');
      for (const segment of segments) expect(['', '.']).not.toContain(segment);
    });
    fc.assert(clean);
  });

  test('means the same with a dot segment in front, which no quick answer is given for', () => {
    const same = fc.property(rooted, (url) => expect(canonicalPath(url)).toBe(canonicalPath(`/.${url}`)));
    fc.assert(same);
  });

  test('means the same however its escapes are spelt', () => {
    const escapeAll = (path: string, digits: (escaped: string) => string) =>
      path.replace(/%[\dA-F]{2}|[\w.~-]/g, (piece) =>
        digits(piece.length === 1 ? `%${piece.charCodeAt(0).toString(16).padStart(2, '0')}` : piece),
      );
    const same = fc.property(anything, fc.constantFrom('', '?a=/b/./c', '#d', '/', '/.'), (url, ending) => {
      const canonical = canonicalPath(url);
      expect(canonicalPath(escapeAll(canonical, (escaped) => escaped.toLowerCase()) + ending)).toBe(canonical);
      expect(canonicalPath(escapeAll(canonical, (escaped) => escaped.toUpperCase()) + ending)).toBe(canonical);
    });
    fc.assert(same);
  });

  test('means the same in either normalization form', () => {
    const text = fc.string({ unit: 'grapheme' });
    const same = fc.property(text, (name) => {
      // The signs that decompose to one of these and a stroke: an escaped < is never part of another sign.
      fc.pre(!/[<=>]\u0338/.test(name.normalize('NFD')));
      const composed = canonicalPath(`/${encodeURIComponent(name.normalize('NFC'))}`);
      expect(canonicalPath(`/${encodeURIComponent(name.normalize('NFD'))}`)).toBe(composed);
    });
    fc.assert(same);
  });

  test('resolves to what a browser would ask for', () => {
    const segment = fc.constantFrom('a', 'b', '.', '...', '%2e', 'caf%C3%A9', 'é', 'x y', '');
    const same = fc.property(fc.array(segment), (segments) => {
      const path = `/a/${segments.join('/')}`;
      expect(canonicalPath(new URL(path, 'https://news.example').pathname)).toBe(canonicalPath(path));
    });
    fc.assert(same);
  });

  test('tells escaped names of articles apart', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1 }).map((text) => text.normalize('NFC'));
    const apart = fc.property(name, name, (one, other) => {
      fc.pre(one !== '.' && other !== '.');
      const same = canonicalPath(`/${encodeURIComponent(one)}`) === canonicalPath(`/${encodeURIComponent(other)}`);
      expect(same).toBe(one === other);
    });
    fc.assert(apart);
  });
});
