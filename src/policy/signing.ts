import { errors, jwtVerify, SignJWT } from 'jose';
import type { Key, Keyring } from '../pass/index.js';
import type { Document } from './document.js';
import { documentOfJson, documentToJson } from './document-json.js';

/**
 * Why a document is none.
 *
 * - `unreadable`: no document at all
 * - `other-version`: of this site, signed, and written by another version of this package
 * - `unknown-key`: signed by a key that this process does not have, or forged
 * - `bad-signature`: said to be signed by a key that this process has under that id, and is not; or not signed
 * - `foreign`: of another site, or another kind of token
 * - `expired`: nobody has renewed it for a week: no process ran, or it is an old copy
 */
export type DocumentFault = 'unreadable' | 'other-version' | 'unknown-key' | 'bad-signature' | 'foreign' | 'expired';

/** A document whose signature and every claim have been checked. */
export interface SignedDocument {
  readonly document: Document;
  /** When it was signed, in milliseconds since the epoch; whole seconds. */
  readonly signedAt: number;
}

/** Signs documents of one site, and reads them back. */
export interface Signing {
  sign(document: Document, now: number): Promise<string>;
  open(token: string, now: number): Promise<SignedDocument | DocumentFault>;
}

/** Milliseconds (7 days) for which a document holds without being renewed: as long as a copy may be of any use. */
export const HOLDS = 7 * 86_400_000;

/** No other token of the site's can serve as a policy (RFC 8725 section 3.11). */
const TYPE = 'paywall-policy+jwt';

/** Characters of a token beyond which it is not looked at. */
const LONGEST = 1_000_000;

class UnknownKey extends Error {}

class WrongKey extends Error {}

class OtherVersion extends Error {}

/** @param site Issuer and audience of every document. */
export function createSigning(site: string, keyring: Keyring): Signing {
  const { first } = keyring;

  function keyOf({ kid, alg }: { readonly kid?: string; readonly alg?: string }): Key['verifying'] {
    const key = keyring.find(kid ?? '');
    // No process signs without a key, nor by another algorithm than the key's: that is not of one that is set up otherwise.
    if (alg === 'none' || (key && key.algorithm !== alg)) throw new WrongKey();
    if (!key) throw new UnknownKey();
    return key.verifying;
  }

  return {
    sign: (document, now) =>
      new SignJWT({ policy: documentToJson(document) })
        .setProtectedHeader({ alg: first.algorithm, typ: TYPE, kid: first.id })
        .setIssuer(site)
        .setAudience(site)
        .setIssuedAt(Math.floor(now / 1000))
        .setExpirationTime(Math.floor((now + HOLDS) / 1000))
        .sign(first.signing),

    async open(token, now) {
      if (token.length > LONGEST) return 'unreadable';
      try {
        const { payload } = await jwtVerify(token, keyOf, {
          issuer: site,
          audience: site,
          typ: TYPE,
          requiredClaims: ['iat', 'exp'],
          currentDate: new Date(now),
        });
        return { document: documentIn(payload.policy), signedAt: Number(payload.iat) * 1000 };
      } catch (error) {
        return faultOf(error);
      }
    },
  };
}

function documentIn(policy: unknown): Document {
  try {
    return documentOfJson(policy);
  } catch (cause) {
    throw new OtherVersion('it says what this version does not', { cause });
  }
}

function faultOf(error: unknown): DocumentFault {
  if (error instanceof OtherVersion) return 'other-version';
  if (error instanceof UnknownKey) return 'unknown-key';
  if (error instanceof WrongKey || error instanceof errors.JWSSignatureVerificationFailed) return 'bad-signature';
  if (error instanceof errors.JWTExpired) return 'expired';
  return error instanceof errors.JWTClaimValidationFailed ? 'foreign' : 'unreadable';
}
