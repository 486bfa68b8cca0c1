import { createHash, timingSafeEqual } from 'node:crypto';
import { OptionError } from '../options/index.js';

/** RFC 6750 section 2.1, of a length that is not guessed. */
const TOKEN = /^[\w.~+/-]{16,}=*$/;

/** Whether an `Authorization` field carries what it must. */
export type Admits = (authorization: string | undefined) => boolean;

/**
 * The check of a bearer token.
 *
 * @throws {OptionError} for one that is short, or that no header could carry. Its value is never shown.
 */
export function readToken(value: unknown, option: string): Admits {
  if (typeof value !== 'string' || !TOKEN.test(value)) {
    const fix = 'Give 16 or more letters, digits and -._~+/, for instance from: openssl rand -hex 24';
    throw new OptionError('ERR_PAYWALL_OPTION_RANGE', option, 'it is no bearer token of 16 characters or more', fix);
  }
  const expected = digest(value);
  return (authorization) => {
    const [, token] = /^bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
    return token !== undefined && timingSafeEqual(digest(token), expected);
  };
}

/** Digests are of one length, as a comparison in constant time needs. */
function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
