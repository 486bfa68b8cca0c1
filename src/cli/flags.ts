import { InvalidArgumentError } from 'commander';
import type { OptionError } from '../options/index.js';

/** A mistake in one line, in terms of the command's own flags rather than of what they are given to. */
export function inFlags({ option, message }: OptionError, given: string): string {
  const [, name] = new RegExp(`^${given}\\.(\\w+)$`).exec(option) ?? [];
  return (name === undefined ? option : flagOf(name)) + message.slice(option.length);
}

const flagOf = (name: string): string => `--${name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`;

/** A limit, as flags have it. */
export function limitFlag(value: string): number {
  if (value === 'Infinity') return Number.POSITIVE_INFINITY;
  if (!/^\d{1,4}$/.test(value)) throw new InvalidArgumentError('Give a whole number, or Infinity.');
  return Number(value);
}
