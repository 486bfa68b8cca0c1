import { describe, expect, test } from '@jest/globals';
import express, { type Request } from 'express';
import fc from 'fast-check';
import { jwtVerify, SignJWT } from 'jose';
import { createPaywall, type PaywallOptions } from '../src/index.js';
import { type KeyOption, readKeys } from '../src/pass/keys.js';
import { mintReader, type UnsignedPass } from '../src/pass/pass.js';
import { createPasses, LONGEST_TOKEN, PASS_TYPE } from '../src/pass/passes.js';
import { codePoint } from './support/code-points.js';
import { claimsOf, compactJws, ED25519, headerOf, hmac, KEY_OF, P256, SECRET } from './support/keys.js';
import { periodBytes, readPass } from './support/pass.js';
import { sendTo } from './support/reader.js';
import { rounds } from './support/rounds.js';

const SITE = 'https://news.example';
const IDS = { 1: { fingerprint: () => 'XRsD8v' }, 2: { fingerprint: () => 'U39W' } };
const OTHER_IDS = { 1: { fingerprint: () => 'U39WSN' }, 2: { fingerprint: () => 'XRsD' } };
const NOW = Date.parse('2026-11-23T12:00:00Z');
const NOVEMBER = { key: '2026-11', end: Date.parse('2026-12-01T00:00:00Z') };
const DECEMBER = { key: '2026-12', end: Date.parse('2027-01-01T00:00:00Z') };

const ALGORITHMS = [
  ['HS256', Buffer.from(SECRET), Buffer.from(SECRET)],
  ['EdDSA', ED25519.privateKey, ED25519.publicKey],
  ['ES256', P256.privateKey, P256.publicKey],
] as const;
const FORMATS = [1, 2] as const;
const CLAIMS_1 = {
  v: 1,
  sub: 'reader_id-16char',
  iat: NOW / 1000,
  state: 'register-prompt',
  read: 10,
  period: '2026-11',
  ids: 'XRsD8v',
  account: 'account8',
  ledger: expect.stringMatching(/^[\w-]{54}$/),
};
const EVERY = ALGORITHMS.flatMap((each) => FORMATS.map((format) => [...each, format] as const));

const passesOf = (...keys: readonly unknown[]) => createPasses(SITE, readKeys(keys, 'keys'), IDS);
const ids = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });

/** Any pass that can be, of each format. */
const anyPass = (format: 1 | 2): fc.Arbitrary<UnsignedPass> =>
  fc
    .record({
      reader: fc.nat().map(() => mintReader()),
      account: fc.option(fc.string({ unit: fc.constantFrom(...'aZ09_-'), minLength: 8, maxLength: 8 }), {
        nil: undefined,
      }),
      state: fc.constantFrom('free', 'register-prompt', 'blocked'),
      prompted: fc.boolean(),
      met: fc.record({ metPrompt: fc.boolean(), metWall: fc.boolean() }),
      ledger: fc.uniqueArray(ids, { maxLength: 64 }),
      more: fc.oneof(fc.constant(0), fc.nat({ max: 1000 - 64 })),
      replaces: fc.nat({ max: 4 }).map((length) => Array.from({ length }, () => mintReader())),
      arm: fc.option(fc.nat({ max: 255 }), { nil: undefined }),
      generation: fc.oneof(fc.constant(0), fc.nat({ max: 255 })),
      granted: fc.oneof(fc.constant(0), fc.nat({ max: 255 })),
      secondsLeft: fc.integer({ min: 1, max: 366 * 86_400 }),
      secondsAgo: fc.nat({ max: 366 * 86_400 }),
    })
    .map(({ more, met, secondsLeft, secondsAgo, arm, generation, granted, ...rest }) => ({
      format,
      ...rest,
      ...(format === 1 ? NOTHING_GIVEN : { arm, generation, granted }),
      metPrompt: rest.state === 'register-prompt' || (format === 1 ? rest.state === 'blocked' : met.metPrompt),
      metWall: rest.state === 'blocked' || (format === 2 && met.metWall),
      read: rest.ledger.length + more,
      end: NOW + secondsLeft * 1000,
      signedAt: NOW - secondsAgo * 1000,
    }));

const NOTHING_GIVEN = { arm: undefined, generation: 0, granted: 0 };

const PASS_2: UnsignedPass = {
  format: 2,
  reader: 'reader_id-16char',
  account: 'account8',
  state: 'register-prompt',
  prompted: false,
  metPrompt: true,
  metWall: false,
  read: 10,
  ledger: Array.from({ length: 10 }, (_, n) => (n % 2 ? 1 : -1) * (2 ** 31 - 1 - n)),
  replaces: [],
  ...NOTHING_GIVEN,
  end: NOVEMBER.end,
  signedAt: NOW,
};
const PASS_1: UnsignedPass = { ...PASS_2, format: 1 };

describe.each(EVERY)('a pass signed with %s', (algorithm, signing, verifying, format) => {
  const PASS = format === 1 ? PASS_1 : PASS_2;
  const key = KEY_OF[algorithm];
  const passes = passesOf(key);

  test('opens as it was sealed', async () => {
    const property = fc.asyncProperty(anyPass(format), async (pass) => {
      const opened = await passes.open(await passes.seal(pass, NOVEMBER), NOVEMBER, NOW);
      expect(opened).toStrictEqual({ ...pass, keyId: key.id });
    });
    await fc.assert(property);
  });

  test('opens as it was sealed, where it names none of the articles read', async () => {
    const pass = { ...PASS, read: 4, ledger: [] };
    expect(await passes.open(await passes.seal(pass, NOVEMBER), NOVEMBER, NOW)).toStrictEqual({
      ...pass,
      keyId: key.id,
    });
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
    const registered = { iss: SITE, aud: SITE, exp: NOVEMBER.end / 1000 };
    const claims = format === 1 ? CLAIMS_1 : { p: expect.stringMatching(/^[\w-]{91}$/) };
    expect(payload).toEqual({ ...registered, ...claims });
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
  ])('takes at most 600 bytes of cookie at the default limits, 460 in format 2, at %s', async (site) => {
    const full = createPasses(site, readKeys([{ ...key, id: '2026-11' }], 'keys'), IDS);
    const cookie = `__Host-paywall=${await full.seal(PASS, NOVEMBER)}`;
    expect(PASS.ledger).toHaveLength(10);
    expect(Buffer.byteLength(cookie)).toBeLessThanOrEqual(format === 1 ? 600 : 460);
  });

  test('is never too long to be looked at', async () => {
    const label = 'n'.repeat(63);
    const host = `${label}.${label}.${label}.${'n'.repeat(61)}`;
    expect(host).toHaveLength(253);
    const site = `https://${host}:65535`;
    const longest = createPasses(site, readKeys([{ ...key, id: '\u{10FFFF}'.repeat(32) }], 'keys'), IDS);
    const ledger = Array.from({ length: 1000 }, (_, n) => n);
    const replaces = Array.from({ length: 4 }, mintReader);
    const given = format === 1 ? NOTHING_GIVEN : { arm: 255, generation: 255, granted: 255 };
    const pass = { ...PASS, ...given, prompted: true, read: 1000, ledger, replaces };
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

describe.each(FORMATS)('a pass of format %d', (format) => {
  const PASS = format === 1 ? PASS_1 : PASS_2;
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
    expect(await createPasses(SITE, keyring, OTHER_IDS).open(token, NOVEMBER, NOW)).toBeNull();
  });

  test('never throws, whatever the cookie says', async () => {
    const part = fc.oneof(fc.string(), fc.base64String(), fc.json()).map((text) => Buffer.from(text));
    const jwsLike = fc
      .array(part, { minLength: 1, maxLength: 6 })
      .map((parts) => parts.map((bytes) => bytes.toString('base64url')).join('.'));
    const signed = fc.tuple(fc.json(), fc.json()).map(([header, payload]) => compactJws(header, payload, hmac(SECRET)));
    const property = fc.asyncProperty(fc.oneof(fc.string({ unit: codePoint }), jwsLike, signed), async (token) => {
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

  test('is sealed to a new id for each reader', () => {
    const readers = Array.from({ length: 1000 }, mintReader);
    expect(new Set(readers).size).toBe(1000);
    for (const reader of readers) expect(reader).toMatch(/^[\w-]{16}$/);
  });
});

describe('a pass of format 1', () => {
  const passes = passesOf(KEY_OF.HS256);

  test.each([
    [LONGEST_TOKEN, true],
    [LONGEST_TOKEN + 1, false],
  ])('of %d characters is looked at: %s', async (length, opens) => {
    const sealed = await passes.seal(PASS_1, NOVEMBER);
    const pad = (header: number, claims: number) =>
      compactJws(
        { ...headerOf(sealed), pad: 'x'.repeat(header) },
        { ...claimsOf(sealed), pad: 'x'.repeat(claims) },
        hmac(SECRET),
      );
    const room = Math.floor(((length - pad(0, 0).length) / 4) * 3);
    const padded = [0, 1, 2].flatMap((header) => [0, 1, 2, 3].map((less) => pad(header, room - less)));
    const token = padded.find((each) => each.length === length) ?? '';
    expect(token).toHaveLength(length);
    expect((await passes.open(token, NOVEMBER, NOW)) !== null).toBe(opens);
  });

  // A `Date` holds 8.64e15 milliseconds either way (ECMA-262 section 21.4.1.1).
  test.each([
    [8_640_000_000_000, true],
    [8_640_000_000_001, false],
  ])('that ends %d seconds after the epoch opens: %s', async (exp, opens) => {
    const sealed = await passes.seal(PASS_1, NOVEMBER);
    const token = compactJws(headerOf(sealed), { ...claimsOf(sealed), exp }, hmac(SECRET));
    expect((await passes.open(token, NOVEMBER, NOW)) !== null).toBe(opens);
  });

  test('says so when it prompts from the first article on', async () => {
    expect(claimsOf(await passes.seal({ ...PASS_1, prompted: true }, NOVEMBER))).toMatchObject({ prompted: true });
    expect(claimsOf(await passes.seal(PASS_1, NOVEMBER))).not.toHaveProperty('prompted');
  });
});

describe('a pass of format 2', () => {
  const passes = passesOf(KEY_OF.HS256);

  test('says what the documented bytes say', async () => {
    const property = fc.asyncProperty(anyPass(2), async (pass) => {
      const { format, ...rest } = pass;
      const token = await passes.seal(pass, NOVEMBER);
      expect(readPass(token)).toEqual({ ...rest, ids: 'U39W' });
      expect(Object.keys(claimsOf(token))).toEqual(['iss', 'aud', 'exp', 'p']);
    });
    await fc.assert(property);
  });

  test('is one token: whatever bytes we signed open to a pass that is sealed to the same, or to none', async () => {
    const place = fc.constant([...periodBytes('2026-11'), ...Buffer.from('U39W', 'base64url')]);
    const anyBytes = fc
      .tuple(fc.nat({ max: 255 }), place, fc.uint8Array({ maxLength: 120 }))
      .map(([flags, at, rest]) => Buffer.of(flags, ...at, ...rest));
    const nearly = fc
      .tuple(anyPass(2), fc.nat(), fc.nat({ max: 255 }), fc.constantFrom(-1, 0, 1, 2, 3, 4))
      .map(([pass, at, byte, more]) => {
        const body = Buffer.from(String(claimsOf(String(passes.seal(pass, NOVEMBER))).p), 'base64url');
        const changed = Buffer.concat([body, Buffer.alloc(Math.max(0, more), byte)]).subarray(0, body.length + more);
        const place_ = at % changed.length;
        if (place_ < 1 || place_ > 5) changed[place_] = byte;
        return changed;
      });
    let opened = 0;
    const numRuns = rounds(1000, 2000);
    const property = fc.asyncProperty(fc.oneof(anyBytes, nearly), async (bytes) => {
      const claims = { iss: SITE, aud: SITE, exp: NOVEMBER.end / 1000, p: bytes.toString('base64url') };
      const token = compactJws({ alg: 'HS256', typ: PASS_TYPE, kid: 'hs' }, claims, hmac(SECRET));
      const pass = await passes.open(token, NOVEMBER, NOW);
      if (!pass) return;
      opened += 1;
      expect(await passes.seal(pass, NOVEMBER)).toBe(token);
    });
    await fc.assert(property, { numRuns });
    expect(opened / numRuns).toBeGreaterThan(0.1);
  });

  test('keeps within its bytes what it cannot say', async () => {
    const beyond = { ...PASS_2, arm: 999, generation: 1000, granted: 256, signedAt: -1000 };
    const pass = await passes.open(await passes.seal(beyond, NOVEMBER), NOVEMBER, NOW);
    expect(pass).toMatchObject({ arm: 255, generation: 255, granted: 255, signedAt: 0 });
    const late = await passes.open(await passes.seal({ ...PASS_2, signedAt: 8.64e15 }, NOVEMBER), NOVEMBER, NOW);
    expect(late).toMatchObject({ signedAt: (2 ** 32 - 1) * 1000 });
  });

  test.each([
    [0, 264],
    [3, 285],
    [10, 335],
    [64, 719],
  ])('of %d articles is %d characters long', async (read, length) => {
    const ledger = Array.from({ length: read }, (_, n) => n);
    const pass = { ...PASS_2, account: undefined, ledger, read };
    const named = createPasses(SITE, readKeys([{ ...KEY_OF.HS256, id: '2026-11' }], 'keys'), IDS);
    expect(await named.seal(pass, NOVEMBER)).toHaveLength(length);
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
    const cookie = token === undefined ? {} : { Cookie: `__Host-paywall=${token}` };
    const { headers } = await sendTo(app, { path: `/news/${slug}`, headers: cookie });
    const [, set] = /^__Host-paywall=([^;]*)/.exec(headers['set-cookie']?.[0] ?? '') ?? [];
    return { state: headers.paywall, token: set };
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

  test.each(FORMATS)('in format %d says nothing of article, address, browser or account', async (passFormat) => {
    const account = () => ({ id: 'jane.doe@example.com', plan: 'limited' });
    const app = siteWith([KEY_OF.HS256], {
      passFormat,
      account,
      plans: { limited: { promptAfter: 3, blockAfter: 10 } },
    });
    const { headers } = await sendTo(app, {
      path: '/news/a-telling-slug?campaign=spring',
      headers: {
        'User-Agent': 'NosyBrowser/1.0',
        'X-Forwarded-For': '203.0.113.77',
        Referer: 'https://elsewhere.example/page',
      },
    });
    const [, token = ''] = /^__Host-paywall=([^;]*)/.exec(headers['set-cookie']?.[0] ?? '') ?? [];
    const claims = claimsOf(token);
    const given = passFormat === 1 ? CLAIMS_1 : { p: '' };
    expect(Object.keys(claims).toSorted()).toEqual(['iss', 'aud', 'exp', ...Object.keys(given)].toSorted());
    const said = JSON.stringify([
      headerOf(token),
      claims,
      Buffer.from(String(claims.p), 'base64url').toString('latin1'),
    ]);
    const secrets = ['telling', 'slug', '/news/', 'campaign', 'Nosy', '203.0', '127.0.0.1', 'elsewhere', 'jane'];
    for (const secret of secrets) {
      expect(said).not.toContain(secret);
      expect(said).not.toContain(Buffer.from(secret).toString('base64url').slice(0, -1));
    }
  });
});
