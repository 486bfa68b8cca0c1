import { outOfRange, problem, readOptions, required, wrongType } from '../ground/options.js';
import { type Limits, MOST_ARTICLES } from '../parts/policy.js';

/**
 * A pair of limits, as a policy or an account has it.
 *
 * @throws {OptionError} where one is no limit or `blockAfter` is below `promptAfter`.
 */
export function readLimits(value: unknown, path: string): Limits {
  const limits = readOptions<Limits>(value, path, { promptAfter: required(limit), blockAfter: required(limit) });
  if (limits.blockAfter < limits.promptAfter) {
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
