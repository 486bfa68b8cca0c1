import { type CountedDay, HOUR } from '../../figures/index.js';
import { columnChart } from '../charts/columns.js';
import type { Format } from '../format.js';
import { type Html, html } from '../html.js';
import { momentOf } from '../zoned.js';
import { table } from './table.js';
import { STATES } from './views.js';

const DAY = 24 * HOUR;

/** One hour of a day, with what was shown in it by state. */
interface Hour {
  readonly at: number;
  readonly values: readonly number[];
}

/** Views of one day, hour by hour: its picture, and the same as a table. */
export function hoursOf(
  { day, hours }: CountedDay,
  timeZone: string,
  now: number,
  format: Format,
): { readonly chart: Html; readonly table: Html } {
  const all = hoursIn(day, timeZone).map((at): Hour => {
    const views = hours.find((hour) => hour.at.getTime() === Math.floor(at / HOUR) * HOUR)?.views ?? {};
    return { at, values: STATES.map(({ state }) => views[state] ?? 0) };
  });
  return {
    chart: columnChart({
      label: 'Pages shown today, by the hour. The table below has the numbers.',
      series: STATES,
      columns: all.map(({ at, values }) => ({ name: format.shortClock(at), values })),
      mostNames: 5,
      format,
    }),
    table: table(
      'Pages shown today, by the hour',
      ['From', ...STATES.map(({ name }) => [name, 'n'] as const)],
      all
        .filter(({ at }) => at <= now)
        .toReversed()
        .map(({ at, values }) => [html`${format.shortClock(at)}`, ...values.map(format.number)]),
    ),
  };
}

/** When each hour of a day begins: 23 to 25 of them, the first with the day where a zone is off by half an hour. */
function hoursIn(day: string, timeZone: string): readonly number[] {
  const begin = momentOf(`${day}T00:00`, timeZone)?.getTime() ?? Date.parse(day);
  const next = new Date(Date.parse(day) + DAY).toISOString().slice(0, 'YYYY-MM-DD'.length);
  const end = momentOf(`${next}T00:00`, timeZone)?.getTime() ?? begin + DAY;
  const first = Math.floor(begin / HOUR);
  return Array.from({ length: Math.ceil(end / HOUR) - first }, (_, n) => Math.max(begin, (first + n) * HOUR));
}
