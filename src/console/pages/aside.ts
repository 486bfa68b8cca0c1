import type { FiguresCounts } from '../../figures/index.js';
import type { Format } from '../format.js';
import { type Html, html } from '../html.js';
import { reasonName } from '../words.js';
import { wordTable, wordTableBeside } from './table.js';
import { STATES, totalOf, viewsFor } from './views.js';

/** What is beside the meter's own work: outages, and requests that are no reader's. */
export function asideSection(sum: FiguresCounts, { number }: Format): Html {
  const { aside, plans } = sum;
  const degraded = totalOf(plans.map((plan) => plan.degraded));
  return html`<section><h2>Outages, programs and reasons</h2>
${wordTable(
  'Outages, limits of networks, and programs',
  ['What', ['Count', 'n'], 'Meaning'],
  [
    ['Views in an outage', number(degraded), 'pages for which the store did not answer, so the reader’s pass decided'],
    [
      'Stopped in an outage',
      number(viewsFor(sum, 'store-down', 'blocked')),
      'of the views in an outage, those that met the wall',
    ],
    ['Network limit', number(viewsFor(sum, 'network')), 'pages for new readers on a network that had too many of them'],
    ['Search crawlers', number(aside.crawler), 'genuine: they get whole articles, and are not counted'],
    ['False crawlers', number(aside['false-crawler']), 'claimed to be a search crawler, and were not'],
    ['AI crawlers', number(aside['ai-crawler']), 'by the name they give, treated as the site has decided'],
    ['Loaded ahead', number(aside.speculative), 'by a browser, and seen by nobody: refused, not counted'],
    [
      'Loaded as a part',
      number(aside.subresource),
      'as a picture, a script or a frame, not as a page: refused, not counted',
    ],
  ],
)}
${wordTableBeside('Pages shown by reason', ['Shown', 'Why', ['Pages', 'n']], reasons(sum, number))}</section>`;
}

function reasons({ plans }: FiguresCounts, number: Format['number']): readonly (readonly string[])[] {
  const counts = new Map<string, number>();
  for (const { state, reason, count } of plans.flatMap(({ views }) => views)) {
    const key = `${state} ${reason}`;
    counts.set(key, (counts.get(key) ?? 0) + count);
  }
  return [...counts]
    .sort(([, one], [, other]) => other - one)
    .map(([key, count]) => {
      const [state = '', reason = ''] = key.split(' ');
      return [STATES.find((each) => each.state === state)?.name ?? state, reasonName(reason), number(count)];
    });
}
