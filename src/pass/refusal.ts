import { compactVerify } from 'jose';
import { isRecord } from '../options/index.js';
import { beginsLater, type Period } from '../period/index.js';
import { decodeBase64url } from './base64url.js';
import { type Place, readPlace } from './format-2.js';
import type { Keyring } from './keys.js';

/**
 * Why a pass that looks like one of ours, and whose period goes on, counts as none, or not as it is.
 *
 * - `unknown-key`: signed by a key that this process does not have, or forged
 * - `bad-signature`: said to be signed by a key that this process has under that id, and is not; or forged
 * - `other-site`: of a process with another `site`
 * - `other-period`: of a process with another `period`
 * - `other-ids`: of a process with another `articleSecret`
 * - `from-the-future`: of a later period, so of a process whose clock is ahead, or this one's is behind; where days are each
 *   reader's own, the articles it has still count, and the days begin now
 */
export type RefusalCause =
  | 'unknown-key'
  | 'bad-signature'
  | 'other-site'
  | 'other-period'
  | 'other-ids'
  | 'from-the-future';

/** What a pass has to fit. */
export interface Expected {
  readonly type: string;
  readonly site: string;
  readonly keyring: Keyring;
  readonly period: Period;
  /** Names the key of the article ids in format 1. */
  readonly fingerprint: string;
  /** Names period and key in format 2. */
  readonly place: Place;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Why a token that was refused was; `null` for one that is no pass of ours, or whose period has ended, as all do. */
export async function refusalOf(token: string, expected: Expected): Promise<RefusalCause | null> {
  const parts = token.split('.');
  const [header, claims] = parts.slice(0, 2).map(readPart);
  if (parts.length !== 3 || !header || !claims || header.typ !== expected.type) return null;
  const { iss, aud, exp } = claims;
  if (typeof exp !== 'number' || exp * 1000 <= expected.now) return null;
  const key = expected.keyring.find(String(header.kid));
  if (!key || key.algorithm !== header.alg) return 'unknown-key';
  try {
    await compactVerify(token, key.verifying);
  } catch {
    return 'bad-signature';
  }
  if (iss !== expected.site || aud !== expected.site) return 'other-site';
  return misplacedAs(claims, exp * 1000, expected);
}

/** Of a pass that is signed by us, for this site: why it does not count here and now. */
function misplacedAs(claims: Parsed, end: number, expected: Expected): RefusalCause | null {
  const { period: here, fingerprint, place, now } = expected;
  const given = typeof claims.p === 'string' ? readPlace(claims.p) : null;
  const { p, period, ids, iat } = claims;
  if (p !== undefined && !given) return null;
  const [isOfPeriod, isOfKey, signedAt] = given
    ? [given.period === place.period, given.ids === place.ids, given.signedAt]
    : [period === here.key, ids === fingerprint, Number(iat) * 1000];
  if (!isOfPeriod) return beginsLater({ signedAt, end }, here, now) ? 'from-the-future' : 'other-period';
  return isOfKey ? null : 'other-ids';
}

type Parsed = Readonly<Record<string, unknown>>;

function readPart(part: string): Parsed | null {
  try {
    const value: unknown = JSON.parse(decodeBase64url(part)?.toString('utf8') ?? '');
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}
