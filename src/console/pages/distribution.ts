import type { Limits } from '../../policy/index.js';
import { columnChart } from '../charts/columns.js';
import type { Format } from '../format.js';
import { type Html, html } from '../html.js';
import type { Group } from './groups.js';
import { tableBeside } from './table.js';
import { totalOf } from './views.js';

/** Columns of the chart; whoever read more is in the last. */
const MOST_COLUMNS = 30;

/** How many articles readers read, with the limits drawn in. */
export function distributionSection(group: Group, limits: Limits | null, format: Format): Html {
  const { number } = format;
  const chart = distributionChart(group, limits, format);
  const { distribution } = group.rates;
  const readers = totalOf(distribution);
  return html`<section><h2>How many articles readers read</h2>
<p>Readers by the exact number of articles they have read. ${limits === null && 'Nothing ever stops these readers.'}</p>
${chart}
<p class="formula">At n: readers who read n articles or more, less those who read n + 1 or more. Programs that keep no cookies are all at 1.</p>
${tableBeside(
  'How many articles readers read',
  ['Articles', ['Readers', 'n'], ['Share', 'n'], ['First prompts', 'n'], ['First walls', 'n']],
  distribution
    .map((count, n) => [
      ...[number(n), number(count), format.percent(readers === 0 ? null : count / readers)],
      ...[number(group.counts.prompted[n] ?? 0), number(group.counts.stopped[n] ?? 0)],
    ])
    .slice(1),
)}</section>`;
}

/** @param limits Drawn as lines. */
export function distributionChart({ rates }: Group, limits: Limits | null, format: Format): Html {
  const { distribution } = rates;
  const wanted = Math.max(8, distribution.length - 1, ...finite(limits).map((limit) => limit + 1));
  const shown = Math.min(MOST_COLUMNS, wanted);
  const columns = Array.from({ length: shown }, (_, index) => {
    const n = index + 1;
    const isRest = n === shown && distribution.length - 1 > shown;
    const readers = isRest ? totalOf(distribution.slice(n)) : (distribution[n] ?? 0);
    return { name: `${format.number(n)}${isRest ? '+' : ''}`, values: [readers] };
  });
  const { promptAfter = 0, blockAfter = 0 } = limits ?? {};
  const marks = [
    { after: promptAfter, name: `prompt after ${promptAfter}` },
    { after: blockAfter, name: `wall after ${blockAfter}` },
  ].filter(({ after }) => limits !== null && after <= shown);
  return columnChart({
    label: `Readers by articles read${marks.map(({ name }) => `; ${name}`).join('')}. The table below has the numbers.`,
    series: [{ name: 'readers', className: 'readers' }],
    ...{ columns, marks, format, mostNames: 16 },
  });
}

const finite = (limits: Limits | null): readonly number[] =>
  limits ? [limits.promptAfter, limits.blockAfter].filter(Number.isFinite) : [];
