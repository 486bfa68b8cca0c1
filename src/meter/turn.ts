import { setImmediate } from 'node:timers';

let end: Promise<void> | null = null;

/**
 * Waits until what has arrived in this turn of the event loop has been read; whoever waits in one turn goes on together. Under
 * load that takes less time than to go on at once: work of one kind is done in one go, and the processes at the other ends,
 * Redis among them, are woken once for all of it.
 */
export function turnEnds(): Promise<void> {
  end ??= new Promise((resolve) => {
    setImmediate(() => {
      end = null;
      resolve();
    });
  });
  return end;
}
