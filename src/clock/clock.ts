/** Tells the time, in milliseconds since the Unix epoch. Read once for each request, never kept. */
export type Clock = () => number;

/** The machine's own clock. */
export const systemClock: Clock = () => Date.now();

/** The last moment that a `Date` can hold (ECMA-262 section 21.4.1.1). */
const LATEST = 8_640_000_000_000_000;

/**
 * A clock that always tells a time: the machine's, where the one given throws or tells none.
 *
 * @param failed Told of each time that it does.
 */
export function steadyClock(clock: Clock, failed: (error: unknown) => void): Clock {
  if (clock === systemClock) return clock;
  return () => {
    try {
      const now = clock();
      if (typeof now === 'number' && Math.abs(now) <= LATEST) return now;
      failed(new TypeError(`clock() gave ${typeof now === 'number' ? now : `a value of type ${typeof now}`}`));
    } catch (error) {
      failed(error);
    }
    return systemClock();
  };
}
