import { stripVTControlCharacters } from 'node:util';

/** A site chooses its texts and header fields; no more of one is of use on a terminal. */
const LONGEST = 2000;

/**
 * The same text or object with every text in it fit for a terminal: without the control sequences that could change what
 * stands there, C0 and C1 control characters, and the characters that turn the direction of writing.
 */
export function printable<T>(value: T): T;
export function printable(value: unknown): unknown {
  if (typeof value === 'string') return printableText(value);
  if (Array.isArray(value)) return value.map((each: unknown) => printable(each));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]: [string, unknown]) => [name, printable(each)]));
}

function printableText(text: string): string {
  const plain = stripVTControlCharacters(text.slice(0, 2 * LONGEST))
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\p{Bidi_Control}\p{Cs}]/gu, '');
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST)}…` : plain;
}
