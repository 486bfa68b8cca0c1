import type { FiguresReport } from '../../figures/index.js';
import { bar } from '../charts/bars.js';
import { legend, round } from '../charts/columns.js';
import type { Format } from '../format.js';
import { Html, html } from '../html.js';
import { countCard } from './figure.js';
import { chosenGroup, groupsOf } from './groups.js';
import { hoursOf } from './hours.js';
import { table } from './table.js';
import { conversionsOf, STATES, totalOf, viewsIn } from './views.js';

/** What a page that is open puts in the places of these names. */
export interface Live {
  readonly texts: Readonly<Record<string, string>>;
  /** Shares of their place, in per cent. */
  readonly bars: Readonly<Record<string, number>>;
  /** Markup. */
  readonly parts: Readonly<Record<string, string>>;
}

/** @param today Figures of this day alone. */
export function liveOf(today: FiguresReport, key: string | null, format: Format, now: number): Live {
  const { sum, days, timeZone } = today;
  const group = chosenGroup(groupsOf(sum), key);
  const states = STATES.map(({ state }) => ({ state, views: viewsIn(sum, state) }));
  const most = Math.max(...states.map(({ views }) => views));
  const { all } = group?.rates ?? {};
  const hours = days[0] && hoursOf(days[0], timeZone, now, format);
  return {
    texts: {
      at: format.clock(now),
      began: format.number(group?.counts.reached[1] ?? 0),
      prompted: format.number(all?.prompted.numerator ?? 0),
      stopped: format.number(all?.stopRate.numerator ?? 0),
      registered: format.number(conversionsOf(sum, 'registered')),
      views: format.number(totalOf(states.map(({ views }) => views))),
      ...Object.fromEntries(states.map(({ state, views }) => [state, format.number(views)])),
    },
    bars: Object.fromEntries(states.map(({ state, views }) => [state, most === 0 ? 0 : round((100 * views) / most)])),
    parts: { hours: hours?.chart.text ?? '', 'hours-table': hours?.table.text ?? '' },
  };
}

/** How often an open page asks, in milliseconds. */
const EVERY = 3000;

/** Today, as it is now and, with script, as it comes. */
export function liveSection(live: Live, address: string): Html {
  const { texts, bars, parts } = live;
  const part = (name: string): Html => html`<div data-part="${name}">${new Html(parts[name] ?? '')}</div>`;
  const text = (name: string): Html => html`<span data-text="${name}">${texts[name]}</span>`;
  const card = (name: string, key: string, counts: string): Html => countCard(name, texts[key] ?? '', counts, key);
  return html`<section data-live="${address}" data-every="${EVERY}"><h2>Today</h2>
<p class="quiet">As of ${text('at')}. Pages shown: ${text('views')}.</p>
<div class="pair"><div>${table(
    'Pages shown today, by what was on them',
    ['Shown', ['Pages', 'n'], ['', 'barred']],
    STATES.map(({ state, name, className }) => [name, text(state), bar(bars[state] ?? 0, 100, className, state)]),
  )}</div>
<div class="figures">${card('New readers', 'began', 'read their first article')}${card('Prompted', 'prompted', 'met the prompt for the first time')}${card('Stopped', 'stopped', 'met the wall of the limit for the first time')}${card('Registered', 'registered', 'as reported by the site, all plans')}</div></div>
<h3 class="over">By the hour</h3>${legend(STATES)}${part('hours')}
<details><summary>Pages shown today by the hour, as a table</summary>${part('hours-table')}</details></section>`;
}
