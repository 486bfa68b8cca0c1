export { checkTrustProxy, networkOf } from './address.js';
export { AI_CRAWLERS } from './ai-crawler-names.js';
export {
  type AiCrawlerAnswer,
  type AiCrawlerPolicy,
  type AiCrawlersOptions,
  aiCrawlerAnswer,
  aiCrawlerOf,
} from './ai-crawlers.js';
export type { Crawlers, CrawlerVerdict } from './crawlers.js';
