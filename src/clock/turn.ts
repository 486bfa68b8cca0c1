/**
 * Calls back in the next turn of the event loop, or by a timer of no time where the platform has no turns of its own.
 *
 * @returns calls it off.
 */
export function nextTurn(call: () => void): () => void {
  if (typeof setImmediate !== 'function') return after(0, call);
  const turn = setImmediate(call);
  return () => clearImmediate(turn);
}

/**
 * Calls back after so many milliseconds.
 *
 * @returns calls it off.
 */
export function after(milliseconds: number, call: () => void): () => void {
  const timer = setTimeout(call, milliseconds);
  return () => clearTimeout(timer);
}

/**
 * What the promise gives within so many milliseconds, or else an error.
 *
 * @param late The error's message.
 */
export function inTime<T>(promise: PromiseLike<T>, milliseconds: number, late: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const done = after(milliseconds, () => reject(new Error(late)));
    Promise.resolve(promise).then(resolve, reject).then(done, done);
  });
}
