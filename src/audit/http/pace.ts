import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for its turn. */
export type Pace = () => Promise<unknown>;

/** Turns at an even pace, in the order in which they were asked for; the first at once. */
export function createPace(
  perSecond: number,
  now = () => performance.now(),
  wait: (ms: number) => unknown = sleep,
): Pace {
  const gap = 1000 / perSecond;
  let nextTurn = Number.NEGATIVE_INFINITY;
  return async () => {
    const turn = Math.max(now(), nextTurn);
    nextTurn = turn + gap;
    const ahead = turn - now();
    if (ahead > 0) await wait(ahead);
  };
}
