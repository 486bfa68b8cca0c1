/**
 * Names a reader's set, as `2026-11:abcdefghijklmnop`; after a fresh start it is another.
 *
 * @param period The period's key.
 * @param reader The reader's id in the store.
 * @param generation How often the reader was given a fresh start.
 */
export function setName(period: string, reader: string, generation: number): string {
  return `${period}:${reader}${generation > 0 ? `~${generation}` : ''}`;
}
