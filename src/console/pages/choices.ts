import type { FiguresReport } from '../../figures/index.js';
import type { Desk } from '../desk.js';
import { type Html, html, nameHtml } from '../html.js';
import { LABELS } from '../words.js';
import type { Group } from './groups.js';

/** Which days and whose; each choice is an address that can be sent on. */
export function choices(report: FiguresReport, groups: readonly Group[], key: string, desk: Desk): Html {
  const { base, format } = desk;
  const { from, to, timeZone } = report;
  const address = (plan: string): string => `${base}/?${new URLSearchParams({ from, to, plan })}`;
  const plans = groups.map(
    (group) =>
      html`<li><a href="${address(group.key)}"${group.key === key && html` aria-current="true"`}>${nameHtml(group.name)}</a></li>`,
  );
  return html`<section><h2>From ${format.day(from)} to ${format.day(to)}</h2>
<div class="choice"><form class="row" method="get" action="${base}/">
<label>${LABELS.from}<br><input type="date" name="from" value="${from}" required></label>
<label>${LABELS.to}<br><input type="date" name="to" value="${to}" required></label>
<input type="hidden" name="plan" value="${key}"><button class="plain">Show these days</button></form>
<p><a href="${base}/?${new URLSearchParams({ plan: key }).toString()}">This period</a></p></div>
${groups.length > 1 && html`<div class="choice"><nav aria-label="Which readers"><h2>Which readers</h2><ul>${plans}</ul></nav></div>`}
<p class="quiet">Days begin at midnight (${timeZone}). ${report.population === 'cut' && 'The first day is not the start of a period: some readers counted here began before it.'}</p></section>`;
}
