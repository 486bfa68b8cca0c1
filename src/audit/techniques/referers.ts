import { byFields, type Technique } from './technique.js';

const asFields = (...referers: readonly string[]) =>
  Object.fromEntries(referers.map((referer) => [new URL(referer).host, { Referer: referer }]));

/** Pretending to come from somewhere else. */
export const referers: readonly Technique[] = [
  byFields({
    id: 'referer-search',
    title: 'Referer of a search engine',
    advice:
      'Do not let the `Referer` decide anything: whoever reads can write it. A new reader’s first articles are free anyway.',
    fields: asFields(
      'https://www.google.com/',
      'https://news.google.com/',
      'https://www.bing.com/',
      'https://duckduckgo.com/',
      'https://search.yahoo.com/',
      'https://yandex.com/',
    ),
  }),
  byFields({
    id: 'referer-social',
    title: 'Referer of a social network',
    advice:
      'Do not let the `Referer` decide anything. For a campaign, name what is not counted in `meter({ article })`, by something that you signed.',
    fields: asFields(
      'https://www.facebook.com/',
      'https://l.facebook.com/',
      'https://t.co/x',
      'https://x.com/',
      'https://www.linkedin.com/',
      'https://www.reddit.com/',
      'https://news.ycombinator.com/',
      'https://flipboard.com/',
      'https://cdn.ampproject.org/',
      'https://mail.google.com/',
    ),
  }),
];
