import { describe, expect, test } from '@jest/globals';
import express from 'express';
import fc from 'fast-check';
import { checkTrustProxy, networkOf, parseAddress } from '../../src/crawlers/address.js';
import { OptionError } from '../../src/options/errors.js';
import { codePoint } from '../support/code-points.js';

describe('parseAddress', () => {
  test.each([
    ['192.0.2.1', 4, '192.0.2.1'],
    ['::ffff:192.0.2.1', 4, '192.0.2.1'],
    ['::FFFF:C000:0201', 4, '192.0.2.1'],
    ['64:ff9b::192.0.2.1', 4, '192.0.2.1'],
    ['2001:DB8:0:0:0:0:0:1', 6, '2001:db8::1'],
    ['fe80::1%eth0', 6, 'fe80::1'],
  ])('%s is version %i, %s', (text, version, canonical) => {
    expect(parseAddress(text)).toMatchObject({ version, text: canonical });
  });

  test.each([
    '',
    '1',
    '0x7f.1',
    '010.0.0.1',
    '192.0.2.1.',
    '192.0.2.256',
    ' 192.0.2.1',
    '192.0.2.1, 192.0.2.2',
    '::g',
    '[::1]',
    '192.0.2.1:80',
    'unknown',
  ])('%j is no address', (text) => {
    expect(parseAddress(text)).toBeNull();
  });

  test('never throws, whatever the text', () => {
    fc.assert(fc.property(fc.string({ unit: codePoint }), (text) => void parseAddress(text)));
  });
});

describe('networkOf', () => {
  test.each([
    ['203.0.113.77', '203.0.113.0/24'],
    ['::ffff:203.0.113.77', '203.0.113.0/24'],
    ['64:ff9b::203.0.113.77', '203.0.113.0/24'],
    ['2001:db8:0:ab12:3456::1', '2001:db8:0:ab00::/56'],
    ['2001:DB8:0:ABFF:ffff:ffff:ffff:ffff', '2001:db8:0:ab00::/56'],
    ['2001:db8:0:ac00::', '2001:db8:0:ac00::/56'],
    ['100.64.7.9', '100.64.7.0/24'],
  ])('%s is in %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  test.each([
    undefined,
    '',
    'unknown',
    '203.0.113.0/24',
    '127.0.0.1',
    '::1',
    '0.0.0.0',
    '::',
    '10.1.2.3',
    '192.168.0.1',
    '172.16.0.1',
    '169.254.1.1',
    'fe80::1%eth0',
    'fd00::1',
    '::ffff:10.0.0.1',
  ])('%j is in none', (address) => {
    expect(networkOf(address)).toBeNull();
  });

  test('two IPv4 addresses share a network exactly when their first three numbers agree', () => {
    const global = fc.ipV4().filter((text) => networkOf(text) !== null);
    fc.assert(
      fc.property(global, global, (one, other) => {
        const head = (text: string) => text.split('.').slice(0, 3).join('.');
        expect(networkOf(one) === networkOf(other)).toBe(head(one) === head(other));
      }),
    );
  });
});

describe('checkTrustProxy', () => {
  test.each([
    [true],
    [Number.POSITIVE_INFINITY],
    ['0.0.0.0/0'],
    ['loopback, ::/0'],
    [['10.0.0.0/8', '0.0.0.0/0']],
    ['0.0.0.0/0.0.0.0'],
  ])('%j is refused with the reason', (setting) => {
    expect(() => checkTrustProxy(setting)).toThrow(OptionError);
    expect(() => checkTrustProxy(setting)).toThrow(
      /^trust proxy: .*any reader can claim any address.*List your proxies/,
    );
    expect(() => checkTrustProxy(setting)).toThrow('[ERR_PAYWALL_INSECURE]');
  });

  test.each([
    [undefined],
    [false],
    [0],
    [1],
    [''],
    ['loopback'],
    ['loopback, 10.0.0.0/8'],
    [['10.0.0.1', '2001:db8::/32']],
    ['10.0.0.0/30'],
    [(address: string) => address === '10.0.0.1'],
  ])('%p is accepted', (setting) => {
    expect(() => checkTrustProxy(setting)).not.toThrow();
  });

  test("reads Express's own setting", () => {
    const app = express();
    expect(() => checkTrustProxy(app.get('trust proxy'))).not.toThrow();
    app.set('trust proxy', 'loopback');
    expect(() => checkTrustProxy(app.get('trust proxy'))).not.toThrow();
    app.enable('trust proxy');
    expect(() => checkTrustProxy(app.get('trust proxy'))).toThrow(OptionError);
  });
});
