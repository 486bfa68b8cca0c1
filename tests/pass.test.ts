import { describe, expect, test } from '@jest/globals';
import express, { type Request } from 'express';
import fc from 'fast-check';
import { jwtVerify, SignJWT } from 'jose';
import request from 'supertest';
import { createPaywall, type PaywallOptions } from '../src/index.js';
import { type KeyOption, readKeys } from '../src/pass/keys.js';
import { createPasses, LONGEST_TOKEN, mintReader, PASS_TYPE, type UnsignedPass } from '../src/pass/pass.js';
import { claimsOf, compactJws, ED25519, headerOf, hmac, KEY_OF, P256, SECRET } from './support/keys.js';

const SITE = 'https://news.example';
const IDS = 'XRsD8v';
const NOW = Date.parse('2026-11-23T12:00:00Z');
const NOVEMBER = { key: '2026-11', end: Date.parse('2026-12-01T00:00:00Z') };
const DECEMBER = { key: '2026-12', end: Date.parse('2027-01-01T00:00:00Z') };

const ALGORITHMS = [
  ['HS256', Buffer.from(SECRET), Buffer.from(SECRET)],
  ['EdDSA', ED25519.privateKey, ED25519.publicKey],
  ['ES256', P256.privateKey, P256.publicKey],
] as const;

const passesOf = (...keys: readonly unknown[]) => createPasses(SITE, readKeys(keys, 'keys'), IDS);
const ids = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });

/** Any pass that can be. */
const anyPass: fc.Arbitrary<UnsignedPass> = fc
  .record({
    reader: fc.nat().map(() => mintReader()),
    account: fc.option(fc.string({ unit: fc.constantFrom(...'aZ09_-'), minLength: 8, maxLength: 8 }), {
      nil: undefined,
    }),
    state: fc.constantFrom('free', 'register-prompt', 'blocked'),
    prompted: fc.boolean(),
    ledger: fc.uniqueArray(ids, { maxLength: 64 }),
    more: fc.nat({ max: 1000 - 64 }),
    replaces: fc.nat({ max: 4 }).map((length) => Array.from({ length }, () => mintReader())),
    secondsLeft: fc.integer({ min: 1, max: 366 * 86_400 }),
    secondsAgo: fc.nat({ max: 366 * 86_400 }),
  })
  .map(({ more, secondsLeft, secondsAgo, ...rest }) => ({
    ...rest,
    read: rest.ledger.length + more,
    end: NOW + secondsLeft * 1000,
    signedAt: NOW - secondsAgo * 1000,
  }));

const PASS: UnsignedPass = {
  reader: 'reader_id-16char',
  account: 'account8',
  state: 'register-prompt',
  prompted: false,
  read: 10,
  ledger: Array.from({ length: 10 }, (_, n) => (n % 2 ? 1 : -1) * (2 ** 31 - 1 - n)),
  replaces: [],
  end: NOVEMBER.end,
  signedAt: NOW,
};

describe.each(ALGORITHMS)('a pass signed with %s', (algorithm, signing, verifying) => {
  const key = KEY_OF[algorithm];
  const passes = passesOf(key);

  test('opens as it was sealed', async () => {
    const property = fc.asyncProperty(anyPass, async (pass) => {
      const opened = await passes.open(await passes.seal(pass, NOVEMBER), NOVEMBER, NOW);
      expect(opened).toStrictEqual({ ...pass, keyId: key.id });
    });
    await fc.assert(property);
  });

  test('is a JWT to jose, with the claims documented and no others', async () => {
    const token = await passes.seal(PASS, NOVEMBER);
    const { payload, protectedHeader } = await jwtVerify(token, verifying, {
      algorithms: [algorithm],
      typ: 'paywall+jwt',
      issuer: SITE,
      audience: SITE,
      currentDate: new Date(NOW),
    });
    expect(protectedHeader).toEqual({ alg: algorithm, typ: 'paywall+jwt', kid: key.id });
    expect(payload).toEqual({
      v: 1,
      iss: SITE,
      aud: SITE,
      sub: 'reader_id-16char',
      iat: NOW / 1000,
      exp: NOVEMBER.end / 1000,
      state: 'register-prompt',
      read: 10,
      period: '2026-11',
      ids: IDS,
      account: 'account8',
      ledger: expect.stringMatching(/^[\w-]{54}$/),
    });
  });

  test('says so when it prompts from the first article on', async () => {
    expect(claimsOf(await passes.seal({ ...PASS, prompted: true }, NOVEMBER))).toMatchObject({ prompted: true });
    expect(claimsOf(await passes.seal(PASS, NOVEMBER))).not.toHaveProperty('prompted');
  });

  test('may come from jose itself, with the same claims', async () => {
    const claims = claimsOf(await passes.seal(PASS, NOVEMBER));
    const token = await new SignJWT(claims)
      .setProtectedHeader({ kid: key.id, typ: PASS_TYPE, alg: algorithm })
      .sign(signing);
    expect(await passes.open(token, NOVEMBER, NOW)).toStrictEqual({ ...PASS, keyId: key.id });
  });

  test.each([
    'https://news.example',
    'https://timesofindia.indiatimes.com',
    'https://www.the-evening-standard.example',
  ])('takes at most 600 bytes of cookie at the default limits, at %s', async (site) => {
    const full = createPasses(site, readKeys([{ ...key, id: '2026-11' }], 'keys'), IDS);
    const cookie = `__Host-paywall=${await full.seal(PASS, NOVEMBER)}`;
    expect(PASS.ledger).toHaveLength(10);
    expect(Buffer.byteLength(cookie)).toBeLessThanOrEqual(600);
  });

  test('is never too long to be looked at', async () => {
    const label = 'n'.repeat(63);
    const host = `${label}.${label}.${label}.${'n'.repeat(61)}`;
    expect(host).toHaveLength(253);
    const site = `https://${host}:65535`;
    const longest = createPasses(site, readKeys([{ ...key, id: '\u{10FFFF}'.repeat(32) }], 'keys'), IDS);
    const ledger = Array.from({ length: 1000 }, (_, n) => n);
    const replaces = Array.from({ length: 4 }, mintReader);
    const pass = { ...PASS, prompted: true, read: 1000, ledger, replaces };
    const token = await longest.seal(pass, { ...NOVEMBER, key: '366-days' });
    expect(token.length).toBeLessThanOrEqual(LONGEST_TOKEN);
    const opened = await longest.open(token, { ...NOVEMBER, key: '366-days' }, NOW);
    expect(opened?.ledger).toEqual(ledger.slice(-64));
  });

  test('changed in any one character is none', async () => {
    const token = await passes.seal(PASS, NOVEMBER);
    const character = fc.constantFrom(...'AQgwZ09_-.=+/ \n\u00e9\0');
    const changed = fc
      .tuple(fc.nat({ max: token.length - 1 }), fc.constantFrom(0, 1), fc.oneof(character, fc.constant('')))
      .map(([at, removed, inserted]) => token.slice(0, at) + inserted + token.slice(at + removed))
      .filter((text) => text !== token);
    const property = fc.asyncProperty(changed, async (text) => {
      expect(await passes.open(text, NOVEMBER, NOW)).toBeNull();
    });
    await fc.assert(property);
  });

  test('has one spelling: stray bits at the end of the signature are none of ours', async () => {
    const token = await passes.seal(PASS, NOVEMBER);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const accepted = [];
    for (const last of alphabet) {
      if (await passes.open(token.slice(0, -1) + last, NOVEMBER, NOW)) accepted.push(last);
    }
    expect(accepted).toEqual([token.at(-1)]);
  });
});

describe('a pass', () => {
  const passes = passesOf(KEY_OF.HS256);

  test.each([
    ['a second before its end', 1000, true],
    ['a millisecond before its end', 1, true],
    ['at its end', 0, false],
    ['after its end', -1000, false],
  ])('%s: %s', async (_when, before, opens) => {
    const token = await passes.seal(PASS, NOVEMBER);
    expect((await passes.open(token, NOVEMBER, NOVEMBER.end - before)) !== null).toBe(opens);
  });

  test('of one period does not open in another', async () => {
    const token = await passes.seal({ ...PASS, end: DECEMBER.end }, NOVEMBER);
    expect(await passes.open(token, NOVEMBER, NOW)).not.toBeNull();
    expect(await passes.open(token, DECEMBER, NOW)).toBeNull();
  });

  test('of one site, or under other article ids, does not open in another', async () => {
    const keyring = readKeys([KEY_OF.HS256], 'keys');
    const token = await passes.seal(PASS, NOVEMBER);
    expect(await createPasses(SITE, keyring, IDS).open(token, NOVEMBER, NOW)).not.toBeNull();
    expect(await createPasses('https://other.example', keyring, IDS).open(token, NOVEMBER, NOW)).toBeNull();
    expect(await createPasses(SITE, keyring, 'U39WSN').open(token, NOVEMBER, NOW)).toBeNull();
  });

  test('never throws, whatever the cookie says', async () => {
    const part = fc.oneof(fc.string(), fc.base64String(), fc.json()).map((text) => Buffer.from(text));
    const jwsLike = fc
      .array(part, { minLength: 1, maxLength: 6 })
      .map((parts) => parts.map((bytes) => bytes.toString('base64url')).join('.'));
    const signed = fc.tuple(fc.json(), fc.json()).map(([header, payload]) => compactJws(header, payload, hmac(SECRET)));
    const property = fc.asyncProperty(fc.oneof(fc.string({ unit: 'binary' }), jwsLike, signed), async (token) => {
      expect(await passes.open(token, NOVEMBER, NOW)).toBeNull();
    });
    await fc.assert(property);
  });

  test('whatever its claims are, signed by us or not, opens to a sound pass or to none', async () => {
    const good = claimsOf(await passes.seal(PASS, NOVEMBER));
    const claim = fc.constantFrom(...Object.keys(good), 'prompted', 'nbf', '__proto__', 'constructor');
    const change = fc.dictionary(claim, fc.oneof(fc.jsonValue(), fc.integer(), fc.double()), { maxKeys: 2 });
    const header = headerOf(await passes.seal(PASS, NOVEMBER));
    const property = fc.asyncProperty(change, async (changes) => {
      const token = compactJws(header, { ...good, ...changes }, hmac(SECRET));
      const pass = await passes.open(token, NOVEMBER, NOW);
      if (!pass) return;
      expect(pass.reader).toMatch(/^[\w-]{16}$/);
      expect(pass.account ?? 'none____').toMatch(/^[\w-]{8}$/);
      expect(['free', 'register-prompt', 'blocked']).toContain(pass.state);
      expect([true, false]).toContain(pass.prompted);
      expect(pass.read).toBeGreaterThanOrEqual(pass.ledger.length);
      expect(pass.read).toBeLessThanOrEqual(1000);
      expect(Number.isInteger(pass.read)).toBe(true);
      expect(Number.isSafeInteger(pass.signedAt / 1000)).toBe(true);
      expect(pass.end).toBeGreaterThan(NOW);
    });
    await fc.assert(property);
  });

  test('has room for 2 kB and no more', async () => {
    const claims = claimsOf(await passes.seal(PASS, NOVEMBER));
    const header = headerOf(await passes.seal(PASS, NOVEMBER));
    const padded = (length: number) => compactJws(header, { ...claims, pad: 'x'.repeat(length) }, hmac(SECRET));
    const longest = Array.from({ length: 2000 }, (_, n) => padded(n)).findLast(
      (token) => token.length <= LONGEST_TOKEN,
    );
    const room = claimsOf(longest ?? '').pad;
    expect(await passes.open(longest ?? '', NOVEMBER, NOW)).not.toBeNull();
    expect(await passes.open(padded(String(room).length + 1), NOVEMBER, NOW)).toBeNull();
  });

  test('is sealed to a new id for each reader', () => {
    const readers = Array.from({ length: 1000 }, mintReader);
    expect(new Set(readers).size).toBe(1000);
    for (const reader of readers) expect(reader).toMatch(/^[\w-]{16}$/);
  });
});

describe('through Express', () => {
  /** A site that calls its articles by their slugs, and knows readers who say so. */
  function siteWith(keys: readonly KeyOption[], more: Partial<PaywallOptions> = {}) {
    const paywall = createPaywall({ site: SITE, keys, articleSecret: SECRET, clock: () => NOW, ...more });
    const article = (req: Request) => String(req.params.slug);
    return express().get('/news/:slug', paywall.meter({ article }), (_req, res) => void res.send('text'));
  }

  async function view(app: express.Express, slug: string, token?: string) {
    const cookie = token === undefined ? [] : [`__Host-paywall=${token}`];
    const res = await request(app).get(`/news/${slug}`).set('Cookie', cookie);
    const [, set] = /^__Host-paywall=([^;]*)/.exec(res.get('Set-Cookie')?.[0] ?? '') ?? [];
    return { state: res.get('Paywall'), token: set };
  }

  test.each([
    ['HS256', 'EdDSA'],
    ['EdDSA', 'ES256'],
    ['ES256', 'HS256'],
  ] as const)('a pass of an old %s key is accepted, and signed again by the new %s key', async (old, young) => {
    const before = siteWith([KEY_OF[old]]);
    const after = siteWith([KEY_OF[young], KEY_OF[old]]);
    const one = await view(before, 'a');
    const two = await view(before, 'b', one.token);
    const rotated = await view(after, 'a', two.token);
    expect(rotated.state).toMatch(/^free; read=1; /);
    expect(headerOf(rotated.token ?? '').kid).toBe(KEY_OF[young].id);
    expect(claimsOf(rotated.token ?? '')).toEqual(claimsOf(two.token ?? ''));

    const settled = await view(after, 'b', rotated.token);
    expect(settled).toEqual({ state: expect.stringMatching(/^free; read=1; /), token: undefined });
    const alone = await view(siteWith([KEY_OF[young]]), 'b', rotated.token);
    expect(alone.state).toMatch(/^free; read=1; /);
  });

  test('says nothing of article, address, browser or account, in whatever encoding', async () => {
    const account = () => ({ id: 'jane.doe@example.com', plan: 'limited' });
    const app = siteWith([KEY_OF.HS256], { account, plans: { limited: { promptAfter: 3, blockAfter: 10 } } });
    const res = await request(app)
      .get('/news/a-telling-slug?campaign=spring')
      .set('User-Agent', 'NosyBrowser/1.0')
      .set('X-Forwarded-For', '203.0.113.77')
      .set('Referer', 'https://elsewhere.example/page');
    const [, token = ''] = /^__Host-paywall=([^;]*)/.exec(res.get('Set-Cookie')?.[0] ?? '') ?? [];
    expect(Object.keys(claimsOf(token)).toSorted()).toEqual(
      ['account', 'aud', 'exp', 'iat', 'ids', 'iss', 'ledger', 'period', 'read', 'state', 'sub', 'v'].toSorted(),
    );
    const said = JSON.stringify([headerOf(token), claimsOf(token)]);
    const secrets = ['telling', 'slug', '/news/', 'campaign', 'Nosy', '203.0', '127.0.0.1', 'elsewhere', 'jane'];
    for (const secret of secrets) {
      expect(said).not.toContain(secret);
      expect(said).not.toContain(Buffer.from(secret).toString('base64url').slice(0, -1));
    }
  });
});
