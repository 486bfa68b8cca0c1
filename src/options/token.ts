import { timingSafeEqual } from 'node:crypto';
import { OptionError } from './errors.js';

/** RFC 6750 section 2.1, of a length that is not guessed. */
const TOKEN = /^[\w.~+/-]{16,}=*$/;

/** Whether what is given is the token, in a time that does not tell how much of it is right. */
export type IsToken = (given: unknown) => boolean;

/**
 * The check of a token by which a server proves itself to another.
 *
 * @throws {OptionError} for one that is short, or that no header could carry. Its value is never shown.
 */
export function readToken(value: unknown, option: string): IsToken {
  if (typeof value !== 'string' || !TOKEN.test(value)) {
    const fix = 'Give 16 or more letters, digits and -._~+/, for instance from: openssl rand -hex 24';
    throw new OptionError('ERR_PAYWALL_OPTION_RANGE', option, 'it is no token of 16 characters or more', fix);
  }
  // Of ASCII alone: no other text comes to the same bytes.
  const due = Buffer.from(value);
  const room = Buffer.alloc(due.length);
  return (given) =>
    typeof given === 'string' &&
    given.length === due.length &&
    room.write(given) === due.length &&
    timingSafeEqual(room, due);
}

/** Whether two secrets are the same, in a time that does not tell how much of them is. How long they are, is no secret. */
export function isSameSecret(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
