import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** 32 bytes, the least that is a secret. */
export const SECRET = 'a secret of 32 bytes, for tests.';

/** Key pairs made once for each test file. */
export const ED25519 = generateKeyPairSync('ed25519');
export const P256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** One key of each algorithm, as the option `keys` takes it. */
export const KEY_OF = {
  HS256: { id: 'hs', secret: SECRET },
  EdDSA: { id: 'ed', algorithm: 'EdDSA', privateKey: ED25519.privateKey },
  ES256: { id: 'es', algorithm: 'ES256', privateKey: P256.privateKey },
} as const;

/** A signature over the text, by whatever means a forger likes. */
export type Signer = (text: string) => Buffer;

/** An HMAC: `sha256` for HS256. */
export function hmac(secret: string | Uint8Array, hash = 'sha256'): Signer {
  return (text) => createHmac(hash, secret).update(text).digest();
}

/** EdDSA or ES256, as the key is (RFC 7518 section 3.4, RFC 8037 section 3.1). */
export function keyPair(privateKey: KeyObject): Signer {
  const hash = privateKey.asymmetricKeyType === 'ec' ? 'sha256' : null;
  return (text) => sign(hash, Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' });
}

/** A compact JWS (RFC 7515 section 7.1) of any header and payload, put together by hand. */
export function compactJws(header: unknown, payload: unknown, signer: Signer): string {
  const input = `${part(header)}.${part(payload)}`;
  return `${input}.${signer(input).toString('base64url')}`;
}

/** Text and bytes go in as they are, anything else as JSON. */
function part(value: unknown): string {
  const raw = typeof value === 'string' || value instanceof Uint8Array;
  return Buffer.from(raw ? value : JSON.stringify(value)).toString('base64url');
}

/** The claims of a token, unverified. */
export function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}

/** The header of a token, unverified. */
export function headerOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString());
}
