import { createSecretKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { OptionError } from '../src/options/errors.js';
import { type KeyOption, readKeys, readSecret, secretBytes } from '../src/pass/keys.js';
import { createPasses } from '../src/pass/passes.js';
import { ED25519, headerOf, KEY_OF, P256, SECRET } from './support/keys.js';

const SITE = 'https://news.example';
const NOW = Date.parse('2026-11-23T12:00:00Z');
const PERIOD = { key: '2026-11', end: Date.parse('2026-12-01T00:00:00Z') };
const PASS = {
  format: 2,
  reader: 'AAAAAAAAAAAAAAAA',
  account: undefined,
  state: 'free',
  prompted: false,
  read: 2,
  ledger: [1, -2],
  replaces: [],
  metPrompt: false,
  metWall: false,
  arm: undefined,
  generation: 0,
  granted: 0,
  end: PERIOD.end,
  signedAt: NOW,
} as const;

const IDS = { 1: { fingerprint: () => 'finger' }, 2: { fingerprint: () => 'fing' } };
const passesOf = (keys: unknown) => createPasses(SITE, readKeys(keys, 'keys'), IDS);

const PAIRS = [
  ['EdDSA', ED25519],
  ['ES256', P256],
] as const;

type Form = readonly [algorithm: 'EdDSA' | 'ES256', form: string, privateKey: unknown, publicKey: unknown];

/** Every form in which a key pair may be given. */
const FORMS = PAIRS.flatMap(([algorithm, { privateKey, publicKey }]): Form[] => {
  const pem = { type: 'pkcs8', format: 'pem' } as const;
  const spki = { type: 'spki', format: 'pem' } as const;
  const jwk = { format: 'jwk' } as const;
  return [
    [algorithm, 'KeyObject', privateKey, publicKey],
    [algorithm, 'PEM', privateKey.export(pem), publicKey.export(spki)],
    [algorithm, 'JWK', privateKey.export(jwk), publicKey.export(jwk)],
    [algorithm, 'JWK with metadata', { ...privateKey.export(jwk), kid: 'x', use: 'sig', key_ops: ['sign'] }, publicKey],
    [algorithm, 'frozen JWK', Object.freeze(privateKey.export(jwk)), Object.freeze(publicKey.export(jwk))],
  ];
});

describe('a secret', () => {
  test.each([
    ['a string of 32 bytes', SECRET],
    ['a string of 16 characters in 32 bytes', 'é'.repeat(16)],
    ['a Buffer', Buffer.from(SECRET)],
    ['a Uint8Array', Uint8Array.from(randomBytes(48))],
    ['part of a larger buffer', Buffer.concat([randomBytes(8), Buffer.from(SECRET)]).subarray(8)],
  ])('as %s signs with HS256 and verifies', async (_form, secret) => {
    const passes = passesOf([{ id: 'a', secret }]);
    const token = await passes.seal(PASS, PERIOD);
    expect(headerOf(token)).toEqual({ alg: 'HS256', typ: 'paywall+jwt', kid: 'a' });
    expect(await passes.open(token, PERIOD, NOW)).toEqual({ ...PASS, keyId: 'a' });
  });

  test('is the same as a string and as bytes', async () => {
    const token = await passesOf([{ id: 'a', secret: SECRET }]).seal(PASS, PERIOD);
    expect(await passesOf([{ id: 'a', secret: Buffer.from(SECRET) }]).open(token, PERIOD, NOW)).not.toBeNull();
    expect(await passesOf([{ id: 'a', secret: `${SECRET}!` }]).open(token, PERIOD, NOW)).toBeNull();
  });

  test('is read once: bytes wiped later change nothing', async () => {
    const secret = Buffer.from(SECRET);
    const passes = passesOf([{ id: 'a', secret }]);
    secret.fill(0);
    const token = await passes.seal(PASS, PERIOD);
    expect(await passesOf([{ id: 'a', secret: SECRET }]).open(token, PERIOD, NOW)).not.toBeNull();
  });

  test('of its own is read as bytes', () => {
    expect(readSecret(SECRET, 'articleSecret').export()).toEqual(Buffer.from(SECRET));
  });
});

describe('a key pair', () => {
  test.each(FORMS)('for %s as %s signs and verifies', async (algorithm, _form, privateKey) => {
    const passes = passesOf([{ id: 'a', algorithm, privateKey }]);
    const token = await passes.seal(PASS, PERIOD);
    expect(headerOf(token)).toEqual({ alg: algorithm, typ: 'paywall+jwt', kid: 'a' });
    expect(await passes.open(token, PERIOD, NOW)).toEqual({ ...PASS, keyId: 'a' });
  });

  test.each(FORMS)(
    'for %s as %s verifies with its public half alone',
    async (algorithm, _form, privateKey, publicKey) => {
      const token = await passesOf([{ id: 'a', algorithm, privateKey }]).seal(PASS, PERIOD);
      const passes = passesOf([KEY_OF.HS256, { id: 'a', algorithm, publicKey }]);
      expect(await passes.open(token, PERIOD, NOW)).toEqual({ ...PASS, keyId: 'a' });
    },
  );

  test.each(FORMS)('for %s as %s may be given whole', (algorithm, _form, privateKey, publicKey) => {
    const { first } = readKeys([{ id: 'a', algorithm, privateKey, publicKey }], 'keys');
    expect(first.signing.type).toBe('private');
    expect(first.verifying.type).toBe('public');
  });

  test.each(PAIRS)('for %s keeps its private half out of the key that verifies', (algorithm, { privateKey }) => {
    const jwk = privateKey.export({ format: 'jwk' });
    const key = readKeys([KEY_OF.HS256, { id: 'a', algorithm, publicKey: jwk }], 'keys').find('a');
    expect(key?.verifying.type).toBe('public');
    expect(key?.signing).toBeUndefined();
  });
});

describe('rotation', () => {
  const A = { id: 'a', secret: SECRET };
  const B = { id: 'b', secret: randomBytes(32) };
  const rows: readonly (readonly [string, readonly KeyOption[], readonly KeyOption[], string | null])[] = [
    ['the same key', [A], [A], 'a'],
    ['a new key in front', [A], [B, A], 'a'],
    ['the old key still first, the new one known already', [B], [A, B], 'b'],
    ['from HS256 to EdDSA', [A], [KEY_OF.EdDSA, A], 'a'],
    ['from ES256 to HS256', [KEY_OF.ES256], [A, KEY_OF.ES256], 'es'],
    ['three keys', [KEY_OF.EdDSA], [A, B, KEY_OF.EdDSA], 'ed'],
    ['the old key gone', [A], [B], null],
    ['the old id on a new key', [A], [{ ...B, id: 'a' }], null],
    ['the old key under a new id', [A], [{ ...A, id: 'b' }], null],
    ['the old id on another algorithm', [A], [{ ...KEY_OF.EdDSA, id: 'a' }], null],
  ];

  test.each(rows)('%s', async (_what, before, after, keyId) => {
    const token = await passesOf(before).seal(PASS, PERIOD);
    const opened = await passesOf(after).open(token, PERIOD, NOW);
    expect(opened).toEqual(keyId && { ...PASS, keyId });
  });

  test.each(rows)('%s: the first key signs', async (_what, _before, after) => {
    expect(headerOf(await passesOf(after).seal(PASS, PERIOD)).kid).toBe(after[0]?.id);
  });

  test('the first is the first of the list; an unknown id is none of them', () => {
    const keyring = readKeys([B, A, KEY_OF.EdDSA], 'keys');
    expect(keyring.first.id).toBe('b');
    for (const id of ['', 'c', '__proto__', 'constructor', 'toString']) expect(keyring.find(id)).toBeUndefined();
  });
});

describe('bytes to derive other secrets from', () => {
  const bytesOf = (key: unknown) => {
    return Buffer.from(secretBytes(readKeys([key], 'keys').first)).toString('hex');
  };
  const { EdDSA, ES256 } = KEY_OF;

  test.each([
    ['a secret', { id: 'a', secret: SECRET }, { id: 'b', secret: Buffer.from(SECRET) }],
    ['EdDSA', EdDSA, { ...EdDSA, id: 'b', privateKey: ED25519.privateKey.export({ format: 'jwk' }) }],
    ['ES256', ES256, { ...ES256, id: 'b', privateKey: P256.privateKey.export({ type: 'sec1', format: 'pem' }) }],
  ])('of %s are the same however it is named and given', (_what, one, other) => {
    expect(bytesOf(one)).toBe(bytesOf(other));
    expect(bytesOf(one).length).toBeGreaterThanOrEqual(64);
  });

  test('differ from key to key, and are not those of the public half', () => {
    const all = [{ id: 'a', secret: randomBytes(32) }, EdDSA, ES256].map(bytesOf);
    const another = { ...EdDSA, privateKey: generateKeyPairSync('ed25519').privateKey };
    expect(new Set([...all, bytesOf(another)]).size).toBe(4);
    const open = ED25519.publicKey.export({ type: 'spki', format: 'der' });
    expect(bytesOf(EdDSA)).not.toContain(open.subarray(-32).toString('hex'));
  });

  test('a secret as KeyObject is refused rather than guessed at', () => {
    expect(() => readSecret(createSecretKey(Buffer.from(SECRET)), 'articleSecret')).toThrow(OptionError);
  });
});
