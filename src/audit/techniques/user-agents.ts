import { byFields, type Technique } from './technique.js';

const CHROME = 'AppleWebKit/537.36 (KHTML, like Gecko)';

/** Names that anybody can give. */
const SEARCH = {
  Googlebot: 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  'Googlebot Smartphone': `Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) ${CHROME} Chrome/140.0.0.0 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)`,
  'Googlebot-News': 'Googlebot-News',
  Bingbot: `Mozilla/5.0 ${CHROME}; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/140.0.0.0 Safari/537.36`,
  Applebot:
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15 (Applebot/0.1; +http://www.apple.com/go/applebot)',
  DuckDuckBot: 'DuckDuckBot/1.1; (+http://duckduckgo.com/duckduckbot.html)',
  YandexBot: 'Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)',
};

const SOCIAL = {
  facebookexternalhit: 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
  FacebookBot:
    'Mozilla/5.0 (compatible; FacebookBot/1.0; +https://developers.facebook.com/docs/sharing/webmasters/facebookbot/)',
  Twitterbot: 'Twitterbot/1.0',
  Slackbot: 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
  LinkedInBot: 'LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)',
  WhatsApp: 'WhatsApp/2.23.20.0',
  TelegramBot: 'TelegramBot (like TwitterBot)',
  Discordbot: 'Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)',
  Pinterestbot: 'Mozilla/5.0 (compatible; Pinterestbot/1.0; +http://www.pinterest.com/bot.html)',
};

const SERVICES = {
  'Google AMP cache': 'Mozilla/5.0 (compatible; Google-AMPHTML)',
  'Google FeedFetcher': 'FeedFetcher-Google; (+http://www.google.com/feedfetcher.html)',
  'Chrome-Lighthouse': `Mozilla/5.0 (X11; Linux x86_64) ${CHROME} Chrome/140.0.0.0 Safari/537.36 Chrome-Lighthouse`,
  archive: 'Mozilla/5.0 (compatible; archive.org_bot +http://archive.org/details/archive.org_bot)',
  GPTBot: `Mozilla/5.0 ${CHROME}; compatible; GPTBot/1.2; +https://openai.com/gptbot)`,
  ClaudeBot: `Mozilla/5.0 ${CHROME}; compatible; ClaudeBot/1.0; +claudebot@anthropic.com)`,
  'text browser': 'Lynx/2.9.2 libwww-FM/2.14',
};

const asFields = (agents: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(agents).map(([label, value]) => [label, { 'User-Agent': value }]));

/** Claiming to be somebody who is let in. */
export const userAgents: readonly Technique[] = [
  byFields({
    id: 'user-agent-search',
    title: 'User agent of a search crawler',
    advice:
      'Believe proof, never the name: the option `crawlers: true` verifies search crawlers by their published addresses and by DNS.',
    fields: asFields(SEARCH),
  }),
  byFields({
    id: 'user-agent-social',
    title: 'User agent of a social network',
    advice:
      'Their previews need no more than the meta elements: give them the teaser, like any other reader at the wall.',
    fields: asFields(SOCIAL),
  }),
  byFields({
    id: 'user-agent-services',
    title: 'User agent of an archive or an AI crawler',
    advice: 'No name opens an article. For AI crawlers there is the option `aiCrawlers`, which can only close.',
    fields: asFields(SERVICES),
  }),
];
