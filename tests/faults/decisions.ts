import type { Sample } from './app/protocol.js';

/** How long decisions took, in milliseconds, and how many the store had no part in. */
export interface Decisions {
  /** Share of those that should have asked the store, from 0 to 1. */
  readonly degraded: number;
  readonly p99: number;
  /** As the clock shows it. */
  readonly slowest: number;
  /** The worst once the time is taken off in which the process was given no processor, or was at work for longer than the deadline. */
  readonly worst: number;
  /** The longest such time within one decision. */
  readonly longestWait: number;
}

export function judged(samples: readonly Sample[], deadline: number): Decisions {
  const took = samples.map(({ from, to }) => to - from).sort((a, b) => a - b);
  const asked = samples.filter(({ asked }) => asked);
  return {
    degraded: asked.filter(({ degraded }) => degraded).length / asked.length,
    p99: took[Math.floor(took.length * 0.99)] ?? Number.NaN,
    slowest: took.at(-1) ?? Number.NaN,
    worst: Math.max(
      ...samples.map(({ from, to, waited, worked }) => to - from - waited - Math.max(0, worked - deadline)),
    ),
    longestWait: Math.max(0, ...samples.map(({ waited }) => waited)),
  };
}

/** So many decisions in a row without the store failing one are its return; one alone could be luck. */
const IN_A_ROW = 30;

/** When the first of the decisions fell that the store took part in again, or `Infinity`. */
export function recoveredAt(samples: readonly Sample[], healed: number): number {
  const after = samples.filter(({ to, asked }) => asked && to >= healed);
  const start = after.findIndex((_, index) => {
    const row = after.slice(index, index + IN_A_ROW);
    return row.length === IN_A_ROW && row.every(({ degraded }) => !degraded);
  });
  return after[start]?.to ?? Number.POSITIVE_INFINITY;
}
