/** Stable codes of the mistakes that `createPaywall` and its companions report at construction. */
export type OptionErrorCode =
  | 'ERR_PAYWALL_OPTION_UNKNOWN'
  | 'ERR_PAYWALL_OPTION_MISSING'
  | 'ERR_PAYWALL_OPTION_TYPE'
  | 'ERR_PAYWALL_OPTION_RANGE'
  | 'ERR_PAYWALL_OPTION_CONFLICT'
  | 'ERR_PAYWALL_KEY'
  | 'ERR_PAYWALL_INSECURE';

/**
 * A programmer's mistake, found when the paywall is built and never while a reader waits.
 * The message names the option, the value it had and how to mend it; a secret is never part of it.
 */
export class OptionError extends TypeError {
  /** The name that Node prints before the message. */
  override readonly name = 'OptionError';

  constructor(
    /** Which kind of mistake; stable across versions. */
    readonly code: OptionErrorCode,
    /** The option's path, as in `keys[0].secret`. */
    readonly option: string,
    problem: string,
    /** What to write instead. */
    readonly fix: string,
  ) {
    super(`${option}: ${problem}. ${fix}${fix.endsWith('?') ? '' : '.'} [${code}]`);
  }
}
