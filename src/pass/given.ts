/** What was given to one reader beyond the limits. */
export interface Given {
  /** How often the reader was given a fresh start. */
  readonly generation: number;
  /** Articles granted beyond the limit since then. */
  readonly granted: number;
}

/** The most that can be said of either in a pass, where each has a byte. */
export const MOST_GIVEN = 255;

/**
 * What several copies say that was given to one reader: the latest fresh start, and the most that was granted since. Like the
 * union of ledgers it is the same in any order, and any number of times; unlike it, a fresh start makes what was before it none.
 */
export function mergeGiven(copies: readonly Given[]): Given {
  const generation = Math.max(0, ...copies.map((copy) => copy.generation));
  const latest = copies.filter((copy) => copy.generation === generation);
  return { generation, granted: Math.max(0, ...latest.map(({ granted }) => granted)) };
}
