import { monotonic, type Pause } from './protocol.js';

/** Milliseconds between looks at the clock, and the least lateness worth noting. */
const EVERY = 2;
const LATE = 3;

/**
 * Notes the spans in which this process was ready to run but got no processor: a timer comes late, and the time it is late
 * by is not time that the process used. What the process itself was busy with is its own fault, and no pause.
 */
export function watchPauses(): { take(): Pause[] } {
  let pauses: Pause[] = [];
  let last = monotonic();
  let used = process.cpuUsage();
  setInterval(() => {
    const now = monotonic();
    const { user, system } = process.cpuUsage(used);
    const idle = now - last - EVERY - (user + system) / 1000;
    if (idle > LATE) pauses.push({ from: last, to: now, idle });
    last = now;
    used = process.cpuUsage();
  }, EVERY).unref();
  return {
    take() {
      const taken = pauses;
      pauses = [];
      return taken;
    },
  };
}
