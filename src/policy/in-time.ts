import { after } from '../clock/index.js';

/** Milliseconds that a question to the store may take, for whoever is not a reader. */
const PATIENCE = 2000;

/** What the promise gives within two seconds. */
export function inTime<T>(promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const done = after(PATIENCE, () => reject(new Error(`no answer within ${PATIENCE} ms`)));
    promise.then(resolve, reject).then(done, done);
  });
}
