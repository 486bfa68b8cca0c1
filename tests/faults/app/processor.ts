import { openSync, readSync } from 'node:fs';

const FILE = '/proc/self/schedstat';
const bytes = Buffer.alloc(100);
const file = open();

function open(): number | undefined {
  try {
    return openSync(FILE, 'r');
  } catch {
    return undefined;
  }
}

/**
 * Milliseconds for which this process has been ready to run and was given no processor, by the kernel's own account of its main
 * thread; always 0 where there is none. What the process itself was busy with is its own fault, and not in it.
 */
export function waitedForProcessor(): number {
  if (file === undefined) return 0;
  const length = readSync(file, bytes, 0, bytes.length, 0);
  const [, nanoseconds] = bytes.toString('latin1', 0, length).split(' ');
  return Number(nanoseconds) / 1e6;
}
