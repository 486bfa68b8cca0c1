import { isSame } from './change.js';
import type { Document, Logged, Turned } from './document.js';
import { changedSince } from './errors.js';

/** What is turned afterwards. */
export type Turning = (document: Document, now: number) => Turned;

/**
 * Turns back what a line of the log turned.
 *
 * @throws {PolicyError} where it has been turned again since, or there is no such line.
 */
export const turnedBack =
  (version: number): Turning =>
  ({ turned, log }) => {
    const line = log.find((each) => each.version === version);
    if (!line?.before || !line.after) throw noSuchLine();
    if (!stands(line.after, turned)) throw changedSince('It has been changed again since: undo that first');
    return { ...turned, ...line.before };
  };

/** Whether what a change turned is still as it left it. */
export function stands(after: Partial<Turned>, turned: Turned): boolean {
  return isSame(after, Object.fromEntries(Object.entries(turned).filter(([name]) => name in after)));
}

/** The line that granted something. */
export const grantLine = ({ log }: Document, version: number): Logged | undefined =>
  log.find((line) => line.version === version && line.act === 'grant');

export const noSuchLine = () => changedSince('There is no such line in the log, or it cannot be undone');
