import type { Period } from '../period/index.js';
import { decodeLedger, encodeLedger, newest } from './ledger.js';
import { areReplaced, isCount, isTime, type Pass, type UnsignedPass } from './pass.js';
import type { Claims } from './payload.js';
import type { State } from './state.js';
import type { Verified } from './tokens.js';

// Format 1 of the pass: a claim for each thing that it says. It is read, and written for those who hold one, until their period ends.

const READER_ID = /^[A-Za-z0-9_-]{16}$/;
const ACCOUNT_TAG = /^[A-Za-z0-9_-]{8}$/;
const STATES: readonly unknown[] = ['free', 'register-prompt', 'blocked'] satisfies State[];

/** The claims of a pass. */
export function claimsOfFormat1(pass: UnsignedPass, site: string, period: Period, idsFingerprint: string): Claims {
  return {
    v: 1,
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
  };
}

/** The pass of verified claims, or `null` for those of none. */
export function readFormat1({ claims, keyId }: Verified, period: Period, idsFingerprint: string): Pass | null {
  const { v, sub, account, state, prompted = false, read, ledger: text, replaces, iat, exp } = claims;
  if (v !== 1 || claims.period !== period.key || claims.ids !== idsFingerprint) return null;
  const ledger = typeof text === 'string' ? decodeLedger(text) : null;
  if (!ledger || !isReaderId(sub) || !isAccountTag(account) || !isState(state)) return null;
  const replaced = readReplaced(replaces, sub);
  if (typeof prompted !== 'boolean' || !replaced || !isCount(read, ledger) || !isTime(exp) || !isTime(iat)) return null;
  return {
    format: 1,
    reader: sub,
    account,
    state,
    prompted,
    metPrompt: state !== 'free',
    metWall: state === 'blocked',
    read,
    ledger,
    replaces: replaced,
    arm: undefined,
    generation: 0,
    granted: 0,
    end: exp * 1000,
    signedAt: iat * 1000,
    keyId,
  };
}

/** A claim that names none is left out. */
function readReplaced(value: unknown, reader: string): readonly string[] | null {
  if (value === undefined) return [];
  if (!Array.isArray(value) || value.length === 0 || !value.every(isReaderId)) return null;
  return areReplaced(value, reader) ? value : null;
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
