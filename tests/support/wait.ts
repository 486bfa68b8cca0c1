import { setTimeout as pause } from 'node:timers/promises';

/**
 * Waits until a condition holds, asking again every few milliseconds.
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
  while (!(await condition())) {
    if (Date.now() > giveUpAt) throw new Error(`Waited ${timeout} ms in vain: ${what}`);
    await pause(5);
  }
}
