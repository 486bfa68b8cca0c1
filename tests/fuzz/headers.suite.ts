import { BlockList, isIP } from 'node:net';
import { afterAll, beforeAll, expect } from '@jest/globals';
import fc from 'fast-check';
import { readPaywallField } from '../../src/audit/paywall-header.js';
import { networkOf, parseAddress } from '../../src/crawlers/address.js';
import { createCrawlers, SNAPSHOT } from '../../src/index.js';
import type { Decision } from '../../src/meter/decision.js';
import { paywallHeader } from '../../src/meter/header.js';
import { GOOGLEBOT } from '../crawlers/support.js';
import { NOON } from '../support/site.js';
import { fuzz } from './fuzz.js';
import { expectNoGain, expectSound, type FuzzedSite, startFuzzedSite } from './site.js';
import { readStrictly } from './structured-field.js';

let site: FuzzedSite;
beforeAll(async () => {
  const crawlers = createCrawlers({ dns: false, clock: () => NOON });
  site = await startFuzzedSite({ crawlers, newReaders: { perDay: 1000 } });
});
afterAll(() => site.close());

const text = (least: number, maxLength: number) =>
  fc.string({ unit: fc.integer({ min: least, max: 0xff }).map((code) => String.fromCharCode(code)), maxLength });

const states = ['free', 'register-prompt', 'blocked'] as const;
const reasons = [
  'first-view',
  'new-article',
  'limit',
  'store-down',
  'network',
  'head',
  'full-access',
  'crawler',
] as const;
const count = fc.oneof(fc.nat({ max: 1000 }), fc.constant(Number.POSITIVE_INFINITY));
const decision: fc.Arbitrary<Decision> = fc.record({
  state: fc.constantFrom(...states),
  reason: fc.constantFrom(...reasons),
  read: fc.nat({ max: 1000 }),
  left: count,
  limit: count,
  resetsAt: fc.date({ noInvalidDate: true }),
  counted: fc.boolean(),
  degraded: fc.boolean(),
  access: fc.constant('metered'),
  account: fc.boolean(),
  plan: fc.constant(null),
  period: fc.constant('month'),
  timeZone: fc.constant('UTC'),
});

/** What is sent is a strict Item, and what is received, from whomever, is read without harm. */
fuzz({
  name: 'paywall-header',
  inputs: fc.oneof(
    decision.map((sent) => ({ sent })),
    fc
      .oneof(
        text(0x20, 40),
        fc
          .array(fc.constantFrom('free', 'blocked', ';', ' ', '=', 'read', '3', '"', '\\', '?1', '-', '1e9', 'a'))
          .map((parts) => parts.join('')),
      )
      .map((received) => ({ received })),
  ),
  check(input: { readonly sent: Decision } | { readonly received: string }) {
    if ('received' in input) {
      const field = readPaywallField({ paywall: input.received });
      if (field) expect(states).toContain(field.state);
      return;
    }
    const { sent } = input;
    const header = paywallHeader({ ...sent, resetsAt: new Date(sent.resetsAt) }, NOON);
    const { token, parameters } = readStrictly(header);
    expect(token).toBe(sent.state);
    expect(readPaywallField({ paywall: header })?.state).toBe(sent.state);
    for (const name of parameters.keys()) expect(['read', 'left', 'limit', 'reset', 'degraded']).toContain(name);
  },
});

const published = new BlockList();
for (const prefix of SNAPSHOT.flatMap(({ prefixes }) => prefixes)) {
  const [network = '', bits] = prefix.split('/');
  published.addSubnet(network, Number(bits), isIP(network) === 6 ? 'ipv6' : 'ipv4');
}

/**
 * Whether Node's own reading of the address puts it into a published range; `::192.0.2.1`, a deprecated form that no network
 * carries (RFC 4291 section 2.5.5.1), is read as the IPv4 address.
 */
function isPublished(address: string): boolean {
  const [bare = ''] = address.replace(/^::(?=\d+\.)/, '').split('%', 1);
  const version = isIP(bare);
  return version !== 0 && published.check(bare, version === 6 ? 'ipv6' : 'ipv4');
}

const address = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc.ipV4Extended(),
  fc.ipV4().map((v4) => `::ffff:${v4}`),
  fc.ipV4().map((v4) => `64:ff9b::${v4}`),
  fc.constantFrom('66.249.66.1', '66.249.66.01', '0x42f94201', '1123631617', '::ffff:66.249.66.1', '::66.249.66.1'),
  fc.constantFrom('2001:4860:4801:10::1', '2002:42f9:4201::', '[66.249.66.1]', '66.249.66.1:80', '66.249.66.1%eth0'),
  fc.constantFrom('unknown', '_hidden', '', 'localhost', '127.0.0.1', '::1', '10.0.0.1', 'fe80::1%lo', '%', '::%%'),
  text(0x20, 12),
);
const names = [
  'X-Forwarded-For',
  'Forwarded',
  'X-Real-IP',
  'CF-Connecting-IP',
  'X-Forwarded-Host',
  'X-Forwarded-Proto',
  'Via',
];
const forwarded = fc.record({
  fields: fc.array(fc.tuple(fc.constantFrom(...names), fc.array(address, { minLength: 1, maxLength: 4 })), {
    maxLength: 3,
  }),
  crawler: fc.boolean(),
  blocked: fc.boolean(),
});

fuzz({
  name: 'proxy-headers',
  inputs: forwarded,
  async check({ fields, crawler, blocked }) {
    for (const given of fields.flatMap(([, addresses]) => addresses)) {
      const parsed = parseAddress(given);
      if (parsed) expect(parseAddress(parsed.text)).toEqual(parsed);
      expect(networkOf(given)).toBe(networkOf(parsed?.text ?? given));
    }
    const answer = await site.send('/news/next', [
      ...fields.map(([name, addresses]) => [name, addresses.join(', ')] as const),
      ...(crawler ? ([['User-Agent', GOOGLEBOT]] as const) : []),
      ...(blocked ? ([['Cookie', site.blocked]] as const) : []),
    ]);
    expectSound(answer, site);
    const isVerified = answer.headers.get('paywall') === 'free';
    if (!isVerified) return expectNoGain(answer, site);
    expect(crawler).toBe(true);
    const claimed = fields
      .filter(([name]) => name === 'X-Forwarded-For')
      .flatMap(([, all]) => all.join(', ').split(','));
    expect(claimed.some((one) => isPublished(one.trim()))).toBe(true);
  },
});

const agentPart = fc.oneof(
  fc.constantFrom(
    'Googlebot',
    'bingbot/2.0',
    'GPTBot',
    'Mozilla/5.0',
    '(',
    ')',
    ';',
    ' ',
    '/',
    '+http://',
    ',',
    'ClaudeBot/1.0',
  ),
  text(0x20, 10),
);

fuzz({
  name: 'user-agent',
  inputs: fc.array(agentPart, { maxLength: 12 }).map((parts) => parts.join('')),
  async check(agent) {
    const fields = [
      ['User-Agent', agent],
      ['X-Forwarded-For', '203.0.113.9'],
    ] as const;
    const answer = await site.send('/news/next', [...fields, ['Cookie', site.blocked]]);
    expectSound(answer, site);
    expect(answer.text).not.toContain('TEXT');
    const first = await site.send('/news/next', fields);
    expectSound(first, site);
    expectNoGain(first, site);
  },
});
