import leven from 'leven';
import { OptionError, type OptionErrorCode } from './errors.js';

/** Accepts a value and gives it its type, or throws an `OptionError` that names `option`, the value and the fix. */
export type Check<T> = (value: unknown, option: string) => T;

/** One option: how it is checked, and what stands in for it when it is left out. */
export interface Field<T> {
  readonly check: Check<T>;
  readonly absent: (option: string) => T;
}

/** An option that must be given; `fix` says what to whoever left it out. */
export function required<T>(check: Check<T>, fix = 'This option has no default'): Field<T> {
  return {
    check,
    absent: (option) => {
      throw new OptionError('ERR_PAYWALL_OPTION_MISSING', option, 'missing', fix);
    },
  };
}

/** An option that may be left out; `fallback` then stands in for it, unchecked. */
export function optional<T, F>(check: Check<T>, fallback: F): Field<T | F> {
  return { check, absent: () => fallback };
}

/** The checks of an options object, by name. */
export type Fields<Shape> = { readonly [Name in keyof Shape]: Field<Shape[Name]> };

/**
 * Reads an options object against its fields: every name is known, every value is checked, defaults are filled in.
 * A value of `undefined` counts as left out.
 *
 * @param path Where the object stands, as in `createPaywall` or `createPaywall.cookie`.
 * @param alsoKnown Names that somebody else reads from the same object.
 * @throws {OptionError} for the first option that is unknown, missing or wrong.
 */
export function readOptions<Shape extends object>(
  given: unknown,
  path: string,
  fields: Fields<Shape>,
  alsoKnown: readonly string[] = [],
): Shape {
  const values = object(given, path);
  refuseUnknownNames(Object.keys(values), [...Object.keys(fields), ...alsoKnown], path);
  const read = <Name extends keyof Shape>(name: Name): Shape[Name] => {
    const option = `${path}.${String(name)}`;
    const value = values[String(name)];
    return value === undefined ? fields[name].absent(option) : fields[name].check(value, option);
  };
  return mapFields(fields, read);
}

function mapFields<Shape extends object>(
  fields: Fields<Shape>,
  read: <Name extends keyof Shape>(name: Name) => Shape[Name],
): Shape {
  const result: Partial<Shape> = {};
  for (const name in fields) result[name] = read(name);
  assertComplete(result, fields);
  return result;
}

function assertComplete<Shape extends object>(result: Partial<Shape>, fields: object): asserts result is Shape {
  for (const name of Object.keys(fields)) if (!(name in result)) throw new Error(`option ${name} was not read`);
}

function refuseUnknownNames(given: readonly string[], known: readonly string[], path: string): void {
  for (const name of given) {
    if (known.includes(name)) continue;
    const near = known.find((candidate) => isNearMiss(candidate, name));
    const fix = near ? `Did you mean ${near}?` : `Known options: ${known.join(', ')}`;
    throw new OptionError('ERR_PAYWALL_OPTION_UNKNOWN', `${path}.${name}`, 'there is no such option', fix);
  }
}

function isNearMiss(known: string, given: string): boolean {
  return leven(known.toLowerCase(), given.toLowerCase()) <= Math.max(1, Math.floor(known.length / 4));
}

/** A value as a message may show it: short, and never the inside of an object. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(value);
}

/** A value of another type than the option's. */
export function wrongType(option: string, value: unknown, wanted: string): OptionError {
  return new OptionError('ERR_PAYWALL_OPTION_TYPE', option, `${show(value)} is not ${wanted}`, `Give ${wanted}`);
}

/** Any object that is not an array. */
export function object(value: unknown, option: string): Readonly<Record<string, unknown>> {
  if (!isRecord(value)) throw wrongType(option, value, 'an object');
  return value;
}

/** Whether a value is an object and no array. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A string that is not empty. */
export const text: Check<string> = (value, option) => {
  if (typeof value !== 'string' || value === '') throw wrongType(option, value, 'a string that is not empty');
  return value;
};

/** A boolean. */
export const flag: Check<boolean> = (value, option) => {
  if (typeof value !== 'boolean') throw wrongType(option, value, 'true or false');
  return value;
};

/** A function; its parameters and result stay what the option's type says. */
export function callable<F extends (...args: never[]) => unknown>(): Check<F> {
  return (value, option) => {
    if (!isCallable<F>(value)) throw wrongType(option, value, 'a function');
    return value;
  };
}

function isCallable<F>(value: unknown): value is F {
  return typeof value === 'function';
}

/** An object that has the methods named, of whatever class. */
export function having<T extends object>(what: string, methods: readonly (keyof T & string)[]): Check<T> {
  const has = (value: unknown): value is T =>
    typeof value === 'object' &&
    value !== null &&
    methods.every((method) => typeof Reflect.get(value, method) === 'function');
  return (value, option) => {
    if (!has(value)) throw wrongType(option, value, what);
    return value;
  };
}

/** One of a few strings or numbers. */
export function oneOf<const T extends string | number>(...choices: readonly T[]): Check<T> {
  return (value, option) => {
    const choice = choices.find((candidate) => candidate === value);
    if (choice === undefined) throw outOfRange(option, value, `one of ${choices.map(show).join(', ')}`);
    return choice;
  };
}

/** A whole number within bounds, which are included; `Infinity` only where it is an upper bound. */
export function wholeNumber(least: number, most: number): Check<number> {
  return (value, option) => {
    if (typeof value !== 'number') throw wrongType(option, value, 'a number');
    const whole = Number.isInteger(value) || value === Number.POSITIVE_INFINITY;
    if (!whole || value < least || value > most) {
      throw outOfRange(option, value, `a whole number from ${least} to ${most}`);
    }
    return value;
  };
}

/** A value of the right type but out of bounds. */
export function outOfRange(option: string, value: unknown, wanted: string): OptionError {
  return problem('ERR_PAYWALL_OPTION_RANGE', option, value, `is not ${wanted}`, `Give ${wanted}`);
}

/** Any other fault of a value. */
export function problem(code: OptionErrorCode, option: string, value: unknown, what: string, fix: string): OptionError {
  return new OptionError(code, option, `${show(value)} ${what}`, fix);
}
