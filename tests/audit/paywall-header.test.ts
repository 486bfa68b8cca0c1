import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Item, parseItem, readPaywallField } from '../../src/audit/paywall-header.js';

const numbers = fc.oneof(
  fc.integer({ min: -(10 ** 15) + 1, max: 10 ** 15 - 1 }),
  fc.integer({ min: -999_999_999, max: 999_999_999 }).map((thousandths) => thousandths / 1000),
);
const letters = 'abcdefghijklmnopqrstuvwxyz';
const tokens = fc
  .tuple(
    fc.constantFrom('*', ...letters, ...letters.toUpperCase()),
    fc.string({ unit: fc.constantFrom(..."!#$%&'*+-.^_`|~:/09azAZ") }),
  )
  .map(([first, rest]) => first + rest);
const keys = fc
  .tuple(fc.constantFrom('*', ...letters), fc.string({ unit: fc.constantFrom(...'_-.*09az') }))
  .map(([first, rest]) => first + rest);
const printable = fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)) });

/** A bare item as it is written, with what it means. */
const bareItems = fc.oneof(
  numbers.map((value) => ({ value, text: String(value === 0 ? 0 : value) })),
  tokens.map((value) => ({ value, text: value })),
  printable.map((value) => ({ value, text: `"${value.replace(/["\\]/g, '\\$&')}"` })),
  fc.boolean().map((value) => ({ value, text: value ? '?1' : '?0' })),
);

describe('a structured field that is an Item', () => {
  test('is read as it was written', () => {
    fc.assert(
      fc.property(
        bareItems,
        fc.array(fc.tuple(keys, bareItems)),
        fc.constantFrom('; ', ';', ';  '),
        (item, parameters, gap) => {
          const text = item.text + parameters.map(([key, { text: value }]) => `${gap}${key}=${value}`).join('');
          const wanted: Item = {
            value: item.value,
            parameters: new Map(parameters.map(([key, { value }]) => [key, value])),
          };
          expect(parseItem(` ${text} `)).toEqual(wanted);
        },
      ),
    );
  });

  test('or is nothing, whatever it is, and never an exception', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...';=" ?10a-.\\*,') })), (text) => {
        const item = parseItem(text);
        expect(item === undefined || item.parameters instanceof Map).toBe(true);
      }),
    );
  });

  test.each([
    '',
    ' ',
    'a;',
    'a;=1',
    'a;B=1',
    'a;b=',
    'a b',
    'a, b',
    '"a',
    '"a\\b"',
    '1.',
    '1.1234',
    '1234567890123456',
    '?2',
    ':YQ==:',
    'a;b=(1)',
  ])('is none: %p', (text) => {
    expect(parseItem(text)).toBeUndefined();
  });

  test('has parameters that are true where they have no value, and the last of two', () => {
    expect(parseItem('a; degraded; b=1; b=2')?.parameters).toEqual(
      new Map<string, unknown>([
        ['degraded', true],
        ['b', 2],
      ]),
    );
  });
});

describe('the Paywall field', () => {
  test.each([
    ['register-prompt; read=3; left=6; limit=10; reset=583200', { state: 'register-prompt', read: 3, locked: false }],
    ['blocked', { state: 'blocked', read: undefined, locked: false }],
    ['blocked; locked', { state: 'blocked', read: undefined, locked: true }],
    ['free', { state: 'free', read: undefined, locked: false }],
    ['free; read=0; degraded', { state: 'free', read: 0, locked: false }],
    ['free; read="3"', { state: 'free', read: undefined, locked: false }],
  ])('%s', (paywall, wanted) => {
    expect(readPaywallField({ paywall })).toEqual(wanted);
  });

  test.each([{}, { paywall: 'soft; read=3' }, { paywall: '1' }, { paywall: 'blocked, blocked' }])(
    'is not ours: %j',
    (headers) => {
      expect(readPaywallField(headers)).toBeUndefined();
    },
  );
});
