import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** What a site went through under one fault. Times are milliseconds unless they say otherwise. */
export interface Row {
  readonly fault: string;
  readonly seconds: number;
  readonly views: number;
  readonly degraded: number;
  readonly lost: number;
  readonly broken: number;
  readonly p99: number;
  readonly worst: number;
  readonly slowest: number;
  readonly longestWait: number;
  readonly readers: number;
  readonly overCounted: number;
  readonly differing: number;
  readonly undercounted: number;
  /** `undefined` for a fault that only ever failed some. */
  readonly recovery: number | undefined;
}

const FOLDER = 'build/faults';
const TABLE = 'build/faults.md';

const COLUMNS: readonly (readonly [title: string, cell: (row: Row) => string])[] = [
  ['fault', ({ fault }) => fault],
  ['lasted', ({ seconds }) => `${seconds.toFixed(1)} s`],
  ['views', ({ views }) => String(views)],
  ['without the store', ({ degraded }) => `${Math.round(degraded * 100)} %`],
  ['answers lost', ({ lost }) => String(lost)],
  ['5xx', ({ broken }) => String(broken)],
  ['p99', ({ p99 }) => `${p99.toFixed(1)} ms`],
  ['worst decision', ({ worst }) => `${worst.toFixed(1)} ms`],
  ['by the clock', ({ slowest, longestWait }) => `${slowest.toFixed(1)} ms (waited ${longestWait.toFixed(1)})`],
  ['readers', ({ readers }) => String(readers)],
  ['over-counted', ({ overCounted }) => String(overCounted)],
  ['differ once healed', ({ differing }) => String(differing)],
  ['under, two tabs', ({ undercounted }) => String(undercounted)],
  ['recovered in', ({ recovery }) => (recovery === undefined ? '–' : `${Math.max(0, Math.round(recovery))} ms`)],
];

/** Adds a suite's rows to the table of this run, prints it, and keeps it in Markdown for docs/faults.md. */
export function report(suite: string, rows: readonly Row[]): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(`${FOLDER}/${suite}.json`, JSON.stringify(rows, null, 2));
  const all = readdirSync(FOLDER)
    .sort()
    .flatMap((name): Row[] => JSON.parse(readFileSync(`${FOLDER}/${name}`, 'utf8')));
  const table = markdown(all);
  writeFileSync(TABLE, table);
  process.stdout.write(`\n${markdown(rows)}\n`);
}

function markdown(rows: readonly Row[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  const head = line(COLUMNS.map(([title]) => title)) + line(COLUMNS.map(() => '---'));
  return head + rows.map((row) => line(COLUMNS.map(([, cell]) => cell(row)))).join('');
}
