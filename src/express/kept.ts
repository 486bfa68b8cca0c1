/** What is kept with a request, out of everybody else's sight. */
export interface Kept<T> {
  /** What was kept with it; `undefined` for nothing. */
  of(request: object): T | undefined;
  keep(request: object, value: T): void;
}

/**
 * Makes a place of one's own in every request. As a property, since a WeakMap whose values lead back to their keys doubles what a
 * view costs the garbage collector.
 */
export function createKept<T>(): Kept<T> {
  const place: unique symbol = Symbol('paywall');
  type Holder = { [place]?: T };
  // Any object may hold it; nobody else has the symbol.
  const isHolder = (request: object): request is Holder => request !== null;

  return {
    of: (request) => (isHolder(request) ? request[place] : undefined),
    keep(request, value) {
      if (isHolder(request)) request[place] = value;
    },
  };
}
