/** A value that is there, or a promise of it. */
export type Soon<T> = T | Promise<T>;

/** Goes on with a value: at once where it is there, since most views wait for nothing, and to wait takes longer than to decide. */
export function whenThere<T, R>(value: Soon<T>, goOn: (value: T) => Soon<R>): Soon<R> {
  return value instanceof Promise ? value.then(goOn) : goOn(value);
}
