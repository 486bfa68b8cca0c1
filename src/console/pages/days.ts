import type { FiguresReport } from '../../figures/index.js';
import { columnChart, legend } from '../charts/columns.js';
import type { Format } from '../format.js';
import { type Html, html } from '../html.js';
import { tableBeside } from './table.js';
import { conversionsOf, STATES, totalOf, viewsIn } from './views.js';

/** Day by day, of all plans. */
export function daysSection({ days }: FiguresReport, format: Format): Html {
  const { number } = format;
  const viewsOf = (day: (typeof days)[number]): readonly number[] => STATES.map(({ state }) => viewsIn(day, state));
  return html`<section><h2>Day by day</h2><p>Pages shown each day, all plans, by what was on them.</p>
${legend(STATES)}
${columnChart({
  label: 'Pages shown by day. The table below has the numbers.',
  series: STATES,
  columns: days.map((day) => ({ name: format.shortDay(day.day), values: viewsOf(day) })),
  mostNames: 6,
  format,
})}
${tableBeside(
  'Day by day',
  [
    'Day',
    ...STATES.map(({ name }) => [name, 'n'] as const),
    ...(['Prompted', 'Stopped', 'Registered', 'Subscribed'] as const).map((name) => [name, 'n'] as const),
  ],
  days.map((day) => [
    format.day(day.day),
    ...viewsOf(day).map(number),
    number(totalOf(day.plans.flatMap(({ prompted }) => prompted))),
    number(totalOf(day.plans.flatMap(({ stopped }) => stopped))),
    number(conversionsOf(day, 'registered')),
    number(conversionsOf(day, 'subscribed')),
  ]),
)}
<p class="formula">Prompted and stopped: readers who met the prompt or the wall for the first time. A reader who did so without an account, and again with one, is counted in both.</p></section>`;
}
