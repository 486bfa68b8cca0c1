import { SEARCH_CRAWLERS } from './search-crawlers.js';
import { productNames } from './user-agent.js';

const NAMES = new Map(
  SEARCH_CRAWLERS.flatMap(({ name, products }) => products.map((product) => [product.toLowerCase(), name])),
);

/** The search crawler that a user agent claims to be, or `null`. A claim proves nothing: nobody may gain by it. */
export function searchCrawlerOf(userAgent: string | undefined): string | null {
  if (userAgent === undefined) return null;
  for (const product of productNames(userAgent)) {
    const name = NAMES.get(product);
    if (name !== undefined) return name;
  }
  return null;
}
