import { aiCrawlerOf, type Crawlers, type CrawlerVerdict } from '../../crawlers/index.js';
import type { Report } from '../../events/index.js';
import type { RequestFields } from '../request-fields.js';
import type { Settings } from '../settings.js';

/** Who asks, where it is no reader. */
export type Crawler = 'crawler' | 'false-crawler' | 'ai-crawler';

/**
 * Requests that are no reader's: tells crawlers from readers: search crawlers by proof alone, AI crawlers by the name they give, which can only cost them.
 * A crawler that nothing proves yet is a reader like any other.
 *
 * @returns `null` for a reader.
 */
export function whoAsks(
  fields: RequestFields,
  address: string | undefined,
  { crawlers, aiCrawlers }: Pick<Settings, 'crawlers' | 'aiCrawlers'>,
  report: Report,
): Crawler | null {
  const userAgent = fields['user-agent'] === undefined ? undefined : String(fields['user-agent']);
  const claim = crawlers && verdictOf(crawlers, userAgent, address, report);
  if (claim === 'verified') return 'crawler';
  if (claim === 'refuted') return 'false-crawler';
  return aiCrawlers && aiCrawlerOf(userAgent) !== null ? 'ai-crawler' : null;
}

function verdictOf(
  crawlers: Crawlers,
  userAgent: string | undefined,
  address: string | undefined,
  report: Report,
): CrawlerVerdict | null {
  try {
    return crawlers.verify(userAgent, address);
  } catch (error) {
    report('ERR_PAYWALL_CRAWLERS', 'crawlers.verify() failed; a reader is assumed', error);
    return null;
  }
}
