import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { type Address, parseAddress } from '../../src/crawlers/address.js';
import { RangesRefused, rangeSet, refuseShrunken } from '../../src/crawlers/ranges.js';
import { SEARCH_CRAWLERS } from '../../src/crawlers/search-crawlers.js';
import { SNAPSHOT } from '../../src/crawlers/snapshot.js';

function address(text: string): Address {
  const parsed = parseAddress(text);
  if (parsed === null) throw new Error(`${text} is no address`);
  return parsed;
}

describe('rangeSet', () => {
  const set = rangeSet([
    '66.249.64.0/27',
    '66.249.64.32/27',
    '66.249.66.1/32',
    '66.249.66.3/32',
    '2001:4860:4801:10::/64',
  ]);

  test.each([
    ['66.249.63.255', false],
    ['66.249.64.0', true],
    ['66.249.64.63', true],
    ['66.249.64.64', false],
    ['::ffff:66.249.64.63', true],
    ['66.249.66.0', false],
    ['66.249.66.1', true],
    ['66.249.66.2', false],
    ['66.249.66.3', true],
    ['2001:4860:4801:f:ffff:ffff:ffff:ffff', false],
    ['2001:4860:4801:10::', true],
    ['2001:4860:4801:10:ffff:ffff:ffff:ffff', true],
    ['2001:4860:4801:11::', false],
    // The same number as 66.249.64.0, in the other version.
    ['::42f9:4000', false],
  ])('%s: %p', (text, inside) => {
    expect(set.has(address(text))).toBe(inside);
  });

  test('agrees with comparing every prefix, for any prefixes, nested and repeated ones too', () => {
    const prefix = fc.tuple(fc.ipV4(), fc.integer({ min: 16, max: 32 })).map(([ip, length]) => `${ip}/${length}`);
    const near = fc.constantFrom('0', '1', '127', '128', '255');
    fc.assert(
      fc.property(fc.array(prefix, { minLength: 1, maxLength: 12 }), near, near, (drawn, third, fourth) => {
        const prefixes = drawn.filter((text) => !address(text.split('/')[0] ?? '').local);
        fc.pre(prefixes.length > 0);
        const ranges = rangeSet(prefixes);
        for (const text of prefixes) {
          const asked = `${text.split('.').slice(0, 2).join('.')}.${third}.${fourth}`;
          const naive = prefixes.some((one) => ipaddr.IPv4.parse(asked).match(ipaddr.IPv4.parseCIDR(one)));
          expect(ranges.has(address(asked))).toBe(naive);
        }
      }),
    );
  });

  test.each([
    ['nothing', [], 'empty'],
    ['no length', ['66.249.64.0'], 'malformed'],
    ['two lengths', ['66.249.64.0/27/27'], 'malformed'],
    ['a length too long', ['66.249.64.0/33'], 'malformed'],
    ['a length in hex', ['66.249.64.0/0x1b'], 'malformed'],
    ['a negative length', ['66.249.64.0/-1'], 'malformed'],
    ['no address', ['googlebot.com/27'], 'malformed'],
    ['one wrong entry among good ones', ['66.249.64.0/27', '66.249.64.0/'], 'malformed'],
    ['a private range', ['10.0.0.0/24'], 'malformed'],
    ['loopback', ['127.0.0.0/24'], 'malformed'],
    ['loopback as IPv6', ['::1/128'], 'malformed'],
    ['every IPv4 address', ['0.0.0.0/0'], 'malformed'],
    ['half of them', ['128.0.0.0/1'], 'too-broad'],
    ['all of Apple', ['17.0.0.0/8'], 'too-broad'],
    ['a /15', ['66.248.0.0/15'], 'too-broad'],
    ['a /31 of IPv6', ['2001:4860::/31'], 'too-broad'],
    ['too many prefixes', Array.from({ length: 10_001 }, (_, i) => `66.${i >> 8}.${i & 255}.0/32`), 'huge'],
    ['too many addresses', Array.from({ length: 17 }, (_, i) => `66.${i}.0.0/16`), 'huge'],
    [
      'too many IPv6 addresses',
      Array.from({ length: 17 }, (_, i) => `2a0${i.toString(16).slice(-1)}:${i}::/32`),
      'huge',
    ],
  ])('refuses %s', (_, prefixes, reason) => {
    expect(() => rangeSet(prefixes)).toThrow(expect.objectContaining({ name: 'RangesRefused', reason }));
  });

  test.each([
    [['66.249.64.0/26'], ['66.249.64.0/27'], false],
    [['66.249.64.0/26'], ['66.249.64.0/28'], true],
    // As many prefixes, but of less.
    [['66.249.64.0/26', '66.249.65.0/26'], ['66.249.64.0/27', '66.249.64.64/28'], true],
    // Fewer prefixes, but of as much.
    [['66.249.64.0/26', '66.249.64.64/26'], ['66.249.64.0/25'], false],
    [['66.249.64.0/26', '2001:4860:4801:10::/64'], ['66.249.64.0/26'], true],
  ])('after %j, %j is shrunken: %p', (present, next, shrunken) => {
    const attempt = () => refuseShrunken(rangeSet(next), rangeSet(present));
    if (shrunken) expect(attempt).toThrow(expect.objectContaining({ reason: 'shrunken' }));
    else expect(attempt).not.toThrow(RangesRefused);
  });

  test('finds an address among the largest list taken in a few microseconds', () => {
    const large = rangeSet(Array.from({ length: 10_000 }, (_, i) => `66.${i >> 8}.${i & 255}.2/31`));
    const asked = address('66.20.7.3');
    const batches = Array.from({ length: 5 }, () => {
      const started = process.hrtime.bigint();
      for (let i = 0; i < 2_000; i++) large.has(asked);
      return Number(process.hrtime.bigint() - started) / 2_000;
    });
    // The quickest batch, in nanoseconds: comparing one by one would take a hundred times as long, on any machine.
    expect(Math.min(...batches)).toBeLessThan(30_000);
  });
});

describe('the bundled snapshot', () => {
  test.each(SNAPSHOT)('of $crawler has a source, a day, and is a list that a refresh would take', (list) => {
    const crawler = SEARCH_CRAWLERS.find((one) => one.name === list.crawler);
    expect(list.source).toBe(crawler?.listUrl);
    expect(list.asOf).toMatch(/^2026-\d\d-\d\d$/);
    expect(() => rangeSet(list.prefixes)).not.toThrow();
  });

  // What the lists held when they were taken, so that no prefix is lost or gained unnoticed.
  test.each([
    ['Googlebot', 5_088n, 147n],
    ['Bingbot', 4_736n, 0n],
    ['Applebot', 7_056n, 0n],
  ])('of %s holds %i IPv4 addresses and %i IPv6 /64s', (name, v4, v6) => {
    const list = SNAPSHOT.find((one) => one.crawler === name);
    expect(rangeSet(list?.prefixes ?? []).coverage).toEqual({ 4: v4, 6: v6 * 2n ** 64n });
  });
});
