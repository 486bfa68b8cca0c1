/** Work that is done one after the other: what one question finds out, no other may change before it was acted upon. */
export interface Turns {
  /** How many have not ended. */
  readonly waiting: number;
  /** Begins once whatever was begun before has ended. */
  take<T>(work: () => Promise<T>): Promise<T>;
}

export function createTurns(): Turns {
  let begun: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return {
    get waiting() {
      return waiting;
    },
    take(work) {
      waiting += 1;
      const done = begun.then(work).finally(() => {
        waiting -= 1;
      });
      begun = done.catch(() => undefined);
      return done;
    },
  };
}
