import { type FiguresReport, type WhatIfFigure, whatIf } from '../../figures/index.js';
import { OptionError } from '../../options/index.js';
import type { Limits } from '../../policy/index.js';
import { counted } from '../../policy/signed/index.js';
import { type Desk, type Page, policyOf } from '../desk.js';
import type { Format } from '../format.js';
import { type Html, html } from '../html.js';
import { LIMIT_NAMES, type LimitName, limitField, limitIn, limitText } from '../limit-field.js';
import { LABELS, type Refused, refused } from '../words.js';
import { distributionChart } from './distribution.js';
import { fraction } from './figure.js';
import { daysOf } from './figures.js';
import { hidden, problemNote } from './forms.js';
import { chosenGroup, type Group, groupsOf, limitsOf } from './groups.js';
import { noFigures, unreadable } from './missing.js';
import { wordTable } from './table.js';

const TITLE = 'What if';

/** The right end of the sliders, at least. The fields take whatever can be a limit. */
const LEAST_RANGE = 20;
const MOST_RANGE = 60;

/** What other limits would have done with the readers of these days. */
export async function whatIfPage(desk: Desk): Promise<Page> {
  const { figures, query, terms } = desk;
  if (!figures) return { title: TITLE, content: noFigures() };
  let report: FiguresReport;
  try {
    report = await figures.read(daysOf(desk));
  } catch (error) {
    return { title: TITLE, status: error instanceof OptionError ? 400 : 503, content: unreadable(error, desk) };
  }
  const groups = groupsOf(report.sum);
  const group = chosenGroup(groups, query.get('plan'));
  if (!group) return { title: TITLE, content: noFigures() };
  const today = limitsOf(group, terms, await policyOf(desk));
  const most = Math.min(
    MOST_RANGE,
    Math.max(LEAST_RANGE, group.rates.distribution.length, finite(today?.blockAfter) + 5),
  );
  const typed = typedIn(query, today);
  const tried = triedIn(typed);
  return {
    title: TITLE,
    ...('problem' in tried && { status: tried.problem.status }),
    content: html`<p>What share of readers would have been stopped under other limits, had they read the same. Nothing is changed here: limits are changed in <a href="${desk.base}/policy">Policy</a>.</p>
${form(report, groups, group, typed, most, desk)}
${'problem' in tried ? html`<div id="tried" aria-live="polite">${problemNote(tried.problem.text)}</div>` : result(report, group, tried, today, desk)}`,
  };
}

const finite = (limit: number | undefined): number => (limit !== undefined && Number.isFinite(limit) ? limit : 0);

/** What stands in the fields: what an address asks for, or else what holds today. */
type Typed = Readonly<Record<LimitName, string>>;

function typedIn(query: URLSearchParams, today: Limits | null): Typed {
  const text = (name: LimitName): string => query.get(name) ?? limitText(today?.[name] ?? Number.POSITIVE_INFINITY);
  return { promptAfter: text('promptAfter'), blockAfter: text('blockAfter') };
}

function triedIn({ promptAfter, blockAfter }: Typed): Limits | { readonly problem: Refused } {
  try {
    return { promptAfter: limitIn(promptAfter, 'promptAfter'), blockAfter: limitIn(blockAfter, 'blockAfter') };
  } catch (error) {
    return { problem: refused(error) };
  }
}

function form(
  { from, to }: FiguresReport,
  groups: readonly Group[],
  chosen: Group,
  typed: Typed,
  most: number,
  { base }: Desk,
): Html {
  // Drawn only by script, which hands on to the field what is drawn.
  const limit = (name: LimitName): Html =>
    html`<p class="choice"><label>${LABELS[name]}, in articles<br>${limitField(name, typed[name])}</label><input type="range" data-of="${name}" aria-label="${LABELS[name]}, as a slider" min="0" max="${most}" value="${/^\d+$/.test(typed[name]) ? typed[name] : most}" hidden></p>`;
  const options = groups.map(
    ({ key, name }) => html`<option value="${key}"${key === chosen.key && html` selected`}>${name}</option>`,
  );
  return html`<section><form method="get" action="${base}/what-if" data-try>
${LIMIT_NAMES.map(limit)}
<div class="choice"><label>Which readers<br><select name="plan">${options}</select></label>${hidden('from', from)}${hidden('to', to)}<button class="plain">Try</button></div></form></section>`;
}

/** What the script replaces while limits are drawn. */
function result(report: FiguresReport, group: Group, tried: Limits, today: Limits | null, desk: Desk): Html {
  const { format } = desk;
  const all = whatIf(group.counts, tried);
  const returning = whatIf(group.counts, tried, 2);
  const row = (name: string, figure: WhatIfFigure, met: number | null): readonly (string | Html)[] => [
    html`<strong>${name}</strong><br><small>${figure.formula}</small>`,
    shareOf(figure, format),
    fraction(figure, format),
    format.percent(met),
  ];
  const { rates } = group;
  const known = [...new Set([all.stopRate, returning.stopRate, all.prompted].map((figure) => figure.known))];
  return html`<section id="tried" aria-live="polite"><h2>Tried: ${limitsName(tried)}</h2>
<p class="value">${rates.all.readers === 0 ? 'No reader yet' : `${shareOf(all.stopRate, format)} stopped`}</p>
<p>${today ? `Today: ${limitsName(today)}.` : 'Today nothing stops these readers.'} From ${format.day(report.from)} to ${format.day(report.to)}; ${counted(rates.all.readers, '# reader', '# readers', format.number)}.</p>
${distributionChart(group, tried, format)}
${wordTable(
  'What would have been, and what was',
  ['Share', ['Tried', 'n'], ['Readers', 'n'], ['Actual', 'n']],
  [
    row('Stopped, of all readers', all.stopRate, rates.all.stopRate.value),
    row('Stopped, of readers of two articles or more', returning.stopRate, rates.returning.stopRate.value),
    row('Prompted, of all readers', all.prompted, rates.all.prompted.value),
  ],
)}
${known.map((text) => html`<p class="quiet">${text}</p>`)}</section>`;
}

const limitsName = ({ promptAfter, blockAfter }: Limits): string =>
  `${placed('prompt', promptAfter)}, ${placed('wall', blockAfter)}`;

const placed = (what: string, limit: number): string =>
  Number.isFinite(limit) ? `${what} after ${limit}` : `no ${what}`;

/** As far as it is known. */
function shareOf({ value, bound, atMost }: WhatIfFigure, { percent }: Format): string {
  if (bound === 'exact') return percent(value);
  if (atMost !== null && atMost < 1)
    return value === 0 ? `at most ${percent(atMost)}` : `${percent(value)} to ${percent(atMost)}`;
  return value === 0 ? `${percent(value)} to ${percent(atMost)}` : `at least ${percent(value)}`;
}
