import type { Clock } from '../clock/index.js';

/** Answers that hold for a while. */
export interface Expiring<V> {
  get(key: string): V | undefined;
  /** @param milliseconds For how long it holds. */
  set(key: string, value: V, milliseconds: number): void;
}

/** Keeps at most so many answers; beyond that the one given longest ago makes room. */
export function createExpiring<V>(most: number, clock: Clock): Expiring<V> {
  const kept = new Map<string, { readonly value: V; readonly until: number }>();

  return {
    get(key) {
      const known = kept.get(key);
      return known !== undefined && clock() <= known.until ? known.value : undefined;
    },
    set(key, value, milliseconds) {
      kept.delete(key);
      const [longestAgo] = kept.keys();
      if (kept.size >= most && longestAgo !== undefined) kept.delete(longestAgo);
      kept.set(key, { value, until: clock() + milliseconds });
    },
  };
}
