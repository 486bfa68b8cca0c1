import type { Reading } from 'metered-paywall';
import { articles } from '../articles/index.js';
import { type Html, html } from '../html.js';
import { withNext } from '../next.js';
import { dateAndTime, sectionTitles } from '../site.js';
import type { Edition, Page } from './layout.js';
import { gauge, readOf } from './meter.js';
import { articleUrl } from './stories.js';

/** What counted this month, how many are left and when the count starts again; `null` where nothing is counted. */
export function yourReadingPage(reading: Reading | null, edition: Edition): Page {
  return {
    title: 'Your reading this month',
    content: html`<div class="reading">
<header class="page-head"><h1>Your reading this month</h1></header>
${reading ? metered(reading, edition) : unmetered()}
</div>`,
  };
}

const unmetered =
  (): Html => html`<p class="reading-sum">You are registered: every article is open to you, and nothing is counted.</p>
<p><a class="button" href="/">Go to the front page</a></p>`;

function metered(reading: Reading, { timeZone }: Edition): Html {
  return html`<div class="reading-sum">
${gauge(reading)}
<p><strong>${readOf(reading)}.</strong> ${leftOf(reading)} The count starts again on <time datetime="${reading.resetsAt.toISOString()}">${dateAndTime(reading.resetsAt, timeZone)}</time>.</p>
</div>
${reading.read === 0 ? html`<p>Nothing has counted yet. The <a href="/">front page</a> is a good place to start.</p>` : list(reading)}
<p class="reading-offer">With a free account nothing is counted. <a href="${withNext('/register', '/your-reading')}">Register</a> or <a href="${withNext('/sign-in', '/your-reading')}">sign in</a>.</p>`;
}

const leftOf = ({ left }: Reading): string =>
  left === 0 ? 'The ones below stay open to you.' : `You can open ${left} more.`;

function list(reading: Reading): Html {
  const read = articles.filter(({ slug }) => reading.has(slug));
  return html`<h2>What counted</h2>
<p>Each article counts once, however often you come back to it.</p>
<ol class="reading-list">${read.map((article) => html`<li class="in-${article.section}"><span class="kicker">${sectionTitles[article.section]}</span> <a href="${articleUrl(article)}">${article.title}</a></li>`)}</ol>`;
}
