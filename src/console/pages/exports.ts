import { type FiguresTable, figuresCsv } from '../../figures/index.js';
import { OptionError } from '../../options/index.js';
import type { Desk, Shown } from '../desk.js';
import { daysOf } from './figures.js';
import { liveOf } from './live.js';
import { noFigures, unreadable } from './missing.js';

const TITLE = 'Figures';
const TABLES: readonly FiguresTable[] = ['days', 'articles', 'reached'];
const JSON_TYPE = 'application/json; charset=utf-8';

export const exportCsv = (desk: Desk): Promise<Shown> =>
  exported(desk, async (figures) => {
    const report = await figures.read(daysOf(desk));
    const table = TABLES.find((each) => each === desk.query.get('table')) ?? 'days';
    return {
      type: 'text/csv; charset=utf-8; header=present',
      body: figuresCsv(report, table),
      fileName: `paywall-${table}-${report.from}-${report.to}.csv`,
    };
  });

export const exportJson = (desk: Desk): Promise<Shown> =>
  exported(desk, async (figures) => {
    const report = await figures.read(daysOf(desk));
    return { type: JSON_TYPE, body: JSON.stringify(report), fileName: `paywall-${report.from}-${report.to}.json` };
  });

/** What an open page asks for every few seconds. */
export const nowJson = (desk: Desk): Promise<Shown> =>
  exported(desk, async (figures) => {
    const today = figures.today();
    const report = await figures.read({ from: today, to: today });
    return { type: JSON_TYPE, body: JSON.stringify(liveOf(report, desk.query.get('plan'), desk.format, desk.now)) };
  });

async function exported(desk: Desk, make: (figures: NonNullable<Desk['figures']>) => Promise<Shown>): Promise<Shown> {
  if (!desk.figures) return { title: TITLE, status: 404, content: noFigures() };
  try {
    return await make(desk.figures);
  } catch (error) {
    return { title: TITLE, status: error instanceof OptionError ? 400 : 503, content: unreadable(error, desk) };
  }
}
