import { describe, expect, test } from '@jest/globals';
import { importJWK, jwtVerify } from 'jose';
import { createArticleIds } from '../src/article/index.js';
import { createPaywall, type KeyOption } from '../src/index.js';
import { createPasses, readKeys } from '../src/pass/index.js';
import { claimsOf } from './support/keys.js';
import { readPass } from './support/pass.js';
import { VECTORS } from './support/vectors.js';

const { site, period, articleSecret, privateKeys, articles } = VECTORS;
const now = VECTORS.now * 1000;

const keys = VECTORS.keys.map((jwk): KeyOption => {
  const { kid: id, alg: algorithm, k = '' } = jwk;
  if (algorithm === 'HS256') return { id, secret: Buffer.from(k, 'base64url') };
  return { id, algorithm, privateKey: { ...jwk, d: algorithm === 'EdDSA' ? privateKeys.ed : privateKeys.es } };
});
const keyOf = (kid: string) => keys.find(({ id }) => id === kid);
const end = Date.parse('2026-12-01T00:00:00Z');
const ids = createArticleIds(Buffer.from(articleSecret), site);
const passesOf = (first: string) =>
  createPasses(site, readKeys([keyOf(first), ...keys.filter(({ id }) => id !== first)], 'keys'), ids);

describe('the test vectors of docs/pass.md', () => {
  test.each(articles)('article $name', ({ name, id }) => {
    expect(ids[2].idOf(name, period)).toBe(id);
  });

  test('the key of the articles, and the public keys', () => {
    const paywall = createPaywall({ site, keys, articleSecret, clock: () => now });
    expect(paywall.articleKey()).toEqual({ period, key: VECTORS.articleKey, endsAt: new Date(end) });
    expect(paywall.jwks().keys).toEqual(VECTORS.keys.filter(({ alg }) => alg !== 'HS256'));
  });

  test.each(VECTORS.passes)('$what: is read as it says, and written so', async ({ key, token, body, says }) => {
    const { account, arm, signedAt, exp, ...rest } = says;
    const shared = { ...rest, account: account ?? undefined, arm: arm ?? undefined, signedAt: signedAt * 1000 };
    const pass = { format: 2, ...shared, end: exp * 1000 } as const;
    expect(await passesOf('hs').open(token, { key: period, end }, now)).toEqual({ ...pass, keyId: key });
    expect(readPass(token)).toEqual({ ...shared, ids: ids[2].fingerprint(period), end: exp * 1000 });
    expect(Buffer.from(String(claimsOf(token).p), 'base64url').toString('hex')).toBe(body);
    const sealed = await passesOf(key).seal(pass, { key: period, end });
    // Of ECDSA every signature is another (FIPS 186-5 section 6.3.1).
    if (key === 'es') expect(sealed.split('.').slice(0, 2)).toEqual(token.split('.').slice(0, 2));
    else expect(sealed).toBe(token);
  });

  test.each(VECTORS.passes)('$what: jose verifies it', async ({ key, token }) => {
    const jwk = VECTORS.keys.find(({ kid }) => kid === key);
    const currentDate = new Date(now);
    const options = { typ: 'paywall+jwt', issuer: site, audience: site, currentDate, requiredClaims: ['exp'] };
    await expect(jwtVerify(token, await importJWK({ ...jwk }), options)).resolves.toBeDefined();
  });

  test.each(VECTORS.refused)('refused: $what', async ({ token }) => {
    expect(await passesOf('hs').open(token, { key: period, end }, now)).toBeNull();
  });

  test('no two are the same', () => {
    const tokens = [...VECTORS.passes, ...VECTORS.refused].map(({ token }) => token);
    expect(new Set(tokens).size).toBe(tokens.length);
  });
});
