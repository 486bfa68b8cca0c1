import { type PlanCounts, total } from './counts.js';
import { readersFrom } from './rates.js';
import { CONVERSIONS, FROMS, newPlan, planCounts } from './read-counts.js';
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
  days: ({ days, sum }) => [
    [
      ...['day', 'plan', 'views', 'free', 'prompts', 'walls', 'readers', 'returning_readers', 'prompted', 'stopped'],
      ...CONVERSIONS.flatMap((what) => [what, ...FROMS.map((from) => `${what}_from_${from}`)]),
      'degraded',
    ],
    // Every plan in every day: who adds up or draws a line finds each, whether anything was counted or not.
    ...days.flatMap(({ day, plans }) =>
      sum.plans.map(({ account, plan }) => [
        ...[day, planName({ account, plan })],
        ...dayCells(plans.find((each) => each.account === account && each.plan === plan) ?? noCounts()),
      ]),
    ),
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
    ...sum.plans.flatMap((plan) =>
      numbersOf(sum.plans).map((n) => [
        ...[planName(plan), n],
        ...[plan.reached[n] ?? 0, plan.prompted[n] ?? 0, plan.stopped[n] ?? 0],
      ]),
    ),
  ],
};

/** Of a plan of which nothing was counted. */
const noCounts = (): PlanCounts => planCounts('-', newPlan());

/** From 1 to the highest number that a reader of any plan came to: as many rows for each. */
function numbersOf(plans: readonly PlanCounts[]): readonly number[] {
  const most = Math.max(
    1,
    ...plans.flatMap(({ reached, prompted, stopped }) => [reached, prompted, stopped].map((each) => each.length)),
  );
  return Array.from({ length: most - 1 }, (_, index) => index + 1);
}

function dayCells(plan: PlanCounts): Cell[] {
  const { views, prompts, walls, prompted, stopped, converted, degraded } = plan;
  const shown = total(views.map(({ count }) => count));
  return [
    ...[shown, shown - prompts - walls, prompts, walls],
    ...[readersFrom(plan, 1), readersFrom(plan, 2), total(prompted), total(stopped)],
    ...CONVERSIONS.flatMap((what) => [converted[what].total, ...FROMS.map((from) => converted[what][from])]),
    degraded,
  ];
}

/** No plan is called so by accident: an account without one, and a reader without an account, are in brackets. */
const planName = ({ account, plan }: Pick<PlanCounts, 'account' | 'plan'>): string =>
  plan ?? (account ? '(no plan)' : '(no account)');

function cellOf(cell: Cell): string {
  const text = typeof cell === 'string' && /^[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
