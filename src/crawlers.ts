export type { Clock } from './clock/index.js';
export type { Crawlers, CrawlerVerdict } from './crawlers/index.js';
export {
  type CrawlerEvent,
  type CrawlersOptions,
  createCrawlers,
  type DnsResolver,
  type RangeList,
  type RefreshOptions,
  SEARCH_CRAWLERS,
  type SearchCrawler,
  SNAPSHOT,
} from './crawlers/search/index.js';
export { OptionError, type OptionErrorCode } from './options/index.js';
