import { setTimeout as pause } from 'node:timers/promises';

/**
 * Waits until a condition holds, asking again every few milliseconds, and less often the longer it takes.
 *
 * @param what Names the condition in the error.
 * @throws Error when it does not hold within `timeout` milliseconds (25 seconds by default).
 */
export async function waitFor(
  what: string,
  condition: () => boolean | Promise<boolean>,
  timeout = 25_000,
): Promise<void> {
  const giveUpAt = Date.now() + timeout;
  for (let asked = 0; !(await condition()); asked += 1) {
    if (Date.now() > giveUpAt) throw new Error(`Waited ${timeout} ms in vain: ${what}`);
    await pause(Math.min(5 + asked, 50));
  }
}
