/** Values by name, of which those not asked for in long are forgotten. */
export interface Recent<V> {
  /** The value of a name, which is remembered the longer for it. */
  get(name: string): V | undefined;
  /** Remembers a value, in the place of the one that the name had. */
  set(name: string, value: V): void;
  delete(name: string): void;
  deleteWhere(isOver: (value: V) => boolean): void;
}

/**
 * Remembers at most so many values, and always the half of them used last. Two maps, the older of which is dropped whole once
 * the younger is full: to keep one map in the order of use takes a deletion for each, and to find its first entry takes the
 * longer the more entries were deleted before it.
 *
 * @param most Values, 2 or more.
 */
export function createRecent<V>(most: number): Recent<V> {
  const half = Math.floor(most / 2);
  let younger = new Map<string, V>();
  let older = new Map<string, V>();

  function put(name: string, value: V): void {
    if (younger.size >= half && !younger.has(name)) {
      older = younger;
      younger = new Map();
    }
    younger.set(name, value);
  }

  return {
    get(name) {
      const known = younger.get(name);
      if (known !== undefined) return known;
      const value = older.get(name);
      if (value !== undefined) put(name, value);
      return value;
    },
    set(name, value) {
      put(name, value);
      older.delete(name);
    },
    delete(name) {
      younger.delete(name);
      older.delete(name);
    },
    deleteWhere(isOver) {
      for (const values of [younger, older]) {
        for (const [name, value] of values) if (isOver(value)) values.delete(name);
      }
    },
  };
}
