import { SiteSilent } from './errors.js';
import type { Ask, Received } from './http/exchange.js';
import { Jar } from './http/jar.js';
import { type Ending, endingOf } from './page/ending.js';
import { likelyArticles, likelyIndexPages, linksOf } from './page/links.js';
import { isHtml } from './page/places.js';

/** Another article of the site, to use up the meter with. */
export interface Other {
  readonly url: URL;
  /** Empty where the site's `Paywall` field tells whether a view was blocked. */
  readonly ending: Ending;
}

/** Asks as a reader; without cookies given, as a new one. */
export type AskAs = (ask: Ask, jar?: Jar) => Promise<Received>;

/** The site's other articles, found by following links. */
export interface Catalogue {
  /** The next article not given out before; `undefined` when no more are found. */
  next(): Promise<Other | undefined>;
  /** Takes in the links of a page. */
  learn(page: Received): void;
}

export interface CatalogueOptions {
  readonly article: URL;
  /** Addresses that the owner named; they come first. */
  readonly given: readonly URL[];
  /** Whether a `Paywall` field tells blocked from not blocked, so that no copy is needed to compare with. */
  readonly told: boolean;
  readonly askAs: AskAs;
  /** Squeezed texts of other pages. */
  readonly elsewhere: readonly string[];
}

/** Fewer sentences do not make an article. */
const LEAST_SENTENCES = 2;

/** Pages to look for articles in, once those found before are used up. */
const MOST_INDEX_PAGES = 12;

export function createCatalogue({ article, given, told, askAs, elsewhere }: CatalogueOptions): Catalogue {
  const articles = createQueue();
  const indexPages = createQueue();

  const learn = (page: Received): void => {
    const links = linksOf(page);
    articles.add(likelyArticles(article, links));
    indexPages.add(likelyIndexPages(article, links));
  };

  const fetchPage = async (url: URL): Promise<Received | undefined> => {
    try {
      const page = await askAs({ url }, new Jar());
      if (page.status !== 200 || !isHtml(page)) return undefined;
      learn(page);
      return page;
    } catch (error) {
      if (error instanceof SiteSilent) return undefined;
      throw error;
    }
  };

  const nextUrl = async (): Promise<URL | undefined> => {
    for (;;) {
      const url = articles.take();
      if (url) return url;
      const index = indexPages.taken < MOST_INDEX_PAGES ? indexPages.take() : undefined;
      if (!index) return undefined;
      await fetchPage(index);
    }
  };

  articles.add(given);
  return {
    learn,
    async next() {
      for (let url = await nextUrl(); url; url = await nextUrl()) {
        if (told) return { url, ending: [] };
        const copy = await fetchPage(url);
        const ending = copy ? endingOf(copy, elsewhere) : [];
        if (ending.length >= LEAST_SENTENCES) return { url, ending };
      }
      return undefined;
    },
  };
}

/** Addresses in the order in which they were added, each once. */
function createQueue() {
  const seen = new Set<string>();
  const waiting: URL[] = [];
  return {
    add(urls: readonly URL[]): void {
      for (const url of urls) {
        if (!seen.has(url.href)) waiting.push(url);
        seen.add(url.href);
      }
    },
    take: (): URL | undefined => waiting.shift(),
    get taken(): number {
      return seen.size - waiting.length;
    },
  };
}
