import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  decodeLedger,
  encodeLedger,
  LEDGER_SIZE,
  type Ledger,
  newest,
  readLedger,
  sameArticles,
  union,
  withArticle,
  writeLedger,
} from '../src/pass/ledger.js';
import { codePoint } from './support/code-points.js';
import { rounds } from './support/rounds.js';

const ids = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
// Few different ids, so that ledgers overlap, beside any ids at all.
const fewIds = fc.oneof(fc.integer({ min: -8, max: 8 }), ids);
const overlapping = fc.uniqueArray(fewIds, { maxLength: 40 });
const encodable = fc.uniqueArray(ids, { maxLength: LEDGER_SIZE });

const setOf = (ledger: Ledger) => new Set(ledger);

describe('union', () => {
  test('is idempotent, whichever side comes again', () => {
    const property = fc.property(overlapping, overlapping, (a, b) => {
      const both = union(a, b);
      expect(union(a, a)).toEqual(a);
      expect(union(both, b)).toEqual(both);
      expect(union(both, a)).toEqual(both);
      expect(setOf(union(b, both))).toEqual(setOf(both));
    });
    fc.assert(property);
  });

  test('is commutative', () => {
    const property = fc.property(overlapping, overlapping, (a, b) => {
      expect(setOf(union(a, b))).toEqual(setOf(union(b, a)));
    });
    fc.assert(property);
  });

  test('is associative', () => {
    const property = fc.property(overlapping, overlapping, overlapping, (a, b, c) => {
      expect(setOf(union(union(a, b), c))).toEqual(setOf(union(a, union(b, c))));
    });
    fc.assert(property);
  });

  test('holds what either holds, nothing else, nothing twice, and leaves both as they were', () => {
    const property = fc.property(overlapping, overlapping, (a, b) => {
      const [aBefore, bBefore] = [[...a], [...b]];
      const both = union(a, b);
      expect(setOf(both)).toEqual(new Set([...a, ...b]));
      expect(both).toHaveLength(setOf(both).size);
      expect([a, b]).toEqual([aBefore, bBefore]);
    });
    fc.assert(property);
  });

  test('keeps the order of the older; what is new follows in its own', () => {
    expect(union([3, 1, 2], [5, 2, 4, 3])).toEqual([3, 1, 2, 5, 4]);
  });
});

describe('withArticle', () => {
  test('holds the ledger and the article, the article last', () => {
    const property = fc.property(overlapping, fewIds, (ledger, id) => {
      const after = withArticle(ledger, id);
      expect(setOf(after)).toEqual(setOf(union(ledger, [id])));
      expect(after).toHaveLength(setOf(after).size);
      expect(after.at(-1)).toBe(id);
      expect(withArticle(after, id)).toEqual(after);
      expect(after.slice(0, -1)).toEqual(ledger.filter((other) => other !== id));
    });
    fc.assert(property);
  });
});

test.each([0, 1, 2])('an article read again is the newest, and there once, wherever it was before: at %d', (place) => {
  const ledger = [11, 12, 13];
  const again = ledger[place] ?? 0;
  expect(withArticle(ledger, again)).toEqual([...ledger.filter((id) => id !== again), again]);
});

describe('newest', () => {
  test.each([
    [0, 0],
    [1, 1],
    [64, 64],
    [65, 64],
    [1000, 64],
  ])('of %d articles keeps the last %d', (length, kept) => {
    const ledger = Array.from({ length }, (_, n) => n);
    expect(newest(ledger)).toEqual(ledger.slice(length - kept));
  });
});

describe('sameArticles', () => {
  test.each([
    [[], [], true],
    [[1, 2], [2, 1], true],
    [[1], [2], false],
    [[1, 2], [1], false],
    [[1], [1, 2], false],
  ])('%j and %j: %j', (one, other, same) => {
    expect(sameArticles(one, other)).toBe(same);
  });
});

describe('a ledger as text', () => {
  test('reads back as it was at its longest', () => {
    const ledger = Array.from({ length: LEDGER_SIZE }, (_, n) => -n);
    expect(decodeLedger(encodeLedger(ledger))).toEqual(ledger.map((id) => id | 0));
  });

  test('is read from wherever it begins, at its longest too', () => {
    const ledger = Array.from({ length: LEDGER_SIZE }, (_, n) => n);
    const bytes = Buffer.alloc(8 + 4 * LEDGER_SIZE);
    writeLedger(ledger, bytes, 8);
    expect(readLedger(bytes, 8)).toEqual(ledger);
    expect(readLedger(Buffer.alloc(2), 6)).toBeNull();
  });

  test('reads back as it was, order and all', () => {
    const property = fc.property(encodable, (ledger) => {
      expect(decodeLedger(encodeLedger(ledger))).toEqual(ledger);
    });
    fc.assert(property);
  });

  // Worked out by hand: base64url of big-endian two's complement.
  test.each([
    [[], ''],
    [[0], 'AAAAAA'],
    [[-1], '_____w'],
    [[1, -2], 'AAAAAf____4'],
    [[2 ** 31 - 1, -(2 ** 31)], 'f____4AAAAA'],
  ])('%j is %j', (ledger, text) => {
    expect(encodeLedger(ledger)).toBe(text);
    expect(decodeLedger(text)).toEqual(ledger);
  });

  test.each([
    ['65 ids', encodeLedger(Array.from({ length: 65 }, (_, n) => n))],
    ['an id twice', encodeLedger([7, 8, 7])],
    ['one byte', 'AA'],
    ['two bytes', 'AAA'],
    ['three bytes', 'AAAA'],
    ['five bytes', 'AAAAAAA'],
    ['a character that stands for nothing', 'A'],
    ['padding', 'AAAAAA=='],
    ['the other base64', '////+w'],
    ['stray bits at the end', 'AAAAAB'],
    ['a blank before', ' AAAAAA'],
    ['a blank inside', 'AAA AAA'],
    ['a line break after', 'AAAAAA\n'],
    ['NUL', 'AAAAAA\0'],
    ['other characters', '!!!!!!'],
    ['characters beyond a byte', 'AAAAA\u0141'],
    ['JSON', '[1,2,3]'],
  ])('with %s is none', (_what, text) => {
    expect(decodeLedger(text)).toBeNull();
  });

  test('of any kind never throws, and is a ledger only if encodeLedger wrote it', () => {
    const alphabet = fc.constantFrom(...'ABCD_-wx01/+= \n');
    const near = fc
      .tuple(encodable, fc.nat(), fc.nat({ max: 2 }), fc.string({ unit: alphabet, maxLength: 3 }))
      .map(([ledger, place, removed, inserted]) => {
        const text = encodeLedger(ledger);
        const at = place % (text.length + 1);
        return text.slice(0, at) + inserted + text.slice(at + removed);
      });
    const texts = fc.oneof(fc.string({ unit: codePoint }), fc.string({ unit: alphabet, maxLength: 24 }), near);
    let accepted = 0;
    const property = fc.property(texts, (text) => {
      const ledger = decodeLedger(text);
      if (ledger === null) return;
      accepted += 1;
      expect(encodeLedger(ledger)).toBe(text);
      expect(ledger.length).toBeLessThanOrEqual(LEDGER_SIZE);
      expect(setOf(ledger).size).toBe(ledger.length);
      for (const id of ledger) expect(id).toBe(id | 0);
    });
    const numRuns = rounds(300, 10_000);
    fc.assert(property, { numRuns });
    expect(accepted / numRuns).toBeGreaterThan(0.03);
  });
});
