import { inTime } from '../clock/index.js';
import { isThenable } from '../events/index.js';

/** Milliseconds that a view waits for a function of the site's; then the meter goes on without, on the strict side. */
export const PATIENCE = 2000;

/**
 * What comes of the answer of a function of the site's: at once where it answers at once, else within `PATIENCE`.
 *
 * @param read Reads the answer.
 * @param failed Stands in for one that throws, rejects or hangs, or that cannot be read.
 */
export function ask<T>(
  question: () => unknown,
  name: string,
  read: (answer: unknown) => T,
  failed: (error: unknown) => T,
): T | Promise<T> {
  try {
    const answer = question();
    if (!isThenable(answer)) return read(answer);
    return inTime(answer, PATIENCE, `${name} gave no answer within ${PATIENCE} ms`).then(read).catch(failed);
  } catch (error) {
    return failed(error);
  }
}
