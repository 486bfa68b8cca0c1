import { type KeyObject, randomBytes, type webcrypto } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import type { Key, Keyring } from '../ground/keys.js';
import { decodeLedger, encodeLedger, type Ledger, newest } from './ledger.js';
import type { Period } from './period.js';
import { MOST_ARTICLES, type State } from './policy.js';

/** What a reader's own cookie says of them, once its signature and every claim have been checked. */
export interface Pass {
  /** A random id, minted for each period anew: 16 characters of base64url. */
  readonly reader: string;
  /** The account whose reading the ledger holds, as a keyed hash; `undefined` while none has signed in. */
  readonly account: string | undefined;
  /** The state of the view for which the pass was signed. */
  readonly state: State;
  /** Whether the reader is prompted from the first article on, as a new reader of a crowded network may be. */
  readonly prompted: boolean;
  /** Distinct articles read; more than the ledger holds where the limits are above 64. */
  readonly read: number;
  readonly ledger: Ledger;
  /** When the period ends, in milliseconds since the epoch; whole seconds. */
  readonly end: number;
  /** When the pass was signed, in milliseconds since the epoch; whole seconds. */
  readonly signedAt: number;
  /** The id of the key that signed it. */
  readonly keyId: string;
}

/** What a pass to be signed needs; the rest is known to the signer. */
export type UnsignedPass = Omit<Pass, 'keyId'>;

/** Signs passes and reads them back. */
export interface Passes {
  /** The pass that a cookie's value holds for this period, or `null` for anything wrong with it. Never throws. */
  open(token: string, period: Period, now: number): Promise<Pass | null>;
  /** The pass as a cookie's value. */
  seal(pass: UnsignedPass, period: Period): Promise<string>;
}

/** The `typ` of a pass, so that no other token of the site's can serve as one (RFC 8725 section 3.11). */
export const PASS_TYPE = 'paywall+jwt';

/** The longest token that is looked at, in characters. */
export const LONGEST_TOKEN = 2048;

const FORMAT = 1;
const READER_ID = /^[A-Za-z0-9_-]{16}$/;
const ACCOUNT_TAG = /^[A-Za-z0-9_-]{8}$/;
const STATES: readonly unknown[] = ['free', 'register-prompt', 'blocked'] satisfies State[];

/** A random reader id of 96 bits: two of a billion readers share one with a chance of one in 10^11. */
export function mintReader(): string {
  return randomBytes(12).toString('base64url');
}

/**
 * @param site Issuer and audience of every pass.
 * @param idsFingerprint Names the key of the article ids; a ledger under another key cannot be compared, so its pass is none.
 */
export function createPasses(site: string, keyring: Keyring, idsFingerprint: string): Passes {
  const imported = createImports();

  const verified = async (token: string, now: number) => {
    const { payload, protectedHeader } = await jwtVerify(
      token,
      (header) => imported(keyOf(header, keyring).verifying),
      {
        typ: PASS_TYPE,
        issuer: site,
        audience: site,
        currentDate: new Date(now),
        requiredClaims: ['sub', 'iat', 'exp'],
      },
    );
    return { claims: payload, keyId: keyOf(protectedHeader, keyring).id };
  };

  return {
    async open(token, period, now) {
      if (token.length > LONGEST_TOKEN || !isCanonical(token)) return null;
      try {
        const { claims, keyId } = await verified(token, now);
        return claims.period === period.key && claims.ids === idsFingerprint ? readClaims(claims, keyId) : null;
      } catch {
        return null;
      }
    },

    async seal(pass, period) {
      const claims = {
        v: FORMAT,
        state: pass.state,
        read: pass.read,
        period: period.key,
        ids: idsFingerprint,
        ledger: encodeLedger(newest(pass.ledger)),
        ...(pass.account === undefined ? {} : { account: pass.account }),
        ...(pass.prompted ? { prompted: true } : {}),
      };
      return new SignJWT(claims)
        .setProtectedHeader({ alg: keyring.first.algorithm, typ: PASS_TYPE, kid: keyring.first.id })
        .setIssuer(site)
        .setAudience(site)
        .setSubject(pass.reader)
        .setIssuedAt(pass.signedAt / 1000)
        .setExpirationTime(pass.end / 1000)
        .sign(await imported(keyring.first.signing));
    },
  };
}

/** Makes keys ready for jose: key pairs it imports once by itself, but a secret again at every call, at twice the cost. */
function createImports() {
  const secrets = new Map<KeyObject, Promise<webcrypto.CryptoKey>>();
  return (key: KeyObject): KeyObject | Promise<webcrypto.CryptoKey> => {
    if (key.type !== 'secret') return key;
    const known = secrets.get(key) ?? importSecret(key);
    secrets.set(key, known);
    return known;
  };
}

function importSecret(key: KeyObject): Promise<webcrypto.CryptoKey> {
  return crypto.subtle.importKey('raw', key.export(), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
}

/** Decoders overlook padding, blanks and stray bits at the end; so that one pass is one token, we do not. */
function isCanonical(token: string): boolean {
  return token.split('.').every((part) => Buffer.from(part, 'base64url').toString('base64url') === part);
}

function keyOf(header: { readonly kid?: string; readonly alg?: string }, keyring: Keyring): Key {
  const key = keyring.find(header.kid ?? '');
  if (!key || key.algorithm !== header.alg) throw new Error('no such key');
  return key;
}

function readClaims(claims: Readonly<Record<string, unknown>>, keyId: string): Pass | null {
  const { v, sub, account, state, prompted = false, read, ledger: text, exp, iat } = claims;
  const ledger = typeof text === 'string' ? decodeLedger(text) : null;
  if (v !== FORMAT || !ledger || !isReaderId(sub) || !isAccountTag(account) || !isState(state)) return null;
  if (typeof prompted !== 'boolean') return null;
  if (!isCount(read) || read < ledger.length || !isTime(exp) || !isTime(iat)) return null;
  return { reader: sub, account, state, prompted, read, ledger, end: exp * 1000, signedAt: iat * 1000, keyId };
}

function isReaderId(value: unknown): value is string {
  return typeof value === 'string' && READER_ID.test(value);
}

function isAccountTag(value: unknown): value is string | undefined {
  return value === undefined || (typeof value === 'string' && ACCOUNT_TAG.test(value));
}

function isState(value: unknown): value is State {
  return STATES.includes(value);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MOST_ARTICLES;
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value);
}
