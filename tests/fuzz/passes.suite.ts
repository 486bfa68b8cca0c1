import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect } from '@jest/globals';
import fc from 'fast-check';
import { jwtVerify } from 'jose';
import { claimsOf } from '../support/keys.js';
import { readPass } from '../support/pass.js';
import { NOON, SECRET } from '../support/site.js';
import { fuzz } from './fuzz.js';
import { expectNoGain, expectSound, type FuzzedSite, ORIGIN, startFuzzedSite } from './site.js';

let site: FuzzedSite;
let old: FuzzedSite;
let oldAndRolling: FuzzedSite;
beforeAll(async () => {
  site = await startFuzzedSite();
  old = await startFuzzedSite({ passFormat: 1 });
  oldAndRolling = await startFuzzedSite({ passFormat: 1, period: { days: 30 } });
});
afterAll(async () => {
  await site.close();
  await old.close();
  await oldAndRolling.close();
});

const tokenOf = ({ blocked }: FuzzedSite) => blocked.slice('paywall='.length);

/** One change to a token's text: from `at` on (a share of its length), so many characters become others. */
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.nat({ max: 4 }),
  insert: fc.oneof(
    fc.constantFrom('', '.', '=', '+', '/', '-', '_', 'A', '%', '\u00e9'),
    fc.string({ unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)), maxLength: 4 }),
  ),
});

fuzz({
  name: 'pass-text',
  inputs: fc.array(edit, { minLength: 1, maxLength: 3 }),
  async check(edits) {
    const token = edits.reduce((text, { at, remove, insert }) => {
      const start = Math.floor(at * text.length);
      return text.slice(0, start) + insert + text.slice(start + remove);
    }, tokenOf(site));
    const answer = await site.send('/news/next', [['Cookie', `paywall=${token}`]]);
    expectSound(answer, site);
    expectNoGain(answer, site);
  },
});

const NOW = NOON / 1000;
const claim = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    '',
    '0',
    [],
    {},
    -1,
    0,
    0.5,
    1e300,
    NOW,
    NOW + 1,
    NOW - 1,
    2 ** 53 - 1,
    -(2 ** 53),
  ),
  fc.constantFrom<unknown>(
    'free',
    'register-prompt',
    'blocked',
    ORIGIN,
    [ORIGIN],
    '2026-11',
    '2026-12',
    '30-days',
    'AAAAAA',
  ),
  fc.jsonValue(),
);
const CLAIMS = [
  'v',
  'sub',
  'account',
  'state',
  'prompted',
  'read',
  'period',
  'ids',
  'ledger',
  'iat',
  'exp',
  'nbf',
  'iss',
  'aud',
];
const header = fc.dictionary(fc.constantFrom('alg', 'typ', 'kid', 'crit', 'b64', 'zip', 'jwk', 'cty'), claim, {
  maxKeys: 2,
});

/** What a key of the site's has signed, however odd: claims and header fields in place of those that a pass has. */
const signed = fc.record({
  header: fc.option(header, { nil: {} }),
  claims: fc.dictionary(fc.constantFrom(...CLAIMS), claim, { maxKeys: 3 }),
  without: fc.subarray(CLAIMS, { maxLength: 1 }),
  rolling: fc.boolean(),
});

function signWith(header: object, claims: object): string {
  const input = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${input}.${createHmac('sha256', SECRET).update(input).digest('base64url')}`;
}

/** Whether jose, asked as strictly as a pass is, takes the token. */
async function joseTakes(token: string): Promise<boolean> {
  const options = { typ: 'paywall+jwt', issuer: ORIGIN, audience: ORIGIN, currentDate: new Date(NOON) };
  return jwtVerify(token, Buffer.from(SECRET), {
    ...options,
    algorithms: ['HS256'],
    requiredClaims: ['exp'],
  }).then(
    () => true,
    () => false,
  );
}

fuzz({
  name: 'pass-claims',
  inputs: signed,
  async check({ header, claims, without, rolling: isRolling }) {
    const under = isRolling ? oldAndRolling : old;
    const own = claimsOf(tokenOf(under));
    const all: Record<string, unknown> = { ...own, ...claims };
    for (const name of without) delete all[name];
    const token = signWith({ alg: 'HS256', typ: 'paywall+jwt', kid: '2026-11', ...header }, all);
    const answer = await under.send('/news/next', [['Cookie', `paywall=${token}`]]);
    expectSound(answer, under);
    const taken = !/^free; read=0; left=2;/.test(answer.headers.get('paywall') ?? '');
    if (taken) expect(await joseTakes(token)).toBe(true);
    // Under its own id a reader stays blocked, whatever else the pass says: the store knows.
    if (all.sub === own.sub && all.account === own.account) expectNoGain(answer, under);
  },
});

/** Bytes in place of others in the body of a pass, which a key of the site's has signed. */
const patch = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.nat({ max: 5 }),
  insert: fc.array(fc.nat({ max: 255 }), { maxLength: 16 }),
});

fuzz({
  name: 'pass-body',
  inputs: fc.record({
    patches: fc.array(patch, { minLength: 1, maxLength: 3 }),
    claims: fc.dictionary(fc.constantFrom(...CLAIMS), claim, { maxKeys: 1 }),
  }),
  async check({ patches, claims }) {
    const own = claimsOf(tokenOf(site));
    const body = patches.reduce(
      (bytes, { at, remove, insert }) => {
        const start = Math.floor(at * bytes.length);
        return Buffer.concat([bytes.subarray(0, start), Buffer.from(insert), bytes.subarray(start + remove)]);
      },
      Buffer.from(String(own.p), 'base64url'),
    );
    const token = signWith(
      { alg: 'HS256', typ: 'paywall+jwt', kid: '2026-11' },
      { ...own, p: body.toString('base64url'), ...claims },
    );
    const answer = await site.send('/news/next', [['Cookie', `paywall=${token}`]]);
    expectSound(answer, site);
    const taken = !/^free; read=0; left=2;/.test(answer.headers.get('paywall') ?? '');
    if (!taken) return;
    expect(await joseTakes(token)).toBe(true);
    const [said, before] = [readPass(token), readPass(tokenOf(site))];
    if (said.reader === before.reader && said.account === before.account) expectNoGain(answer, site);
  },
});
