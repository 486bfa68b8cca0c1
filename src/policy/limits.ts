import { outOfRange, problem, readOptions, required, wrongType } from '../options/index.js';
import { MOST_ARTICLES, type State } from '../pass/index.js';

/** How many distinct articles a reader may read in a period. */
export interface Limits {
  /** Articles read before the prompt appears; 0 to 1,000, or `Infinity` for never. */
  readonly promptAfter: number;
  /** Articles read before the wall appears; 0 to 1,000, or `Infinity` for never. At least `promptAfter`, unless that is `Infinity`. */
  readonly blockAfter: number;
}

/**
 * The state of one view, from what was read and today's limits alone.
 *
 * @param read Distinct other articles read this period: without the article at hand.
 * @param alreadyRead Whether this article was read this period too; it then stays open at any count.
 */
export function stateOf(read: number, alreadyRead: boolean, limits: Limits): State {
  if (!alreadyRead && read >= limits.blockAfter) return 'blocked';
  return read >= limits.promptAfter ? 'register-prompt' : 'free';
}

/**
 * A pair of limits, as a policy or an account has it.
 *
 * @throws {OptionError} where one is no limit or `blockAfter` is below a finite `promptAfter`.
 */
export function readLimits(value: unknown, path: string): Limits {
  const limits = readOptions<Limits>(value, path, { promptAfter: required(limit), blockAfter: required(limit) });
  if (limits.blockAfter < limits.promptAfter && limits.promptAfter !== Number.POSITIVE_INFINITY) {
    const fix = `Set blockAfter to ${limits.promptAfter} or more, or lower promptAfter`;
    const what = `is below promptAfter (${limits.promptAfter})`;
    throw problem('ERR_PAYWALL_OPTION_CONFLICT', `${path}.blockAfter`, limits.blockAfter, what, fix);
  }
  return limits;
}

/** One limit: a whole number of articles, or `Infinity` for never. */
export function limit(value: unknown, option: string): number {
  const wanted = `a whole number from 0 to ${MOST_ARTICLES}, or Infinity for never`;
  if (typeof value !== 'number') throw wrongType(option, value, wanted);
  const whole = Number.isInteger(value) && value >= 0 && value <= MOST_ARTICLES;
  if (!whole && value !== Number.POSITIVE_INFINITY) throw outOfRange(option, value, wanted);
  return value;
}
