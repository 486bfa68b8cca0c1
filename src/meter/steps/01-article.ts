import { type ArticleName, canonicalPath, readName } from '../../article/index.js';
import type { Report } from '../../events/index.js';
import { isRecord, show } from '../../options/index.js';
import { ask } from '../ask.js';

/**
 * Who may read an article, and whether that counts.
 *
 * - `metered`: counted, up to the limit
 * - `open`: everyone, uncounted, such as a campaign or a gift link
 * - `locked`: nobody but who has full access, read before or not
 */
export type Access = 'metered' | 'open' | 'locked';

/** An article, as the site names it. */
export interface Article {
  /** What is counted; best the article's own id. */
  readonly id: ArticleName;
  /** Default: `metered`. */
  readonly access?: Access | undefined;
}

/** What the site's `article` function may answer; `null` for a page that is no article. */
export type MaybeArticle = ArticleName | Article | null;

/** An article as the meter goes on with it. */
export interface NamedArticle {
  readonly name: string;
  readonly access: Access;
  /** Whether path and query stand in for a name that the site should have given. */
  readonly unnamed?: boolean;
}

const ACCESS: ReadonlySet<unknown> = new Set<Access>(['metered', 'open', 'locked']);

/**
 * Step 1: what is counted. Where the site's answer is of no use, that is told of and path and query stand in: too many names
 * for one article rather than one name for all.
 *
 * @param article The site's function; `undefined` where the path names the article.
 * @param target The request's target, as in `req.originalUrl`.
 */
export function articleOf(
  article: (() => unknown) | undefined,
  target: string,
  report: Report,
): NamedArticle | null | Promise<NamedArticle | null> {
  if (!article) return { name: canonicalPath(target), access: 'metered' };
  const failed = (error: unknown): NamedArticle => {
    report('ERR_PAYWALL_ARTICLE', 'article() was of no use; path and query stand in', error);
    return { name: pathAndQuery(target), access: 'metered', unnamed: true };
  };
  const read = (answer: unknown) => readArticle(answer, target, report);
  return ask(article, 'article()', read, failed);
}

function readArticle(answer: unknown, target: string, report: Report): NamedArticle | null {
  if (answer === null) return null;
  const { id, access = 'metered' } = isArticle(answer) ? answer : { id: answer };
  const name = readName(id);
  if (name === null) {
    report('ERR_PAYWALL_ARTICLE', `article() gave no name but ${show(id)}; path and query stand in`);
  }
  if (!isAccess(access)) {
    report('ERR_PAYWALL_ARTICLE', `article() gave the access ${show(access)}; the article is locked`);
  }
  return {
    name: name ?? pathAndQuery(target),
    access: isAccess(access) ? access : 'locked',
    unnamed: name === null,
  };
}

function isAccess(value: unknown): value is Access {
  return ACCESS.has(value);
}

function isArticle(value: unknown): value is { readonly id: unknown; readonly access?: unknown } {
  return isRecord(value) && 'id' in value;
}

function pathAndQuery(target: string): string {
  const query = /\?([^#]*)/s.exec(target)?.[1] ?? '';
  return query === '' ? canonicalPath(target) : `${canonicalPath(target)}?${query}`;
}
