import { Buffer } from 'node:buffer';
import { type KeyObject, timingSafeEqual } from 'node:crypto';
import { createHmacSha256 } from './hmac.js';

/** Signs and verifies compact JWSs (RFC 7515 section 3.1) that all have the same protected header. */
export interface Hs256 {
  /** The header, encoded, and the dot after it. */
  readonly start: string;
  /** The JWS of an encoded payload. */
  sign(encodedPayload: string): string;
  /** Whether this is the signature of an encoded payload, in its one spelling. */
  verify(encodedPayload: string, signature: string): boolean;
}

/** Characters of a signature. */
const LENGTH = 43;

/**
 * HMAC-SHA-256 (RFC 7518 section 3.2) on this very thread: through WebCrypto, which hands each call to another, it takes
 * ten times as long.
 */
export function createHs256(key: KeyObject, header: object): Hs256 {
  const start = `${Buffer.from(JSON.stringify(header)).toString('base64url')}.`;
  const hmac = createHmacSha256(key, start);
  const [given, due] = [Buffer.alloc(LENGTH), Buffer.alloc(LENGTH)];

  return {
    start,

    sign: (encodedPayload) => `${start}${encodedPayload}.${hmac(encodedPayload)}`,

    verify(encodedPayload, signature) {
      // In UTF-8 no other character becomes one of base64url, and one that took more than a byte would be one too few.
      if (signature.length !== LENGTH || given.write(signature) !== LENGTH) return false;
      due.write(hmac(encodedPayload));
      return timingSafeEqual(given, due);
    },
  };
}
