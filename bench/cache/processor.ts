import { readdirSync, readFileSync } from 'node:fs';

/** Ticks in a second, as the kernel of every common platform counts them. */
const TICKS = 100;

/** Seconds of processor time that a process and all below it have taken so far. */
export function processorSeconds(pid: number): number {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const stats = new Map(all.flatMap((name) => statOf(Number(name))));
  const isBelow = (one: number): boolean => one === pid || (one > 1 && isBelow(stats.get(one)?.parent ?? 0));
  return [...stats].reduce((sum, [one, { ticks }]) => (isBelow(one) ? sum + ticks : sum), 0) / TICKS;
}

/** Nothing where it has ended meanwhile. */
function statOf(pid: number): readonly (readonly [number, { readonly parent: number; readonly ticks: number }])[] {
  try {
    // Behind the command, which is in parentheses and may hold anything (proc_pid_stat(5)).
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ')
      .map(Number);
    return [[pid, { parent: fields[1] ?? 0, ticks: (fields[11] ?? 0) + (fields[12] ?? 0) }]];
  } catch {
    return [];
  }
}
