import { type Check, optional, problem, readOptions, text } from '../options/index.js';
import { beginning } from './teaser/words.js';

/** A writer or a publisher. */
export interface Author {
  /** The name that readers know. */
  readonly name: string;
  /** The address of a page about them. Default: none. */
  readonly url?: string;
  /** Default: `Person`. */
  readonly type?: 'Person' | 'Organization';
}

/** What search engines may know of an article that has a meter. */
export interface ArticleData {
  /** A schema.org `CreativeWork`. Default: `NewsArticle`. */
  readonly type?: string;
  /** The article's headline. */
  readonly headline: string;
  /** The article's canonical address. */
  readonly url: string;
  /** When it was published: ISO 8601 with an offset, or a date. */
  readonly datePublished: string | Date;
  /** When it was last changed: ISO 8601 with an offset, or a date. Default: none is said. */
  readonly dateModified?: string | Date;
  /** Who wrote it; a name stands for a person. Default: none is said. */
  readonly author?: string | Author | readonly (string | Author)[];
  /** Addresses of its pictures. Default: none is said. */
  readonly image?: string | readonly string[];
  /** What it is about; cut after 300 characters, so that it cannot be the article. Default: none is said. */
  readonly description?: string;
}

/** How the gated part of the page is found. */
export interface StructuredDataOptions {
  /** The class of the gated part. Default: `.paywall-gated`, which `gated` writes. */
  readonly cssSelector?: string;
}

const GATED_CLASS = 'paywall-gated';
const LONGEST_DESCRIPTION = 300;

/**
 * The JSON-LD that tells a search engine that part of a page is not free, which keeps the difference between what it
 * crawls and what a reader sees from being taken for cloaking.
 *
 * Google asks (Search Central, "Structured data for subscription and paywalled content"): `isAccessibleForFree` is false
 * on the article and on each gated part, named in `hasPart`; `cssSelector` is a class; gated parts are not nested; every
 * version of the page says the same. So write it in every state, blocked or not, and wrap in `gated` what follows the
 * teaser wherever the whole article is served. Only the properties above are taken from `article`: an `articleBody` in
 * it is never written.
 *
 * @returns A `script` element, which ends nowhere early whatever the texts hold. A Content-Security-Policy does not
 *   apply to it: it is data.
 * @throws {OptionError} for an option that is unknown or wrong.
 */
export function structuredData(article: ArticleData, options: StructuredDataOptions = {}): string {
  const { cssSelector } = readOptions<Required<StructuredDataOptions>>(options, 'structuredData', {
    cssSelector: optional(classSelector, `.${GATED_CLASS}`),
  });
  const data = {
    '@context': 'https://schema.org',
    '@type': article.type ?? 'NewsArticle',
    headline: article.headline,
    url: article.url,
    mainEntityOfPage: article.url,
    datePublished: article.datePublished,
    dateModified: article.dateModified,
    author: authors(article.author),
    image: article.image,
    description: shortened(article.description),
    isAccessibleForFree: false,
    hasPart: { '@type': 'WebPageElement', isAccessibleForFree: false, cssSelector },
  };
  return `<script type="application/ld+json">${scriptSafe(JSON.stringify(data))}</script>`;
}

/**
 * Marks the part of an article that the meter gates, for `structuredData` to point at.
 *
 * @param html What follows the teaser; trusted, not escaped.
 */
export function gated(html: string): string {
  return `<div class="${GATED_CLASS}">${html}</div>`;
}

const classSelector: Check<string> = (value, option) => {
  const selector = text(value, option);
  if (/^\.-?[_a-zA-Z][\w-]*$/.test(selector)) return selector;
  const fix = 'Give one class with its dot, as in ".paywall-gated"; Google reads no other selector';
  throw problem('ERR_PAYWALL_OPTION_RANGE', option, selector, 'is not a class selector', fix);
};

function authors(given: ArticleData['author']): readonly object[] | undefined {
  return given === undefined ? undefined : [given].flat().map(author);
}

function author(given: string | Author): object {
  const { type = 'Person', name, url } = typeof given === 'string' ? { name: given } : given;
  return { '@type': type, name, url };
}

function shortened(description: string | undefined): string | undefined {
  if (description === undefined || description.length <= LONGEST_DESCRIPTION) return description;
  return `${beginning(description, LONGEST_DESCRIPTION)}…`;
}

/** JSON may hold `</script>`; in a script element only the escaped form is text and nothing else. */
function scriptSafe(json: string): string {
  return json.replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
