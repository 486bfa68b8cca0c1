import type { Decision } from 'metered-paywall';
import { gated, type SplitArticle, splitArticle, structuredData } from 'metered-paywall/prompts';
import { type Article, articlesIn } from '../articles/index.js';
import { artUrl } from '../assets.js';
import type { Comment } from '../comments.js';
import { type Html, html, trusted } from '../html.js';
import { sectionTitles } from '../site.js';
import { type CommentForm, commentSection } from './comments.js';
import type { Edition, Page } from './layout.js';
import { articleUrl, byline, card, picture, publicationTime } from './stories.js';

/** How much of an article a blocked reader gets to see. */
const TEASER_PARAGRAPHS = 1;

const MORE_STORIES = 3;

export interface ArticleView {
  readonly article: Article;
  readonly decision: Decision;
  readonly edition: Edition;
  /** Whether articles are left that this reader has not read. */
  readonly canReadOthers: boolean;
  /** The request's `Cookie` header. */
  readonly cookie: string | undefined;
  readonly comments: readonly Comment[];
  readonly commentForm: CommentForm | null;
}

export function articlePage(view: ArticleView): Page {
  const { article, decision, canReadOthers } = view;
  return {
    title: article.title,
    description: article.standfirst,
    section: article.section,
    compact: true,
    head: jsonLd(view),
    content: html`<article class="story">
${storyHead(article)}
${decision.state === 'blocked' ? behindTheWall(view) : inFull(view)}
</article>
${(decision.state !== 'blocked' || canReadOthers) && moreStories(view)}`,
  };
}

function storyHead(article: Article): Html {
  return html`<header class="story-head">
<p class="kicker"><a href="/sections/${article.section}">${sectionTitles[article.section]}</a></p>
<h1>${article.title}</h1>
<p class="standfirst">${article.standfirst}</p>
<div class="story-facts">${byline(article)} ${publicationTime(article)}</div>
</header>`;
}

/** Prompt or none, the picture, the whole text, the appeal, and the comments. */
function inFull(view: ArticleView): Html {
  const { article, decision, edition } = view;
  const { opening, rest } = parts(article);
  return html`<div class="story-prompt">${notice(view)}</div>
${art(article)}
<div class="story-text">${trusted(opening + gated(rest))}</div>
<div class="story-appeal">${trusted(edition.prompts.appeal(decision))}</div>
${commentSection(view)}`;
}

/** The teaser and the wall. The rest of the text, and the comments that quote it, never leave the server. */
function behindTheWall(view: ArticleView): Html {
  return html`<div class="story-text story-teaser paywall-teaser">${trusted(parts(view.article).teaser)}</div>
<div class="story-wall">${notice(view)}</div>
${art(view.article)}`;
}

/** It follows the notice, which a reader is to see without scrolling. */
const art = (article: Article): Html => html`<div class="story-art">${picture(article, article.artDescription)}</div>`;

const split = new Map<Article, SplitArticle>();

/** Made once for each article, not for each view: its text does not change. */
function parts(article: Article): SplitArticle {
  const known = split.get(article) ?? splitText(article);
  split.set(article, known);
  return known;
}

function splitText({ body }: Article): SplitArticle {
  const text = html`${body.map((paragraph) => html`<p>${paragraph}</p>`)}`;
  return splitArticle(text.toString(), { paragraphs: TEASER_PARAGRAPHS });
}

/** Says in every state, and to crawlers too, that part of the page is not free. */
function jsonLd({ article, edition: { site } }: ArticleView): Html {
  const data = structuredData({
    headline: article.title,
    url: site + articleUrl(article),
    datePublished: article.published,
    author: article.author,
    image: site + artUrl(article.slug),
    description: article.standfirst,
  });
  return trusted(data);
}

function notice({ article, decision, edition, cookie, comments }: ArticleView): Html {
  const pageUrl = articleUrl(article);
  return trusted(edition.prompts.notice(decision, { pageUrl, cookie, commentsWaiting: comments.length }));
}

/** Not for whoever is blocked from any of them too. */
function moreStories({ article, edition }: ArticleView): Html {
  const others = articlesIn(article.section).filter(({ slug }) => slug !== article.slug);
  return html`<aside class="more" aria-labelledby="more-title">
<h2 id="more-title">More from ${sectionTitles[article.section]}</h2>
<div class="more-stories">${others.slice(0, MORE_STORIES).map((story) => card(story, edition, { level: 3, illustrated: true }))}</div>
</aside>`;
}
