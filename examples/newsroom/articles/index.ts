import { cities } from './cities.js';
import { culture } from './culture.js';
import { science } from './science.js';
import type { Article, Section } from './types.js';

export { type Article, type Section, sections } from './types.js';

/** Every article, the newest first. */
export const articles: readonly Article[] = [...science, ...cities, ...culture].sort((a, b) =>
  b.published.localeCompare(a.published),
);

const bySlug = new Map(articles.map((article) => [article.slug, article]));

export const articleBySlug = (slug: string): Article | undefined => bySlug.get(slug);

export const articlesIn = (section: Section): readonly Article[] =>
  articles.filter((article) => article.section === section);

const minutes = new Map(articles.map((article) => [article, minutesOf(article)]));

/** Whole minutes, at the pace of an unhurried reader. */
export const readingMinutes = (article: Article): number => minutes.get(article) ?? minutesOf(article);

function minutesOf({ body }: Article): number {
  const words = body.join(' ').split(/\s+/).length;
  return Math.max(1, Math.round(words / 220));
}

/** The end of the text: no teaser reaches it, so a response that holds it holds the whole article. */
export function lastSentence(article: Article): string {
  const lastParagraph = article.body.at(-1) ?? '';
  return lastParagraph.split(/(?<=[.!?])\s+/).at(-1) ?? '';
}
