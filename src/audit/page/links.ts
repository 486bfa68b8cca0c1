import { parseWebUrl } from '../../options/index.js';
import type { Received } from '../http/exchange.js';
import { parsePage } from './parse.js';
import { isHtml } from './places.js';
import { attribute, tree, walk } from './tree.js';

/** What a page says is related to it, by a `link` element. */
export interface Related {
  readonly rel: readonly string[];
  readonly type: string;
  readonly url: URL;
}

/** The addresses that a page links to, in order, without fragments. */
export function linksOf(page: Received): readonly URL[] {
  return elementsOf(page, 'a').flatMap((element) => resolve(element.href, page.url));
}

/** What the `link` elements of a page point to. */
export function relatedTo(page: Received): readonly Related[] {
  return elementsOf(page, 'link').flatMap(({ href, rel = '', type = '' }) =>
    resolve(href, page.url).map((url) => ({ rel: rel.toLowerCase().split(/\s+/), type: type.toLowerCase(), url })),
  );
}

type Attributes = Readonly<Partial<Record<'href' | 'rel' | 'type', string>>>;

/** Of one page. More lead to nothing that these do not. */
const MOST_LINKS = 2000;

function elementsOf(page: Received, tagName: string): readonly Attributes[] {
  if (!isHtml(page)) return [];
  const found: Attributes[] = [];
  for (const { node } of walk(parsePage(page.body).root)) {
    if (!tree.isElementNode(node) || node.tagName !== tagName) continue;
    const [href, rel, type] = [attribute(node, 'href'), attribute(node, 'rel'), attribute(node, 'type')];
    found.push({
      ...(href !== undefined && { href }),
      ...(rel !== undefined && { rel }),
      ...(type !== undefined && { type }),
    });
    if (found.length === MOST_LINKS) break;
  }
  return found;
}

function resolve(href: string | undefined, base: URL): readonly URL[] {
  const url = href === undefined ? undefined : parseWebUrl(href, base);
  if (!url) return [];
  url.hash = '';
  return [url];
}

/** Following these could change something, or leads nowhere near an article. */
const NEVER =
  /(?:^|\/)(?:(?:log|sign)[-_]?(?:out|off|in|up)|register|subscribe|unsubscribe|delete|remove|cart|checkout|admin)(?:\/|$)|\.(?:css|js|jpe?g|png|gif|svg|webp|pdf|zip|mp[34]|xml|rss|json)$/i;

/**
 * Picks the links that look like other articles: on the same host, by the shape of the path. Those with the same sections
 * and a name in the last place come first, those of the same depth with a long name second.
 */
export function likelyArticles(article: URL, links: readonly URL[]): readonly URL[] {
  const others = othersOf(article, links);
  const shape = shapeOf(article);
  const same = new Set(others.filter((url) => shapeOf(url) === shape));
  const similar = others.filter((url) => !same.has(url) && isSimilar(url, article));
  return [...same, ...similar];
}

/** Picks the links that look like pages with more links: sections, say. */
export function likelyIndexPages(article: URL, links: readonly URL[]): readonly URL[] {
  const articles = new Set(likelyArticles(article, links).map(({ href }) => href));
  return othersOf(article, links).filter((url) => !articles.has(url.href));
}

function othersOf(article: URL, links: readonly URL[]): readonly URL[] {
  const followed = links.filter((url) => url.host === article.host && !NEVER.test(url.pathname));
  const own = asNamed(article, article).href;
  return distinct(followed.map((url) => asNamed(url, article))).filter(({ href }) => href !== own);
}

/** Where an article's address has a query, the query is its name; else a link's query says nothing. */
function asNamed(url: URL, article: URL): URL {
  const named = new URL(url);
  named.protocol = article.protocol;
  named.hash = '';
  if (article.search === '') named.search = '';
  return named;
}

function distinct(urls: readonly URL[]): readonly URL[] {
  return [...new Map(urls.map((url) => [url.href, url])).values()];
}

function shapeOf(url: URL): string {
  const segments = segmentsOf(url);
  const shapes = segments.map((segment, index) => {
    if (/^\d+$/.test(segment)) return '0';
    return index === segments.length - 1 && url.search === '' ? '*' : segment;
  });
  return `${shapes.join('/')}?${[...url.searchParams.keys()].sort()}`;
}

function isSimilar(url: URL, article: URL): boolean {
  const [one, other] = [segmentsOf(url), segmentsOf(article)];
  return one.length === other.length && isWordy(one.at(-1)) && isWordy(other.at(-1)) && article.search === '';
}

const isWordy = (segment = ''): boolean => segment.split('-').length > 2 || /\d{4}/.test(segment);

const segmentsOf = ({ pathname }: URL): readonly string[] => pathname.split('/').filter(Boolean);
