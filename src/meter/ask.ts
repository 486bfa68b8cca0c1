import { after } from '../clock/index.js';
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
    return isThenable(answer) ? inTime(answer, name).then(read).catch(failed) : read(answer);
  } catch (error) {
    return failed(error);
  }
}

function inTime(answer: PromiseLike<unknown>, name: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const done = after(PATIENCE, () => reject(new Error(`${name} gave no answer within ${PATIENCE} ms`)));
    Promise.resolve(answer).then(resolve, reject).then(done, done);
  });
}
