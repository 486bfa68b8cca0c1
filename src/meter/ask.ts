import { clearTimeout, setTimeout } from 'node:timers';
import { isThenable } from '../events/call-safely.js';

/** Milliseconds that a view waits for a function of the site's; then the meter goes on without, on the strict side. */
export const PATIENCE = 2000;

/**
 * What a function of the site's answers: at once where it does, else within `PATIENCE`.
 *
 * @throws {Error} what it throws or rejects with, or that it gave no answer in time.
 */
export function ask(question: () => unknown, name: string): unknown {
  const answer = question();
  return isThenable(answer) ? inTime(answer, name) : answer;
}

function inTime(answer: PromiseLike<unknown>, name: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`${name} gave no answer within ${PATIENCE} ms`)), PATIENCE);
    const done = () => clearTimeout(late);
    Promise.resolve(answer).then(resolve, reject).then(done, done);
  });
}
