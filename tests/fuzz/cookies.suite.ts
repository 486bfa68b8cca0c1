import { afterAll, beforeAll } from '@jest/globals';
import fc from 'fast-check';
import { fuzz } from './fuzz.js';
import { expectNoGain, expectSound, type FuzzedSite, startFuzzedSite } from './site.js';

let site: FuzzedSite;
beforeAll(async () => {
  site = await startFuzzedSite();
});
afterAll(() => site.close());

/** Stands for the blocked reader's token, which is another in each run. */
const TOKEN = '<token>';

const octets = fc.string({ unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)) });
const name = fc.oneof(
  fc.constantFrom(
    'paywall',
    'Paywall',
    'paywall ',
    ' paywall',
    '"paywall"',
    '__Host-paywall',
    '__proto__',
    'constructor',
    '',
  ),
  octets,
);
const value = fc.oneof(
  fc.constantFrom(
    TOKEN,
    `"${TOKEN}"`,
    `${TOKEN} `,
    `${TOKEN},`,
    `${TOKEN}.`,
    `.${TOKEN}`,
    `${TOKEN}%20`,
    'a.b.c',
    '..',
    '',
  ),
  octets,
  fc.tuple(octets, octets).map(([before, after]) => `${before}${TOKEN}${after}`),
);
const pair = fc.tuple(name, fc.constantFrom('=', '==', ' = ', '', '=;='), value).map((parts) => parts.join(''));
const header = fc
  .array(fc.tuple(pair, fc.constantFrom('; ', ';', ',', ';;', '; ; ', '\t')), { maxLength: 6 })
  .map((pairs) => pairs.flat().join(''));

fuzz({
  name: 'cookie',
  inputs: fc.array(fc.oneof(header, octets), { minLength: 1, maxLength: 3 }),
  async check(headers) {
    const [, token = ''] = site.blocked.split('=');
    const fields = headers.map((text) => ['Cookie', text.replaceAll(TOKEN, token)] as const);
    const answer = await site.send('/news/next', fields);
    expectSound(answer, site);
    expectNoGain(answer, site);
  },
});
