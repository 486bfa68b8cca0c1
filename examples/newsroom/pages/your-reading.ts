import type { Reading } from 'metered-paywall';
import type { Account } from '../accounts.js';
import { type Article, articles } from '../articles/index.js';
import { type Html, html } from '../html.js';
import { withNext } from '../next.js';
import { counted, dateAndTime, monthlyArticles, sectionTitles } from '../site.js';
import type { Edition, Page } from './layout.js';
import { articleUrl } from './stories.js';

export interface ReadingView {
  readonly reading: Reading;
  /** Ids of articles, the first opened first. */
  readonly order: readonly number[];
  readonly account: Account | null;
  readonly edition: Edition;
  /** Where a reader finds a code for reader support; nowhere where nobody could use it. */
  readonly supportPath: string | undefined;
}

/** What counted this month, in the order of reading, how many are left and when the count starts again. */
export function yourReadingPage(view: ReadingView): Page {
  return {
    title: 'Your reading this month',
    content: html`<div class="reading">
<header class="page-head"><h1>Your reading this month</h1></header>
${Number.isFinite(view.reading.limit) ? metered(view) : unmetered(view)}
${view.supportPath !== undefined && html`<p class="reading-support">Is this wrong? <a href="${view.supportPath}">Get a code for our reader support</a>.</p>`}
</div>`,
  };
}

const unmetered = ({ account }: ReadingView): Html =>
  html`<p class="reading-sum">${account?.plan === 'subscriber' ? 'You are a subscriber' : 'You are registered'}: every article is open to you, and nothing is counted.</p>
<p class="page-button"><a class="button" href="/">Go to the front page</a></p>`;

function metered(view: ReadingView): Html {
  const { reading, edition } = view;
  const { read, resetsAt } = reading;
  return html`<p class="reading-sum"><strong>You have read ${read === 0 ? 'nothing yet' : counted(read, 'article')}</strong>${leftOf(reading)} The count starts again on <time datetime="${resetsAt.toISOString()}">${dateAndTime(resetsAt, edition.timeZone)}</time>.</p>
${read === 0 ? html`<p>The <a href="/">front page</a> is a good place to start.</p>` : list(view)}
${offer(view)}`;
}

const leftOf = ({ left }: Reading): string =>
  left === 0 ? '. They stay open to you.' : ` and can open ${left} more. What you have read stays open to you.`;

function list({ reading, order }: ReadingView): Html {
  const rank = ({ id }: Article): number => (order.includes(id) ? order.indexOf(id) : -1);
  const read = articles.filter(({ id }) => reading.has(id)).sort((a, b) => rank(a) - rank(b));
  return html`<h2>In the order you read them</h2>
<p>Each counts once, however often you come back to it.</p>
<ol class="reading-list">${read.map((article) => html`<li class="in-${article.section}"><span class="kicker">${sectionTitles[article.section]}</span> <a href="${articleUrl(article)}">${article.title}</a></li>`)}</ol>`;
}

function offer({ account, edition: { registered } }: ReadingView): Html {
  const subscribe = html`<a href="${withNext('/subscribe', '/your-reading')}">Subscribe</a>`;
  if (account) return html`<p class="reading-offer">${subscribe}, and nothing is counted.</p>`;
  const register = html`<a href="${withNext('/register', '/your-reading')}">Register</a>`;
  const signIn = html`<a href="${withNext('/sign-in', '/your-reading')}">sign in</a>`;
  if (registered === 'full') {
    return html`<p class="reading-offer">With a free account nothing is counted. ${register} or ${signIn}.</p>`;
  }
  return html`<p class="reading-offer">With a free account you can read ${monthlyArticles(registered)}. ${register} or ${signIn}. ${subscribe}, and nothing is counted.</p>`;
}
