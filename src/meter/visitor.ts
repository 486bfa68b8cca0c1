import { aiCrawlerOf } from '../crawlers/index.js';
import type { Settings } from './settings.js';
import type { RequestFields } from './speculation.js';

/** Who a request comes from, where it is no reader to be metered. */
export type Visitor = 'reader' | 'crawler' | 'false-crawler' | 'ai-crawler';

/**
 * Tells crawlers from readers: search crawlers by proof alone, AI crawlers by the name they give, which can only cost them.
 * A crawler that nothing proves yet is a reader like any other.
 */
export function visitorOf(
  fields: RequestFields,
  address: string | undefined,
  { crawlers, aiCrawlers }: Pick<Settings, 'crawlers' | 'aiCrawlers'>,
): Visitor {
  if (!crawlers && !aiCrawlers) return 'reader';
  const userAgent = fields['user-agent'] === undefined ? undefined : String(fields['user-agent']);
  const claim = crawlers?.verify(userAgent, address);
  if (claim === 'verified') return 'crawler';
  if (claim === 'liar') return 'false-crawler';
  return aiCrawlers && aiCrawlerOf(userAgent) !== null ? 'ai-crawler' : 'reader';
}
