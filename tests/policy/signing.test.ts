import { describe, expect, test } from '@jest/globals';
import { readKeys } from '../../src/pass/index.js';
import { type Document, NOTHING } from '../../src/policy/document.js';
import { documentToJson } from '../../src/policy/document-json.js';
import { createSigning, HOLDS } from '../../src/policy/signing.js';
import { claimsOf, compactJws, ED25519, headerOf, hmac, KEY_OF, keyPair, SECRET } from '../support/keys.js';

const SITE = 'https://news.example';
const NOW = Date.UTC(2026, 10, 15, 12, 0, 0, 999);
const SECONDS = Math.floor(NOW / 1000);
const DOCUMENT: Document = { ...NOTHING, version: 7 };

const signingOf = (...keys: readonly unknown[]) => createSigning(SITE, readKeys(keys, 'keys'));
const signing = signingOf(KEY_OF.HS256);

describe('a document', () => {
  test.each(['HS256', 'EdDSA', 'ES256'] as const)('signed with %s is read as it was', async (algorithm) => {
    const key = KEY_OF[algorithm];
    const token = await signingOf(key).sign(DOCUMENT, NOW);
    expect(headerOf(token)).toEqual({ alg: algorithm, typ: 'paywall-policy+jwt', kid: key.id });
    const registered = { iss: SITE, aud: SITE, iat: SECONDS, exp: SECONDS + 7 * 86_400 };
    expect(claimsOf(token)).toEqual({ ...registered, policy: documentToJson(DOCUMENT) });
    const other = KEY_OF[algorithm === 'HS256' ? 'EdDSA' : 'HS256'];
    const read = await signingOf(other, key).open(token, NOW);
    expect(read).toEqual({ document: DOCUMENT, signedAt: SECONDS * 1000 });
  });

  test('holds for a week to the second', async () => {
    const token = await signing.sign(DOCUMENT, NOW);
    expect(HOLDS).toBe(7 * 86_400_000);
    expect(await signing.open(token, SECONDS * 1000 + HOLDS - 1)).toMatchObject({ document: DOCUMENT });
    expect(await signing.open(token, SECONDS * 1000 + HOLDS)).toBe('expired');
  });

  const forged = async (claims: object, header: object = {}, signer = hmac(SECRET)) => {
    const token = await signing.sign(DOCUMENT, NOW);
    return compactJws({ ...headerOf(token), ...header }, { ...claimsOf(token), ...claims }, signer);
  };

  test.each<[string, object, object, ReturnType<typeof hmac>, string]>([
    ['of another secret', {}, {}, hmac('another secret of thirty-two bytes'), 'bad-signature'],
    ['of another key id', {}, { kid: 'theirs' }, hmac(SECRET), 'unknown-key'],
    ['of no key id', {}, { kid: undefined }, hmac(SECRET), 'unknown-key'],
    ['of another algorithm', {}, { alg: 'HS512' }, hmac(SECRET, 'sha512'), 'bad-signature'],
    ['of no algorithm', {}, { alg: 'none', kid: undefined }, hmac(SECRET), 'bad-signature'],
    ['of a key pair under the id of a secret', {}, { alg: 'EdDSA' }, keyPair(ED25519.privateKey), 'bad-signature'],
    ['that is a pass', {}, { typ: 'paywall+jwt' }, hmac(SECRET), 'foreign'],
    ['of another site', { iss: 'https://other.example' }, {}, hmac(SECRET), 'foreign'],
    ['for another site', { aud: 'https://other.example' }, {}, hmac(SECRET), 'foreign'],
    ['without a beginning', { iat: undefined }, {}, hmac(SECRET), 'foreign'],
    ['without an end', { exp: undefined }, {}, hmac(SECRET), 'foreign'],
    ['that has expired', { exp: SECONDS }, {}, hmac(SECRET), 'expired'],
    ['of a version to come', { policy: { format: 2 } }, {}, hmac(SECRET), 'other-version'],
    ['without a policy', { policy: undefined }, {}, hmac(SECRET), 'other-version'],
  ])('%s is none', async (_what, claims, header, signer, fault) => {
    expect(await signing.open(await forged(claims, header, signer), NOW)).toBe(fault);
  });

  test.each(['', 'open sesame', 'a.b.c'])('nor is %j', async (text) => {
    expect(await signing.open(text, NOW)).toBe('unreadable');
  });

  test('is read up to a million characters', async () => {
    const padded = (length: number) => forged({ pad: 'x'.repeat(length) });
    const header = (await padded(0)).length;
    // Three bytes make four characters.
    const room = Math.floor(((1_000_000 - header) * 3) / 4) - 8;
    const lengths = await Promise.all(Array.from({ length: 16 }, async (_, n) => (await padded(room + n)).length));
    const longest = lengths.findLastIndex((length) => length <= 1_000_000);
    expect(lengths[longest]).toBeGreaterThanOrEqual(999_998);
    expect(await signing.open(await padded(room + longest), NOW)).toMatchObject({ document: DOCUMENT });
    expect(await signing.open(await padded(room + longest + 1), NOW)).toBe('unreadable');
  });
});
