/** What an article may be called: text that is not empty, a number up to 2^53 or a bigint. `7`, `7n` and `'7'` are one name. */
export type ArticleName = string | number | bigint;

/** A usable name, in the one spelling of Unicode normalization form C; `null` for anything else. */
export function readName(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value.normalize('NFC');
  if (typeof value === 'bigint') return String(value);
  // Beyond these, numbers have been rounded: two ids would be one name.
  const exact = typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER;
  return exact ? String(value) : null;
}
