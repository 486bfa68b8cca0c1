/** Tells the time, in milliseconds since the Unix epoch. Read once for each request, never kept. */
export type Clock = () => number;

/** The machine's own clock. */
export const systemClock: Clock = () => Date.now();
