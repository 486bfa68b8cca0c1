import fc from 'fast-check';

const HALVES = { min: 0xd800, count: 0x800 };

/**
 * Any character but half of a surrogate pair, as the unit of `fc.string`. It draws what the unit `binary` does, which makes
 * a map of all the million characters in each test file that uses it.
 */
export const codePoint = fc
  .integer({ min: 0, max: 0x10ffff - HALVES.count })
  .map((nth) => String.fromCodePoint(nth < HALVES.min ? nth : nth + HALVES.count), numberOf);

/** The way back, by which fast-check shrinks a string. */
function numberOf(character: unknown): number {
  if (typeof character !== 'string' || !/^[^\p{Surrogate}]$/u.test(character)) throw new Error('not one character');
  const code = character.codePointAt(0) ?? 0;
  return code < HALVES.min ? code : code - HALVES.count;
}
