import { OptionError } from '../../options/index.js';

export function missing(variable: string, fix: string): OptionError {
  return new OptionError('ERR_PAYWALL_OPTION_MISSING', variable, 'missing', fix);
}

/** A mistake whose value may be a secret, and is not shown. */
export function wrong(variable: string, problem: string, fix: string): OptionError {
  return new OptionError('ERR_PAYWALL_OPTION_RANGE', variable, problem, fix);
}
