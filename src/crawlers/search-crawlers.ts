/** A search engine's crawler, and how it can be proved to be one. */
export interface SearchCrawler {
  /** The name used in range lists and events. */
  readonly name: string;
  /** The products that claim to be this crawler in a `User-Agent` header; matched as whole tokens, in any case. */
  readonly products: readonly string[];
  /** Where its owner publishes the address ranges, over https. */
  readonly listUrl: string;
  /** Domains that the reverse-DNS name of its addresses lies under. Empty where the owner documents none. */
  readonly domains: readonly string[];
}

/**
 * The crawlers that are verified unless the site names others.
 *
 * Left out on purpose: Google's tester `Google-InspectionTool` and the fetchers that any user can send to any page
 * (translation, feed readers, read aloud), because they show the full text to whoever asked. For the same reason
 * a reverse-DNS name under `google.com` proves nothing: `google-proxy-….google.com` belongs to those fetchers, and
 * Googlebot's own names all lie under `googlebot.com`.
 *
 * Where the owners document this (a stored copy of Google's page was read in November 2026; the others' domains and list
 * addresses are as several public projects use them):
 * https://developers.google.com/crawling/docs/crawlers-fetchers/verifying-googlebot
 * https://www.bing.com/webmasters/help/how-to-verify-bingbot-3905dc26
 * https://support.apple.com/en-us/119829
 * https://duckduckgo.com/duckduckgo-help-pages/results/duckduckbot
 */
export const SEARCH_CRAWLERS: readonly SearchCrawler[] = [
  {
    name: 'Googlebot',
    products: ['Googlebot', 'Googlebot-Image', 'Googlebot-News', 'Googlebot-Video'],
    listUrl: 'https://developers.google.com/static/crawling/ipranges/common-crawlers.json',
    domains: ['googlebot.com'],
  },
  {
    name: 'Bingbot',
    products: ['bingbot'],
    listUrl: 'https://www.bing.com/toolbox/bingbot.json',
    domains: ['search.msn.com'],
  },
  {
    name: 'Applebot',
    products: ['Applebot'],
    listUrl: 'https://search.developer.apple.com/applebot.json',
    domains: ['applebot.apple.com'],
  },
  {
    name: 'DuckDuckBot',
    products: ['DuckDuckBot', 'DuckDuckBot-Https'],
    listUrl: 'https://duckduckgo.com/duckduckbot.json',
    domains: [],
  },
];
