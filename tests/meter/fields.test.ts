import { describe, expect, test } from '@jest/globals';
import { fieldsOf, isOneOf, tokensOf } from '../../src/meter/request-fields.js';
import {
  ignoredFields,
  isCacheField,
  isValidator,
  type Keeping,
  keptBy,
  NO_FIELDS,
  type PresentFields,
  varyWith,
} from '../../src/meter/response-fields.js';

const present = (fields: Readonly<Record<string, string | string[]>>): PresentFields => ({
  names: Object.keys(fields),
  get: (name) => fields[name],
});

describe('fields of a request', () => {
  test('are told by lower-case names, of whatever kind they came', () => {
    const given = { cookie: 'a=1' };
    expect(fieldsOf(given)).toBe(given);
    expect(fieldsOf([['Cookie', 'a=1']])).toEqual(given);
    expect(fieldsOf(new Map([['COOKIE', 'a=1']]))).toEqual(given);
  });

  test.each([
    [undefined, []],
    ['Prefetch', ['prefetch']],
    ['prefetch;prerender', ['prefetch', 'prerender']],
    ['a, b;  c', ['a', 'b', 'c']],
    [
      ['A', 'b'],
      ['a', 'b'],
    ],
  ])('%j is the words %j', (value, words) => {
    expect(tokensOf(value)).toEqual(words);
  });

  test.each([
    ['document', true],
    [' Document ', true],
    ['document, image', false],
    ['', false],
    [undefined, false],
  ])('%j is one of the words: %p', (value, is) => {
    expect(isOneOf(value, new Set(['document', 'undefined']))).toBe(is);
  });
});

const CONDITIONS = ['if-none-match', 'if-modified-since', 'if-match', 'if-unmodified-since'];
const ALL = [...CONDITIONS, 'if-range', 'range'];

test.each<[Keeping, Record<string, string>, readonly string[]]>([
  ['nobody', {}, ALL],
  ['reader', {}, CONDITIONS],
  ['reader', { range: 'bytes=0-9' }, CONDITIONS],
  ['reader', { 'if-range': '"a"' }, ALL],
  ['reader-by-validator', { 'if-range': '"a"' }, []],
])('a page kept by %s, asked for with %j, does not go by %j', (keeping, asked, ignored) => {
  expect(ignoredFields(keeping, asked)).toEqual(ignored);
});

test('a response on which nothing is yet has no fields', () => {
  expect(NO_FIELDS.names).toEqual([]);
});

describe('how long a page is kept', () => {
  test.each<[Keeping, string, string, readonly string[]]>([
    ['nobody', 'private, no-store', '*', ['etag', 'last-modified']],
    ['reader', 'private, no-cache', 'Cookie', ['etag', 'last-modified']],
    ['reader-by-validator', 'private, no-cache', 'Cookie', []],
  ])('by %s', (keeping, control, vary, remove) => {
    expect(keptBy(keeping, NO_FIELDS)).toEqual({ set: { 'Cache-Control': control, Vary: vary }, remove });
  });

  test.each([
    ['public, max-age=600', 'private, no-cache'],
    ['No-Store', 'private, no-cache, no-store'],
    ['no-transform,must-revalidate', 'private, no-cache, no-transform, must-revalidate'],
    ['public  no-transform', 'private, no-cache, no-transform'],
    ['no-storeroom', 'private, no-cache'],
  ])('where the site says %s: %s', (own, control) => {
    expect(keptBy('reader', present({ 'cache-control': own })).set).toMatchObject({ 'Cache-Control': control });
  });

  test('a wall says no-store once', () => {
    const own = present({ 'cache-control': 'no-store, no-transform', vary: 'Accept' });
    expect(keptBy('nobody', own).set).toEqual({ 'Cache-Control': 'private, no-store, no-transform', Vary: '*' });
  });

  test('the site’s own Vary goes on, and what tells caches otherwise does not', () => {
    const fields = [
      'cdn-cache-control',
      'x-litespeed-cache-control',
      'surrogate-control',
      'edge-control',
      'x-accel-expires',
      'expires',
    ];
    const others = ['content-type', 'x-expires', 'expires-at', 'x-cache-control-x'];
    const own = present({ ...Object.fromEntries([...fields, ...others].map((name) => [name, 'x'])), vary: 'Accept' });
    expect(keptBy('reader-by-validator', own)).toEqual({
      set: { 'Cache-Control': 'private, no-cache', Vary: 'Accept, Cookie' },
      remove: fields,
    });
    expect(keptBy('reader', own).remove).toEqual([...fields, 'etag', 'last-modified']);
  });
});

test.each([
  ['', 'Cookie', 'Cookie'],
  ['Accept', 'Cookie', 'Accept, Cookie'],
  ['Accept, COOKIE ', 'Cookie', 'Accept, COOKIE'],
  ['accept', 'Cookie, Accept', 'accept, Cookie'],
  ['Accept', 'Cookie, Origin', 'Accept, Cookie, Origin'],
  ['Accept, *', 'Cookie', '*'],
  ['Accept', '*', '*'],
])('Vary of %j and %j is %j', (vary, more, both) => {
  expect(varyWith(vary, more)).toBe(both);
});

test.each([
  ['Cache-Control', true, false],
  ['Expires', true, false],
  ['Vercel-CDN-Cache-Control', true, false],
  ['Content-Type', false, false],
  ['ETag', false, true],
  ['last-modified', false, true],
])('%s: of caches %p, a validator %p', (name, ofCaches, validator) => {
  expect([isCacheField(name), isValidator(name)]).toEqual([ofCaches, validator]);
});
