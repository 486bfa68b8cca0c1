export { createCrawlers } from '../crawlers.js';
export type { DnsResolver } from '../dns.js';
export type { CrawlerEvent } from '../events.js';
export type { Fetch } from '../fetch-list.js';
export type { CrawlersOptions, RefreshOptions } from '../options.js';
export type { RefusalReason } from '../ranges.js';
export { searchCrawlerOf } from '../search-claim.js';
export { SEARCH_CRAWLERS, type SearchCrawler } from '../search-crawlers.js';
export { type RangeList, SNAPSHOT } from '../snapshot.js';
