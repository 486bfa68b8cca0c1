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
  return html`<section><h2>Beside the readers</h2>
${wordTable(
  'Outages, limits of networks, and programs',
  ['What', ['Count', 'n'], 'Means'],
  [
    ['Degraded views', number(degraded), 'pages for which the store gave no answer and the reader’s pass decided'],
    ['Stopped in an outage', number(viewsFor(sum, 'store-down', 'blocked')), 'of degraded views, pages with a wall'],
    ['Networks at their cap', number(viewsFor(sum, 'network')), 'pages to new readers of a network with too many'],
    ['Search crawlers', number(aside.crawler), 'proven: they are given whole articles, and not counted'],
    ['False crawlers', number(aside['false-crawler']), 'said to be a search crawler, and were none'],
    ['AI crawlers', number(aside['ai-crawler']), 'by the name that they give, treated as the site has it'],
    ['Asked for ahead', number(aside.speculative), 'by a browser that nobody looked at: refused, not counted'],
    ['Asked for as a part', number(aside.subresource), 'as a picture, a script or a frame: refused, not counted'],
  ],
)}
${wordTableBeside('Pages shown by reason', ['Met', 'Why', ['Pages', 'n']], reasons(sum, number))}</section>`;
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
