import { type PlanCounts, total } from './counts.js';
import type { FiguresReport } from './report.js';

/** What the rows of a table are: days by plan, articles, or numbers of articles read by plan. */
export type FiguresTable = 'days' | 'articles' | 'reached';

type Cell = string | number;

/**
 * Figures as a table for spreadsheets: CSV (RFC 4180) with a head, in UTF-8. Text that a spreadsheet would take for a formula begins
 * with an apostrophe.
 */
export function figuresCsv(report: FiguresReport, table: FiguresTable): string {
  const rows = TABLES[table](report);
  return rows.map((row) => `${row.map(cellOf).join(',')}\r\n`).join('');
}

const TABLES: Readonly<Record<FiguresTable, (report: FiguresReport) => readonly (readonly Cell[])[]>> = {
  days: ({ days }) => [
    [
      ...['day', 'plan', 'views', 'prompts', 'walls', 'readers', 'returning_readers', 'prompted', 'stopped'],
      ...['registered', 'registered_from_prompt', 'registered_from_wall', 'subscribed', 'entered', 'degraded'],
    ],
    ...days.flatMap(({ day, plans }) => plans.map((plan) => [day, planName(plan), ...dayCells(plan)])),
  ],
  articles: ({ sum }) => [
    ['article', 'views', 'prompts', 'walls', 'registered', 'subscribed', 'entered', 'short_by_at_most'],
    ...sum.articles.map(({ name, views, prompts, walls, registered, subscribed, entered, short }) => [
      ...[name, views, prompts, walls],
      ...[registered, subscribed, entered, short],
    ]),
  ],
  reached: ({ sum }) => [
    ['plan', 'articles', 'reached', 'prompted', 'stopped'],
    ...sum.plans.flatMap((plan) => {
      const { reached, prompted, stopped } = plan;
      const most = Math.max(reached.length, prompted.length, stopped.length, 1);
      return Array.from({ length: most - 1 }, (_, index) => index + 1).map((n) => [
        ...[planName(plan), n],
        ...[reached[n] ?? 0, prompted[n] ?? 0, stopped[n] ?? 0],
      ]);
    }),
  ],
};

function dayCells({ views, prompts, walls, reached, prompted, stopped, converted, degraded }: PlanCounts): Cell[] {
  const { registered, subscribed, entered } = converted;
  return [
    ...[total(views.map(({ count }) => count)), prompts, walls],
    ...[reached[1] ?? 0, reached[2] ?? 0, total(prompted), total(stopped)],
    ...[registered.total, registered.prompt, registered.wall, subscribed.total, entered.total, degraded],
  ];
}

/** No plan is called so by accident: an account without one, and a reader without an account, are in brackets. */
const planName = ({ account, plan }: PlanCounts): string => plan ?? (account ? '(no plan)' : '(no account)');

function cellOf(cell: Cell): string {
  const text = typeof cell === 'string' && /^[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
