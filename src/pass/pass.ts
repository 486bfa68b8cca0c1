import { randomFillSync } from 'node:crypto';
import { MOST_ARTICLES } from '../pass/ledger.js';
import type { State } from '../pass/state.js';
import type { Period } from '../period/index.js';
import type { Keyring } from './keys.js';
import { decodeLedger, encodeLedger, type Ledger, newest } from './ledger.js';
import { type RefusalCause, refusalOf } from './refusal.js';
import { createTokens, type Verified } from './tokens.js';

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
  /** Readers whose passes went into this one, four at most, and whose passes beside it are none. */
  readonly replaces: readonly string[];
  /** When the period ends, in milliseconds since the epoch; whole seconds. */
  readonly end: number;
  /** When the pass was signed, in milliseconds since the epoch; whole seconds. */
  readonly signedAt: number;
  /** The id of the key that signed it. */
  readonly keyId: string;
}

/** What a pass to be signed needs; the rest is known to the signer. */
export type UnsignedPass = Omit<Pass, 'keyId'>;

/** Signs passes and reads them back: under HS256 at once. */
export interface Passes {
  /** The pass that a cookie's value holds for this period, or `null` for anything wrong with it. Never throws. */
  open(token: string, period: Period, now: number): Pass | null | Promise<Pass | null>;
  /** The pass as a cookie's value. */
  seal(pass: UnsignedPass, period: Period): string | Promise<string>;
}

/** The `typ` of a pass, so that no other token of the site's can serve as one (RFC 8725 section 3.11). */
export const PASS_TYPE = 'paywall+jwt';

/** The longest token that is looked at, in characters. */
export const LONGEST_TOKEN = 2048;

/** Refused passes that are looked at at the same time. */
const MOST_LOOKED_AT = 64;

/** The most readers that one pass replaces. */
export const MOST_REPLACED = 4;

const FORMAT = 1;
const LATEST = 8_640_000_000_000;
const READER_ID = /^[A-Za-z0-9_-]{16}$/;
const ACCOUNT_TAG = /^[A-Za-z0-9_-]{8}$/;
const STATES: readonly unknown[] = ['free', 'register-prompt', 'blocked'] satisfies State[];

// Random bytes are drawn for many readers at once: a draw takes as long for 12 bytes as for 1,536.
const READER_BYTES = 12;
const RANDOM = Buffer.alloc(128 * READER_BYTES);
let drawn = RANDOM.length;

/** A random reader id of 96 bits: two of a billion readers share one with a chance of one in 10^11. */
export function mintReader(): string {
  if (drawn === RANDOM.length) {
    randomFillSync(RANDOM);
    drawn = 0;
  }
  drawn += READER_BYTES;
  return RANDOM.toString('base64url', drawn - READER_BYTES, drawn);
}

/**
 * @param site Issuer and audience of every pass.
 * @param idsFingerprint Names the key of the article ids; a ledger under another key cannot be compared, so its pass is none.
 * @param refused Told, a little later, of each pass that counts as none though its period goes on.
 */
export function createPasses(
  site: string,
  keyring: Keyring,
  idsFingerprint: string,
  refused: (cause: RefusalCause) => void = () => undefined,
): Passes {
  const tokens = createTokens(site, PASS_TYPE, keyring);

  let looking = 0;

  /** Forged passes, too many to look at, are not looked at. */
  async function lookAt(token: string, periodKey: string, now: number): Promise<void> {
    if (looking >= MOST_LOOKED_AT) return;
    looking += 1;
    const cause = await refusalOf(token, { type: PASS_TYPE, site, keyring, idsFingerprint, periodKey, now });
    looking -= 1;
    if (cause) refused(cause);
  }

  return {
    open(token, period, now) {
      if (token.length > LONGEST_TOKEN) return null;
      const read = (verified: Verified | null) => {
        const pass = verified && readClaims(verified, period, idsFingerprint);
        if (!pass) void lookAt(token, period.key, now);
        return pass;
      };
      const verified = tokens.verify(token, now);
      return verified instanceof Promise ? verified.then(read) : read(verified);
    },

    seal(pass, period) {
      return tokens.sign({
        v: FORMAT,
        iss: site,
        aud: site,
        sub: pass.reader,
        account: pass.account,
        state: pass.state,
        prompted: pass.prompted ? true : undefined,
        read: pass.read,
        period: period.key,
        ids: idsFingerprint,
        ledger: encodeLedger(newest(pass.ledger)),
        replaces: pass.replaces.length > 0 ? pass.replaces : undefined,
        iat: pass.signedAt / 1000,
        exp: pass.end / 1000,
      });
    },
  };
}

function readClaims({ claims, keyId }: Verified, period: Period, idsFingerprint: string): Pass | null {
  const { v, sub, account, state, prompted = false, read, ledger: text, replaces, iat, exp } = claims;
  if (v !== FORMAT || claims.period !== period.key || claims.ids !== idsFingerprint) return null;
  const ledger = typeof text === 'string' ? decodeLedger(text) : null;
  if (!ledger || !isReaderId(sub) || !isAccountTag(account) || !isState(state)) return null;
  const replaced = readReplaced(replaces, sub);
  if (typeof prompted !== 'boolean' || !replaced) return null;
  if (!isCount(read) || read < ledger.length || !isTime(exp) || !isTime(iat)) return null;
  const [end, signedAt] = [exp * 1000, iat * 1000];
  return { reader: sub, account, state, prompted, read, ledger, replaces: replaced, end, signedAt, keyId };
}

/** Other readers, each once; a claim that names none is left out. */
function readReplaced(value: unknown, reader: string): readonly string[] | null {
  if (value === undefined) return [];
  if (!Array.isArray(value) || !value.every(isReaderId)) return null;
  const distinct = new Set(value).size === value.length && !value.includes(reader);
  return distinct && value.length > 0 && value.length <= MOST_REPLACED ? value : null;
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

/** Whole seconds since the epoch that a `Date` can hold (ECMA-262 section 21.4.1.1). */
function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= LATEST;
}
