/** Values by reader, of which those of readers not seen for long are forgotten. */
export interface RecentReaders<V> {
  /** The reader's value. They are seen by it, and remembered the longer. */
  get(key: string): V | undefined;
  /** Remembers a reader who is new. */
  set(key: string, value: V): void;
  delete(key: string): void;
  deleteWhere(isOver: (value: V) => boolean): void;
}

/**
 * Remembers at most so many readers, and always the half of them seen last. Two maps, the older of which is dropped whole once
 * the younger is full: to keep one map in the order of visits takes a deletion for each, and to find its first entry takes the
 * longer the more entries were deleted before it.
 *
 * @param most Readers, 2 or more.
 */
export function recentReaders<V>(most: number): RecentReaders<V> {
  const half = Math.floor(most / 2);
  let younger = new Map<string, V>();
  let older = new Map<string, V>();

  function set(key: string, value: V): void {
    if (younger.size >= half) {
      older = younger;
      younger = new Map();
    }
    younger.set(key, value);
  }

  return {
    get(key) {
      const known = younger.get(key);
      if (known !== undefined) return known;
      const value = older.get(key);
      if (value !== undefined) set(key, value);
      return value;
    },
    set,
    delete(key) {
      younger.delete(key);
      older.delete(key);
    },
    deleteWhere(isOver) {
      for (const readers of [younger, older]) {
        for (const [key, value] of readers) if (isOver(value)) readers.delete(key);
      }
    },
  };
}
