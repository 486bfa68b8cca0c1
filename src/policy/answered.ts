import { inTime } from '../clock/index.js';

/** Milliseconds that a question to the store may take, for whoever is not a reader. */
const PATIENCE = 2000;

/** What the store answers within two seconds. */
export function answered<T>(promise: Promise<T>): Promise<T> {
  return inTime(promise, PATIENCE, `no answer within ${PATIENCE} ms`);
}
