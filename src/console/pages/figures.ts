import type { FiguresQuery, FiguresReport } from '../../figures/index.js';
import { OptionError } from '../../options/index.js';
import type { Policy } from '../../policy/signed/index.js';
import { bandChart } from '../charts/band.js';
import { type Desk, type Page, policyOf } from '../desk.js';
import { type Html, html } from '../html.js';
import { articlesSection } from './articles.js';
import { asideSection } from './aside.js';
import { choices } from './choices.js';
import { daysSection } from './days.js';
import { distributionSection } from './distribution.js';
import { countCard, figureCard } from './figure.js';
import { chosenGroup, type Group, groupsOf, limitsOf } from './groups.js';
import { liveOf, liveSection } from './live.js';
import { noFigures, unreadable } from './missing.js';
import { conversionsOf } from './views.js';

/** What publishers told of their meters. */
const USUAL = [0.05, 0.1] as const;

/** The days that an address asks for. */
export function daysOf({ query }: Pick<Desk, 'query'>): FiguresQuery {
  const [from, to] = [query.get('from'), query.get('to')];
  return { ...(from && { from }), ...(to && { to }) };
}

/** Today and this period. */
export async function figuresPage(desk: Desk): Promise<Page> {
  const { figures, query, format, now, base } = desk;
  const title = 'Figures';
  if (!figures) return { title, content: noFigures() };
  const today = figures.today();
  let read: readonly [FiguresReport, FiguresReport];
  try {
    read = [await figures.read(daysOf(desk)), await figures.read({ from: today, to: today })];
  } catch (error) {
    return { title, status: error instanceof OptionError ? 400 : 503, content: unreadable(error, desk) };
  }
  const [report, ofToday] = read;
  const groups = groupsOf(report.sum);
  const group = chosenGroup(groups, query.get('plan'));
  const policy = await policyOf(desk);
  const key = group?.key ?? '-';
  const address = `${base}/now.json?plan=${encodeURIComponent(key)}`;
  return {
    title,
    content: html`${liveSection(liveOf(ofToday, key, format, now), address)}
${choices(report, groups, key, desk)}
${group && (await ofGroup(report, group, policy, desk))}`,
  };
}

async function ofGroup(
  report: FiguresReport,
  group: Group,
  policy: Policy | undefined,
  desk: Desk,
): Promise<readonly Html[]> {
  const { format, terms } = desk;
  const { sum } = report;
  const articles = await desk.articles();
  return [
    cards(report, group, desk),
    distributionSection(group, limitsOf(group, terms, policy), format),
    daysSection(report, format),
    articlesSection(sum, new Map(articles.map(({ id, title }) => [id, title])), format),
    asideSection(sum, format),
    exportsSection(report, desk),
  ];
}

function cards({ sum }: FiguresReport, { rates, name }: Group, { format }: Desk): Html {
  const { all, returning } = rates;
  const { value } = all.stopRate;
  const [low, high] = USUAL.map((share) => format.percent(share));
  const usual = html`${value !== null && bandChart(value, USUAL, `Stop rate ${format.percent(value)}; ${low} to ${high} is usual`, format)}<p class="formula">Shaded: ${low} to ${high}, which publishers have reported as usual, each counting in a way of its own.</p>`;
  const count = (what: 'registered' | 'subscribed' | 'entered'): string => format.number(conversionsOf(sum, what));
  const direct = [
    ['From the prompt', rates.registeredFromPrompt],
    ['From the wall', rates.registeredFromWall],
  ] as const;
  return html`<h2 id="period">${name}</h2><div class="figures">
${figureCard('Stop rate', ofBoth(all.stopRate, returning.stopRate), format, usual)}
${figureCard('Prompted', ofBoth(all.prompted, returning.prompted), format)}
${figureCard('Registered directly', direct, format)}</div><div class="figures counts">
${countCard('Readers', format.number(all.readers), 'read at least one article; a program that keeps no cookies counts as a new reader each time')}
${countCard('Returning readers', format.number(returning.readers), 'read two articles or more; programs that keep no cookies are not among them')}
${countCard('Registered', count('registered'), 'as reported by the site, all plans, from any page')}
${countCard('Subscribed', count('subscribed'), 'as reported by the site, all plans, from any page')}
${countCard('Signed in', count('entered'), 'browsers in which a reader registered or signed in')}
</div>`;
}

const ofBoth = <T>(all: T, returning: T): readonly (readonly [string, T])[] => [
  ['Of all readers', all],
  ['Of readers of two articles or more', returning],
];

function exportsSection({ from, to }: FiguresReport, { base }: Desk): Html {
  const link = (path: string, name: string): Html => html`<li><a href="${base}${path}" download>${name}</a></li>`;
  const csv = (table: string): string => `/figures.csv?table=${table}&from=${from}&to=${to}`;
  return html`<section><h2>Download</h2><ul class="words">
${link(csv('days'), 'Days by plan (CSV)')}${link(csv('articles'), 'Articles (CSV)')}${link(csv('reached'), 'How many articles readers read (CSV)')}${link(`/figures.json?from=${from}&to=${to}`, 'All of it (JSON)')}</ul></section>`;
}
