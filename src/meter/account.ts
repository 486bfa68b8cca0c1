import { OptionError } from '../options/errors.js';
import type { Limits } from '../policy/limits.js';
import { readLimits } from '../policy/limits.js';

/** A reader the site knows. */
export interface Account {
  /** The site's own id for the account; kept nowhere, only a keyed hash of it. */
  readonly id: string | number;
  /** A second pair of limits. Without it the account has full access. */
  readonly limits?: Limits;
}

/** What the site's `account` function may answer; anything that is no account means a reader without one. */
export type MaybeAccount = Account | null | undefined | false | '' | 0;

/** An account as the meter goes on with it. */
export interface KnownAccount {
  readonly id: string;
  /** `null` for full access. */
  readonly limits: Limits | null;
}

/**
 * Reads what the site said of the reader.
 *
 * @returns `null` for a reader without an account.
 * @throws {OptionError} for an account without an id or with limits that are none: a mistake in the site's code.
 */
export function readAccount(given: MaybeAccount): KnownAccount | null {
  if (!given) return null;
  const { id, limits } = given;
  if (!isId(id)) {
    const fix = "Give the account's id as text or number";
    throw new OptionError('ERR_PAYWALL_OPTION_TYPE', 'account().id', 'it is no id', fix);
  }
  return { id: String(id), limits: limits === undefined ? null : readLimits(limits, 'account().limits') };
}

function isId(value: unknown): boolean {
  return typeof value === 'string' ? value !== '' : Number.isFinite(value);
}
