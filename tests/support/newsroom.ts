import { createNewsroom, type NewsroomOptions } from '../../examples/newsroom/app.js';
import { type Article, articles } from '../../examples/newsroom/articles/index.js';
import { frozenClock, SECRET } from './site.js';

/** The demo newsroom, on a clock that stands still until a test moves it. */
export function openNewsroom(more: Partial<NewsroomOptions> = {}) {
  const { clock, set } = frozenClock();
  // Passwords that are worth no attack: to hash one as sites do takes longer than the rest of a test.
  const passwordCost = { N: 2 };
  const app = createNewsroom({ site: 'http://newsroom.example', secret: SECRET, clock, passwordCost, ...more });
  return { app, setClock: set };
}

/** The newsroom's nth article, counted from 1. */
export function nthArticle(nth: number): Article {
  const article = articles[nth - 1];
  if (!article) throw new Error(`the newsroom has no article ${nth}`);
  return article;
}

export const pathOf = ({ slug }: Article): string => `/news/${slug}`;

/** Every sentence that follows the paragraph which the newsroom shows to everyone. */
export function gatedSentences({ body }: Article): readonly string[] {
  return body.slice(1).flatMap((paragraph) => paragraph.split(/(?<=[.!?][”’]?)\s+/));
}
