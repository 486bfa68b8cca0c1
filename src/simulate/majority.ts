/** Finds what more than half of all are, if anything is, in constant memory (Boyer and Moore's majority vote). */
export interface Majority {
  add(value: string): void;
  /** A value that at least half are for certain; `null` where none is, or it is not certain. */
  certain(): string | null;
}

export function createMajority(): Majority {
  let candidate = '';
  let lead = 0;
  let count = 0;
  return {
    add(value) {
      count += 1;
      if (lead === 0) candidate = value;
      lead += candidate === value ? 1 : -1;
    },
    certain: () => (count > 0 && lead >= count / 2 ? candidate : null),
  };
}
