import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { decodeBase64url } from '../src/pass/base64url.js';
import { readKeys } from '../src/pass/keys.js';
import { createPayloads } from '../src/pass/payload.js';
import { createTokens, type Verified } from '../src/pass/tokens.js';
import { codePoint } from './support/code-points.js';
import { compactJws, hmac, KEY_OF, SECRET } from './support/keys.js';
import { rounds } from './support/rounds.js';

const SITE = 'https://news.example';
const TYPE = 'paywall+jwt';
const SECONDS = Date.parse('2026-11-23T12:00:00Z') / 1000;
const NOW = SECONDS * 1000 + 500;

const OLD_SECRET = 'another secret, of some more than 32 bytes.';
const SECRETS = new Map([
  ['hs', SECRET],
  ['old', OLD_SECRET],
]);
const keyring = readKeys([KEY_OF.HS256, { id: 'old', secret: OLD_SECRET }, KEY_OF.EdDSA], 'keys');
const tokens = createTokens(SITE, TYPE, keyring);

const HEADER = { alg: 'HS256', typ: TYPE, kid: 'hs' };
const CLAIMS = { v: 1, sub: 'reader', text: 'ünï ☕', iss: SITE, aud: SITE, iat: SECONDS, exp: SECONDS + 60 };

const JOSE_OPTIONS = {
  typ: TYPE,
  issuer: SITE,
  audience: SITE,
  currentDate: new Date(NOW),
  requiredClaims: ['exp'],
};

/** What jose makes of a token under our secrets, given that it is in its one spelling. */
async function josesAnswer(token: string): Promise<Verified | null> {
  const canonical = token.split('.').every((part) => Buffer.from(part, 'base64url').toString('base64url') === part);
  if (!canonical) return null;
  try {
    const secretOf = ({ kid = '', alg }: { kid?: string; alg: string }) => {
      const secret = alg === 'HS256' ? SECRETS.get(kid) : undefined;
      if (secret === undefined) throw new Error('no such key');
      return Buffer.from(secret);
    };
    const { payload, protectedHeader } = await jwtVerify(token, secretOf, JOSE_OPTIONS);
    return { claims: payload, keyId: protectedHeader.kid ?? '' };
  } catch {
    return null;
  }
}

/** Asserts that we and jose agree on every token, and tells which share of them was accepted. */
async function agreeOn(some: fc.Arbitrary<string>): Promise<number> {
  const numRuns = rounds(300, 1000);
  let accepted = 0;
  const property = fc.asyncProperty(some, async (token) => {
    const answer = await tokens.verify(token, NOW);
    expect(answer).toEqual(await josesAnswer(token));
    if (answer) accepted += 1;
  });
  await fc.assert(property, { numRuns });
  return accepted / numRuns;
}

/** Up to two of these changes at once, and often none. */
function few(changes: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<Record<string, unknown>> {
  const names = fc.subarray(Object.keys(changes), { maxLength: 2 });
  return fc
    .tuple(fc.record(changes), names)
    .map(([all, some]) => Object.fromEntries(some.map((name) => [name, all[name]])));
}

const signed = (header: unknown, payload: unknown, secret = SECRET) => compactJws(header, payload, hmac(secret));

describe('under HS256', () => {
  test('signs and verifies at once', () => {
    const token = tokens.sign({ sub: 'reader' });
    expect(typeof token).toBe('string');
    const whole = signed(HEADER, CLAIMS);
    expect(tokens.verify(whole, NOW)).toEqual({ claims: CLAIMS, keyId: 'hs' });
    expect(tokens.verify(whole.slice(0, -2), NOW)).toBeNull();
  });

  test('signs what jose verifies, whatever the claims', async () => {
    // `p` is written by a way of its own, as it stands in a pass.
    const names = fc.string({ unit: 'grapheme' }).filter((name) => name !== 'p');
    const claims = fc.dictionary(names, fc.jsonValue());
    const property = fc.asyncProperty(claims, async (some) => {
      const all = { ...some, nbf: SECONDS, iss: SITE, aud: SITE, iat: SECONDS, exp: SECONDS + 60 };
      const token = await tokens.sign(all);
      const { payload, protectedHeader } = await jwtVerify(token, Buffer.from(SECRET), JOSE_OPTIONS);
      expect(protectedHeader).toEqual(HEADER);
      expect(payload).toEqual(JSON.parse(JSON.stringify(all)));
    });
    await fc.assert(property);
  });

  test.each([
    ['in our order', { alg: 'HS256', typ: TYPE, kid: 'hs' }, SECRET],
    ['in another order', { kid: 'hs', typ: TYPE, alg: 'HS256' }, SECRET],
    ['with a member of its own', { ...HEADER, extra: true }, SECRET],
    ['under the older key', { ...HEADER, kid: 'old' }, OLD_SECRET],
  ])('verifies what jose signs, the header %s', async (_how, header, secret) => {
    const payload: JWTPayload = CLAIMS;
    const token = await new SignJWT(payload).setProtectedHeader(header).sign(Buffer.from(secret));
    expect(await tokens.verify(token, NOW)).toEqual({ claims: CLAIMS, keyId: header.kid });
  });

  test.each([
    ['padding in the payload', (head: string, body: string) => `${head}.${body}==`],
    ['stray bits in the payload', (head: string, body: string) => `${head}.${body.slice(0, -1)}R`],
    ['padding in the header', (head: string, body: string) => `${head}==.${body}`],
  ])('refuses %s, though signed and sound to jose or Node', async (_what, respelled) => {
    const [head = '', body = ''] = signed(HEADER, { ...CLAIMS, pad: '' }).split('.');
    expect(Buffer.from(`${body.slice(0, -1)}R`, 'base64url')).toEqual(Buffer.from(body, 'base64url'));
    const text = respelled(head, body);
    const token = `${text}.${hmac(SECRET)(text).toString('base64url')}`;
    expect(await tokens.verify(token, NOW)).toBeNull();
  });

  test.each([HEADER, { ...HEADER, extra: 1 }])('refuses times that are no numbers, under %j', async (header) => {
    for (const name of ['exp', 'nbf', 'iat']) {
      expect(await tokens.verify(signed(header, { ...CLAIMS, [name]: CLAIMS.exp }), NOW)).toEqual(
        name === 'nbf' ? null : expect.anything(),
      );
      expect(await tokens.verify(signed(header, { ...CLAIMS, [name]: String(SECONDS + 60) }), NOW)).toBeNull();
      expect(await tokens.verify(signed(header, { ...CLAIMS, [name]: String(SECONDS - 60) }), NOW)).toBeNull();
    }
  });

  test('signs under a key pair what jose verifies too', async () => {
    const pair = createTokens(SITE, TYPE, readKeys([KEY_OF.EdDSA, KEY_OF.HS256], 'keys'));
    const token = await pair.sign(CLAIMS);
    expect(await tokens.verify(token, NOW)).toEqual({ claims: CLAIMS, keyId: 'ed' });
  });
});

describe('agrees with jose', () => {
  test('on tokens changed in a few characters', async () => {
    const good = signed(HEADER, CLAIMS);
    const character = fc.constantFrom(...'AQgwZ09_-.=+/ \n\u00e9\0', '');
    const change = fc.tuple(fc.nat({ max: good.length }), fc.nat({ max: 1 }), character);
    const changed = fc
      .array(change, { maxLength: 2 })
      .map((changes) =>
        changes.reduce((text, [at, gone, added]) => text.slice(0, at) + added + text.slice(at + gone), good),
      );
    expect(await agreeOn(changed)).toBeGreaterThan(0.05);
  });

  test('on any header, well signed', async () => {
    const changes = few({
      alg: fc.constantFrom('HS256', 'HS384', 'none', 'EdDSA', 'hs256', '', null),
      typ: fc.constantFrom(TYPE, 'PAYWALL+JWT', `application/${TYPE}`, 'JWT', '', 1),
      kid: fc.constantFrom('hs', 'old', 'ed', 'other', '__proto__', '', 0),
      crit: fc.constantFrom([], ['b64'], ['exp'], 'b64', null),
      b64: fc.constantFrom(true, false, 'true'),
      jwk: fc.constant({ kty: 'oct', k: '' }),
      zip: fc.constant('DEF'),
      '': fc.constant(1),
    });
    const key = fc.constantFrom(...SECRETS);
    const some = fc
      .tuple(changes, key)
      .map(([more, [kid, secret]]) => signed({ ...HEADER, kid, ...more }, CLAIMS, secret));
    expect(await agreeOn(some)).toBeGreaterThan(0.15);
  });

  test('on any claims, well signed', async () => {
    const time = fc.oneof(
      fc.integer({ min: -2, max: 2 }).map((seconds) => SECONDS + seconds),
      fc.constantFrom(0, -1, 1e300, SECONDS + 0.5, String(SECONDS), String(SECONDS + 60), null, undefined, true, [
        SECONDS,
      ]),
    );
    const name = fc.constantFrom(SITE, 'https://other.example', `${SITE}/`, '', 0, null, undefined);
    const changes = few({
      iss: fc.oneof(name, fc.array(name, { maxLength: 2 })),
      aud: fc.oneof(name, fc.array(name, { maxLength: 2 })),
      iat: time,
      nbf: time,
      exp: time,
      more: fc.jsonValue(),
      sub: fc.constant(undefined),
    });
    // Of which the second is read by jose itself.
    const header = fc.constantFrom(HEADER, { ...HEADER, extra: 1 });
    const some = fc.tuple(header, changes).map(([head, more]) => signed(head, { ...CLAIMS, ...more }));
    expect(await agreeOn(some)).toBeGreaterThan(0.15);
  });

  test('on any payload, well signed', async () => {
    const bytes = Buffer.from(JSON.stringify(CLAIMS));
    const mark = Buffer.from('\ufeff');
    const some = fc
      .oneof(
        fc.json(),
        fc.tuple(fc.nat({ max: bytes.length }), fc.uint8Array({ maxLength: 2 })).map(([at, added]) => {
          return Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at)]);
        }),
        fc.constantFrom('', ' ', 'null', '[]', '1', '"text"', Buffer.concat([mark, bytes])),
        fc.constant(JSON.stringify(CLAIMS).replace('{', '{"exp":0,')),
      )
      .map((payload) => signed(HEADER, payload));
    expect(await agreeOn(some)).toBeGreaterThan(0.03);
  });

  test('on payloads of the usual claims changed in a few characters, well signed', async () => {
    const usual = JSON.stringify({ iss: SITE, aud: SITE, exp: SECONDS + 60, p: 'QAXgU39Wreader_id-16char' });
    const character = fc.constantFrom(...'019-_,:"{}[] \\A+/.eE\n\u00e9\ufeff', '');
    const change = fc.tuple(fc.nat({ max: usual.length }), fc.nat({ max: 2 }), character);
    const changed = fc
      .array(change, { maxLength: 2 })
      .map((changes) =>
        changes.reduce((text, [at, gone, added]) => text.slice(0, at) + added + text.slice(at + gone), usual),
      );
    const exps = fc
      .constantFrom(
        '0',
        '00',
        '01',
        '-1',
        '1e9',
        '1E99',
        '9.5',
        '99999999999999',
        '9'.repeat(30),
        '""',
        'null',
        '1 ',
        ' 1',
      )
      .map((exp) => usual.replace(String(SECONDS + 60), exp));
    expect(await agreeOn(fc.oneof(changed, exps).map((payload) => signed(HEADER, payload)))).toBeGreaterThan(0.15);
  });
});

test.each([SITE, 'https://a.example', 'https://ab.example', 'https://abc.example:8443', 'http://[2001:db8::1]'])(
  'at %s the usual claims are written and read as JSON has them',
  (site) => {
    const { read, write } = createPayloads(site);
    for (const p of ['', 'A', 'AB', 'ABC', 'ABCD']) {
      const claims = { iss: site, aud: site, exp: SECONDS, p };
      const encoded = write(claims);
      expect(Buffer.from(encoded, 'base64url').toString()).toBe(JSON.stringify(claims));
      expect(read(encoded)).toEqual(claims);
    }
  },
);

test('a signature is none in which a character of two bytes stands for the last, whatever was compared before', () => {
  const token = signed(HEADER, CLAIMS);
  for (const [removed, added] of [
    [1, '\u00e9'],
    [1, '\u0141'],
    [2, '\u{1f600}'],
    [2, '\u00e9'],
    [3, '\u20ac'],
    [1, ''],
  ] as const) {
    expect(tokens.verify(token, NOW)).not.toBeNull();
    expect(tokens.verify(token.slice(0, -removed) + added, NOW)).toBeNull();
  }
});

test('base64url is in its one spelling where its bytes encoded are the same again', () => {
  const near = fc
    .tuple(
      fc.uint8Array({ maxLength: 40 }),
      fc.nat(),
      fc.nat({ max: 1 }),
      fc.constantFrom(...'AQgw-_+/= \n\u00e9\u0141\0', ''),
    )
    .map(([bytes, place, removed, added]) => {
      const text = Buffer.from(bytes).toString('base64url');
      const at = place % (text.length + 1);
      return text.slice(0, at) + added + text.slice(at + removed);
    });
  const anything = fc.oneof(
    near,
    fc.string({ unit: codePoint }),
    fc.string({ unit: fc.constantFrom(...'ABQgwEx09_-+/='), maxLength: 9 }),
  );
  const property = fc.property(anything, (text) => {
    const bytes = Buffer.from(text, 'base64url');
    expect(decodeBase64url(text)).toEqual(bytes.toString('base64url') === text ? bytes : null);
  });
  fc.assert(property, { numRuns: rounds(2000, 5000) });
});
