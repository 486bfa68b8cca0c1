import { compactVerify } from 'jose';
import { isRecord } from '../options/index.js';
import { decodeBase64url } from './base64url.js';
import type { Keyring } from './keys.js';

/**
 * Why a pass that looks like one of ours, and whose period goes on, counts as none.
 *
 * - `unknown-key`: signed by a key that this process does not have, or forged
 * - `bad-signature`: said to be signed by a key that this process has under that id, and is not; or forged
 * - `other-site`: of a process with another `site`
 * - `other-period`: of a process with another `period`
 * - `other-ids`: of a process with another `articleSecret`
 * - `from-the-future`: of a process whose clock is ahead, or this one's is behind
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
  readonly idsFingerprint: string;
  readonly periodKey: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Why a token that was refused was; `null` for one that is no pass of ours, or whose period has ended, as all do. */
export async function refusalOf(token: string, expected: Expected): Promise<RefusalCause | null> {
  const parts = token.split('.');
  const [header, claims] = parts.length === 3 ? parts.slice(0, 2).map(readPart) : [];
  if (!header || !claims || header.typ !== expected.type) return null;
  const { iss, aud, exp, iat, ids, period } = claims;
  if (typeof exp !== 'number' || exp * 1000 <= expected.now) return null;
  const key = expected.keyring.find(String(header.kid));
  if (!key || key.algorithm !== header.alg) return 'unknown-key';
  try {
    await compactVerify(token, key.verifying);
  } catch {
    return 'bad-signature';
  }
  if (iss !== expected.site || aud !== expected.site) return 'other-site';
  if (period !== expected.periodKey) return Number(iat) * 1000 > expected.now ? 'from-the-future' : 'other-period';
  return ids === expected.idsFingerprint ? null : 'other-ids';
}

function readPart(part: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(decodeBase64url(part)?.toString('utf8') ?? '');
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}
