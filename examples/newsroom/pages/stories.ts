import { type Article, readingMinutes } from '../articles/index.js';
import { artUrl } from '../assets.js';
import { type Html, html } from '../html.js';
import { publishedOn, sectionTitles } from '../site.js';
import type { Edition } from './layout.js';

export const articleUrl = ({ slug }: Article): string => `/news/${slug}`;

/** An article's drawing. Beside its headline it says nothing new, and is left out of what is read aloud. */
export const picture = (article: Article, description = ''): Html =>
  html`<img src="${artUrl(article.slug)}" alt="${description}" width="800" height="500">`;

export const byline = (article: Article): Html =>
  html`<p class="byline">By ${article.author} <span class="minutes">${readingMinutes(article)} min read</span></p>`;

export const publicationTime = ({ published }: Article): Html =>
  html`<time datetime="${published}">${publishedOn(published)}</time>`;

/** Who may read what is locked. */
export const lockedFor = ({ registered }: Pick<Edition, 'registered'>): string =>
  registered === 'full' ? 'registered readers' : 'subscribers';

interface CardParts {
  /** The level of the headline. */
  readonly level: 2 | 3;
  readonly illustrated?: boolean;
  readonly standfirst?: boolean;
  /** Whether the section is named, where stories of all sections meet. */
  readonly kicker?: boolean;
}

/** An article as other pages announce it. The headline is its one link, and covers the card. */
export function card(article: Article, edition: Edition, { level, illustrated, standfirst, kicker }: CardParts): Html {
  const link = html`<a href="${articleUrl(article)}">${article.title}</a>`;
  return html`<article class="card in-${article.section}">
${illustrated && picture(article)}
<div class="card-words">
${kicker && html`<p class="kicker">${sectionTitles[article.section]}</p>`}
${level === 2 ? html`<h2>${link}</h2>` : html`<h3>${link}</h3>`}
${standfirst && html`<p class="standfirst">${article.standfirst}</p>`}
${article.access === 'locked' && html`<p class="locked-mark">For ${lockedFor(edition)}</p>`}
${byline(article)}
</div>
</article>`;
}
