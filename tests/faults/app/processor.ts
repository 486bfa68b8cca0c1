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

/** Milliseconds of the processor that this process's main thread has had, and those for which it was ready and had to wait for it. */
export interface ProcessorTime {
  readonly worked: number;
  readonly waited: number;
}

/** By the kernel's own account; nothing where it keeps none. */
export function processorTime(): ProcessorTime {
  if (file === undefined) return { worked: 0, waited: 0 };
  const length = readSync(file, bytes, 0, bytes.length, 0);
  const [worked, waited] = bytes.toString('latin1', 0, length).split(' ');
  return { worked: Number(worked) / 1e6, waited: Number(waited) / 1e6 };
}
