import { expect, test } from '@jest/globals';
import type { AiCrawlerAnswer, Crawlers, CrawlerVerdict } from '../../src/crawlers/index.js';
import { whoAsks } from '../../src/meter/steps/02-crawler.js';

const GPTBOT = 'Mozilla/5.0 (compatible; GPTBot/1.2)';
const ADDRESS = '203.0.113.9';
const REFUSE: AiCrawlerAnswer = { status: 403, headers: {} };

function asks(verdict: CrawlerVerdict | Error | null, aiCrawlers: AiCrawlerAnswer | null, userAgent?: string) {
  const verified: unknown[] = [];
  const told: string[] = [];
  const crawlers: Crawlers | null = verdict && {
    verify(...asked) {
      verified.push(asked);
      if (verdict instanceof Error) throw verdict;
      return verdict;
    },
    refresh: async () => undefined,
    close: () => undefined,
  };
  const fields = userAgent === undefined ? {} : { 'user-agent': userAgent };
  const who = whoAsks(
    fields,
    ADDRESS,
    { crawlers, aiCrawlers },
    (code, message) => void told.push(`${code} ${String(message)}`),
  );
  return { who, verified, told };
}

test.each<[CrawlerVerdict | null, AiCrawlerAnswer | null, string, ReturnType<typeof whoAsks>]>([
  [null, null, GPTBOT, null],
  ['verified', null, 'any', 'crawler'],
  ['verified', REFUSE, GPTBOT, 'crawler'],
  ['refuted', null, 'any', 'false-crawler'],
  ['refuted', REFUSE, GPTBOT, 'false-crawler'],
  ['none', null, GPTBOT, null],
  ['none', REFUSE, GPTBOT, 'ai-crawler'],
  ['unverified', REFUSE, 'any', null],
  [null, REFUSE, GPTBOT, 'ai-crawler'],
  [null, REFUSE, 'any', null],
])('found to be %p, AI crawlers answered by %j: %s is %p', (verdict, ai, userAgent, who) => {
  expect(asks(verdict, ai, userAgent)).toMatchObject({ who, told: [] });
});

test('whoever names nothing is asked for by nothing', () => {
  expect(asks('none', null)).toMatchObject({ who: null, verified: [[undefined, ADDRESS]] });
  expect(asks('none', null, 'any')).toMatchObject({ verified: [['any', ADDRESS]] });
});

test('where it cannot be found out, whoever asked is a reader', () => {
  const told = ['ERR_PAYWALL_CRAWLERS crawlers.verify() failed; a reader is assumed'];
  expect(asks(new Error('no'), null, 'any')).toMatchObject({ who: null, told });
});
