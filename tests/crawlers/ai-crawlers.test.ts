import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { AI_CRAWLERS, type AiCrawlersOptions, aiCrawlerAnswer, aiCrawlerOf } from '../../src/crawlers/index.js';
import { createCrawlers, SEARCH_CRAWLERS } from '../../src/crawlers/search/index.js';
import { OptionError } from '../../src/options/errors.js';

function browserUserAgents(): string[] {
  const { userAgents } = JSON.parse(readFileSync(new URL('browser-user-agents.json', import.meta.url), 'utf8'));
  return userAgents;
}

describe('aiCrawlerOf', () => {
  test.each([
    [
      'GPTBot',
      'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)',
    ],
    [
      'ChatGPT-User',
      'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; ChatGPT-User/1.0; +https://openai.com/bot',
    ],
    [
      'OAI-SearchBot',
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36; compatible; OAI-SearchBot/1.3; +https://openai.com/searchbot',
    ],
    [
      'ClaudeBot',
      'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ClaudeBot/1.0; +claudebot@anthropic.com)',
    ],
    ['Claude-User', 'Claude-User (claude-code/2.1.83; +https://support.anthropic.com/)'],
    [
      'PerplexityBot',
      'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; PerplexityBot/1.0; +https://perplexity.ai/perplexitybot)',
    ],
    ['CCBot', 'CCBot/2.0 (https://commoncrawl.org/faq/)'],
    [
      'Bytespider',
      'Mozilla/5.0 (Linux; Android 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Mobile Safari/537.36 (compatible; Bytespider; spider-feedback@bytedance.com)',
    ],
    ['meta-externalagent', 'meta-externalagent/1.1 (+https://developers.facebook.com/docs/sharing/webmasters/crawler)'],
    [
      'Amazonbot',
      'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Amazonbot/0.1; +https://developer.amazon.com/support/amazonbot) Chrome/119.0.6045.214 Safari/537.36',
    ],
    ['DuckAssistBot', 'DuckAssistBot/1.2; (+http://duckduckgo.com/duckassistbot.html)'],
    ['GPTBot', 'gptbot'],
  ])('finds %s in %s', (name, userAgent) => {
    expect(aiCrawlerOf(userAgent)).toBe(name);
  });

  test.each([
    [undefined],
    [''],
    ['Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'],
    ['Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)'],
    ['Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 Safari/605.1.15 (Applebot/0.1; +http://www.apple.com/go/applebot)'],
    ['facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)'],
    [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Code/1.99.0 Chrome/134.0.0.0 Electron/35.1.0 Safari/537.36',
    ],
    ['MyGPTBotReader/1.0'],
    ['GPTBot-Fan/1.0'],
    ['Mozilla/5.0 (+https://openai.com/gptbot)'],
    ['Mozilla/5.0 (claudebot@anthropic.com)'],
  ])('finds none in %s', (userAgent) => {
    expect(aiCrawlerOf(userAgent)).toBeNull();
  });

  test('finds every name on the list, whatever its version and place', () => {
    for (const name of AI_CRAWLERS) {
      expect([name, aiCrawlerOf(name)]).toEqual([name, name]);
      expect([name, aiCrawlerOf(`Mozilla/5.0 (compatible; ${name}/9.9; +https://crawler.example)`)]).toEqual([
        name,
        name,
      ]);
    }
  });

  test('calls no search engine’s crawler an AI crawler', () => {
    const products = SEARCH_CRAWLERS.flatMap((crawler) => crawler.products);
    expect(products.filter((product) => aiCrawlerOf(product) !== null)).toEqual([]);
  });
});

describe('a corpus of real browsers', () => {
  const corpus = browserUserAgents();

  test('has more than a thousand distinct user agents', () => {
    expect(new Set(corpus).size).toBeGreaterThan(1000);
  });

  test('holds no AI crawler', () => {
    expect(corpus.filter((userAgent) => aiCrawlerOf(userAgent) !== null)).toEqual([]);
  });

  test('holds nobody who claims to be a search crawler', () => {
    const { verify } = createCrawlers({ dns: false });
    expect(corpus.filter((userAgent) => verify(userAgent, '66.249.66.1') !== 'none')).toEqual([]);
  });
});

describe('aiCrawlerAnswer', () => {
  test.each<[AiCrawlersOptions, ReturnType<typeof aiCrawlerAnswer>]>([
    [{}, null],
    [{ policy: 'allow', terms: 'https://news.example/terms' }, null],
    [
      { policy: 'block' },
      { status: 403, headers: { 'Cache-Control': 'private, no-store', Vary: 'Cookie, User-Agent' } },
    ],
    [
      { policy: 402, headers: { 'crawler-price': 'USD 0.01' }, terms: 'https://news.example/licence' },
      {
        status: 402,
        headers: {
          'crawler-price': 'USD 0.01',
          Link: '<https://news.example/licence>; rel="terms-of-service"',
          'Cache-Control': 'private, no-store',
          Vary: 'Cookie, User-Agent',
        },
      },
    ],
    [
      {
        policy: 'block',
        headers: { link: '<https://news.example/l.xml>; rel="license"; type="application/rsl+xml"' },
        terms: 'https://news.example/te>rms',
      },
      {
        status: 403,
        headers: {
          Link: '<https://news.example/l.xml>; rel="license"; type="application/rsl+xml", <https://news.example/te%3Erms>; rel="terms-of-service"',
          'Cache-Control': 'private, no-store',
          Vary: 'Cookie, User-Agent',
        },
      },
    ],
  ])('%j', (options, answer) => {
    expect(aiCrawlerAnswer(options)).toEqual(answer);
  });

  test.each<[string, AiCrawlersOptions, string]>([
    [
      'a line break in a value',
      { policy: 402, headers: { 'crawler-price': 'USD 1\r\nSet-Cookie: a=b' } },
      'aiCrawlers.headers["crawler-price"]',
    ],
    ['a name that is none', { policy: 402, headers: { 'crawler price': '1' } }, 'aiCrawlers.headers["crawler price"]'],
    [
      'the paywall’s own field',
      { policy: 402, headers: { 'cache-control': 'public' } },
      'aiCrawlers.headers["cache-control"]',
    ],
    ['a cookie', { policy: 402, headers: { 'Set-Cookie': 'a=b' } }, 'aiCrawlers.headers["Set-Cookie"]'],
    ['terms that are no address', { policy: 'allow', terms: '/terms' }, 'aiCrawlers.terms'],
    ['terms that run', { policy: 402, terms: 'javascript:alert(1)' }, 'aiCrawlers.terms'],
  ])('refuses %s at construction', (_, options, option) => {
    expect(() => aiCrawlerAnswer(options)).toThrow(OptionError);
    expect(() => aiCrawlerAnswer(options)).toThrow(expect.objectContaining({ option }));
  });

  test('refuses another policy, as JavaScript can pass', () => {
    const options = JSON.parse('{"policy":"deny"}');
    expect(() => aiCrawlerAnswer(options)).toThrow('aiCrawlers.policy: "deny" is not a policy');
  });
});
