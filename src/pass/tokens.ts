import { CompactSign, compactVerify } from 'jose';
import { isRecord } from '../options/index.js';
import { decodeBase64url } from './base64url.js';
import { createHs256 } from './hs256.js';
import type { Key, Keyring } from './keys.js';
import { type Claims, createPayloads } from './payload.js';

/** A token that is what it seems. */
export interface Verified {
  readonly claims: Claims;
  /** The id of the key that signed it. */
  readonly keyId: string;
}

/** Signs claims as JWTs (RFC 7519) of one site and one type, and reads them back: under HS256 at once. */
export interface Tokens {
  /** The token of these claims, which are to include `iss`, `aud` and `exp`. */
  sign(claims: Claims): string | Promise<string>;
  /**
   * The claims of a token that one of the keys has signed, that is for this site and of this type, and that is in force; `null`
   * for any other text.
   *
   * @param now Milliseconds since the epoch.
   */
  verify(token: string, now: number): Verified | null | Promise<Verified | null>;
}

/**
 * @param site Issuer and audience.
 * @param type The header's `typ`.
 */
export function createTokens(site: string, type: string, keyring: Keyring): Tokens {
  const { first } = keyring;
  const headerOf = (key: Key) => ({ alg: key.algorithm, typ: type, kid: key.id });
  const signers = keyring.all
    .filter(({ algorithm }) => algorithm === 'HS256')
    .map((key) => ({ keyId: key.id, ...createHs256(key.verifying, headerOf(key)) }));
  const firstSigner = signers.find(({ keyId }) => keyId === first.id);
  const payloads = createPayloads(site);

  async function verifyByJose(token: string, now: number): Promise<Verified | null> {
    // So that one pass is one token.
    if (token.split('.').some((part) => decodeBase64url(part) === null)) return null;
    try {
      const { payload, protectedHeader } = await compactVerify(token, (header) => keyOf(header, keyring).verifying);
      // A payload that is not encoded (RFC 7797) is no JSON, or has been refused above.
      if (!isType(protectedHeader.typ, type)) return null;
      const claims: unknown = JSON.parse(new TextDecoder().decode(payload));
      return isRecord(claims) && isInForce(claims, site, now)
        ? { claims, keyId: keyOf(protectedHeader, keyring).id }
        : null;
    } catch {
      return null;
    }
  }

  return {
    sign(claims) {
      if (firstSigner) return firstSigner.sign(payloads.write(claims));
      const payload = new TextEncoder().encode(JSON.stringify(claims));
      return new CompactSign(payload).setProtectedHeader(headerOf(first)).sign(first.signing);
    },

    verify(token, now) {
      const signer = signers.find(({ start }) => token.startsWith(start));
      // A header that is ours to the letter says what we know; any other is for jose to read.
      if (!signer) return verifyByJose(token, now);
      const dot = token.indexOf('.', signer.start.length);
      const payload = token.slice(signer.start.length, dot);
      const claims = signer.verify(payload, token.slice(dot + 1)) ? payloads.read(payload) : null;
      return claims && isInForce(claims, site, now) ? { claims, keyId: signer.keyId } : null;
    },
  };
}

function keyOf(header: { readonly kid?: string; readonly alg?: string }, keyring: Keyring): Key {
  const key = keyring.find(header.kid ?? '');
  if (!key || key.algorithm !== header.alg) throw new Error('no such key');
  return key;
}

/** As RFC 7515 section 4.1.9 compares media types: in any case, and `application/` may be left out. */
function isType(typ: unknown, type: string): boolean {
  return typeof typ === 'string' && fullType(typ) === fullType(type);
}

function fullType(type: string): string {
  return type.includes('/') ? type.toLowerCase() : `application/${type.toLowerCase()}`;
}

/** As jose judges the registered claims (RFC 7519 section 4.1). */
function isInForce({ iss, aud, iat, nbf, exp }: Claims, site: string, now: number): boolean {
  const seconds = Math.floor(now / 1000);
  const forSite = aud === site || (Array.isArray(aud) && aud.includes(site));
  const dated = iat === undefined || typeof iat === 'number';
  const begun = nbf === undefined || (typeof nbf === 'number' && nbf <= seconds);
  const ongoing = typeof exp === 'number' && exp > seconds;
  return iss === site && forSite && dated && begun && ongoing;
}
