import type { Article as CountedArticle } from 'metered-paywall';
import { type Article, articleBySlug } from './articles/index.js';

/** What is counted of an article, and who may read it. */
export const counted = ({ id, access = 'metered' }: Article): CountedArticle => ({ id, access });

/** The article at an address of this site, if any. */
export const articleAt = (path: string): Article | undefined =>
  articleBySlug(/^\/news\/([^/?#]+)/.exec(path)?.[1] ?? '');
