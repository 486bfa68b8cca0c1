import type { Figure } from '../figures/index.js';
import { table } from '../terminal/index.js';
import type { Outlook, SimulationReport } from './report.js';
import type { Kind } from './sorting.js';

const WORDS: Readonly<Record<string, string>> = {
  view: 'views of articles by readers',
  'no-article': 'of no article',
  crawler: 'of search crawlers, by the name they give',
  'ai-crawler': 'of AI crawlers, by the name they give',
  speculative: 'speculative: prefetch, prerender or preview',
  subresource: 'as an image, a script or a foreign frame',
  head: 'HEAD, which shows no article',
  'came-to-nothing': 'came to nothing: errors and redirects',
  'no-reader': 'of nobody knows which reader',
  unreadable: 'could not be read',
} satisfies Record<Kind, string>;

const number = (value: number): string => value.toLocaleString('en');
const percent = (value: number | null): string => (value === null ? '–' : `${(100 * value).toFixed(1)} %`);

/** Rows of the distribution, the last of which has all who read more. */
const MOST_ROWS = 16;

/** The report for a terminal. */
export function simulationInWords(report: SimulationReport): string {
  const { lines, kinds, from, to, period, timeZone, asked, others, warnings, known, badLines } = report;
  return [
    `${number(lines)} lines, from ${from} to ${to}; counted by the ${period} in ${timeZone}.`,
    '',
    aligned(kindRows(kinds)),
    ...badLines.map(
      ({ log, line, why, text }) => `  ${log}, line ${line}: ${why}${text && `: ${JSON.stringify(text)}`}`,
    ),
    '',
    ...warnings.flatMap((warning) => [`Mind: ${warning}`, '']),
    `Readers, by how many articles they read in a ${period}`,
    '',
    distributionOf(report),
    '',
    `With ${step('prompt', asked.limits.promptAfter)} and ${step('wall', asked.limits.blockAfter)}`,
    '',
    figuresOf(asked),
    '',
    'With other limits, of all readers',
    '',
    aligned([
      ['prompt after', 'wall after', 'prompted', 'stop rate', 'walls'],
      ...others.map(({ limits, all, walls }) => [
        limitOf(limits.promptAfter),
        limitOf(limits.blockAfter),
        percent(all.prompted.value),
        percent(all.stopRate.value),
        percent(walls.value).padStart(7),
      ]),
    ]),
    '',
    'How well this is known',
    '',
    ...known.map((sentence) => `- ${sentence}`),
    '',
  ].join('\n');
}

function step(name: string, limit: number): string {
  return Number.isFinite(limit) ? `the ${name} after ${limit} articles` : `no ${name}`;
}

function limitOf(limit: number): string {
  return Number.isFinite(limit) ? String(limit) : 'never';
}

function kindRows(kinds: SimulationReport['kinds']): string[][] {
  const rows: string[][] = [];
  for (const [kind, count] of Object.entries(kinds).reverse()) {
    if (count > 0) rows.push([number(count), WORDS[kind] ?? kind]);
  }
  return rows;
}

function distributionOf({ distribution, readers, periods }: SimulationReport): string {
  const row = (label: string, count: number) => [label, number(count), percent(count / readers).padStart(7)];
  const shown = distribution.slice(1, MOST_ROWS).map((count, index) => row(number(index + 1), count));
  const more = distribution.slice(MOST_ROWS).reduce((sum, count) => sum + count, 0);
  return aligned([
    ['articles', 'readers', 'share'],
    ...shown,
    ...(distribution.length > MOST_ROWS ? [row(`${MOST_ROWS} or more`, more)] : []),
    ['all', number(readers), periods.length > 1 ? `in ${periods.length} periods, each counted anew` : ''],
  ]);
}

function figuresOf({ all, returning, walls }: Outlook): string {
  const row = (label: string, { value, numerator, denominator, formula }: Figure) => [
    label,
    percent(value),
    `= ${number(numerator)} / ${number(denominator)}`,
    formula,
  ];
  return table([
    row('prompted', all.prompted),
    row('stop rate', all.stopRate),
    row('prompted, of two articles or more', returning.prompted),
    row('stop rate, of two articles or more', returning.stopRate),
    row('walls', walls),
  ]);
}

/** All columns but the last to the right, as numbers stand. */
function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_cell, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return table(
    rows.map((row) =>
      row.map((cell, column) => (column === row.length - 1 ? cell : cell.padStart(widths[column] ?? 0))),
    ),
  );
}
