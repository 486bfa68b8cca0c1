import { withPath, withQuery } from '../address.js';
import type { HeaderFields } from '../http/exchange.js';
import { byRequests, type Technique, type Try } from './technique.js';

const QUERIES: Readonly<Record<'amp' | 'print' | 'open' | 'variant', readonly string[]>> = {
  amp: ['amp', 'amp=1', 'outputType=amp', 'format=amp', '_amp=true'],
  print: ['print', 'print=1', 'view=print', 'mode=reader', 'm=1', 'mobile=1', 'plain=1'],
  open: [
    'share=1',
    'bypass=1',
    'free=1',
    'gift=1',
    'unlocked=1',
    'preview=true',
    'nopaywall=1',
    'utm_source=newsletter',
    '_escaped_fragment_=',
  ],
  variant: ['variant=full', 'variant=1', 'variant=2', 'paywall=off'],
};

/** What caches and proxies tell a site of a decision, by fields. */
const CLAIMS: Readonly<Record<string, HeaderFields>> = {
  'Paywall-Variant: full': { 'Paywall-Variant': 'full' },
  'Paywall: free': { Paywall: 'free' },
  'Paywall-Result: ALLOW': { 'Paywall-Result': 'ALLOW', 'X-Paywall-Result': 'ALLOW' },
  'X-Variant: full': { 'X-Variant': 'full', 'X-Paywall-Variant': 'full', 'X-Paywall': 'free' },
  'X-Subscriber: 1': { 'X-Subscriber': '1', 'X-Entitled': 'true', 'X-Access': 'full' },
};

const byQuery = (article: URL, queries: readonly string[]): readonly Try[] =>
  queries.map((query) => ({ label: `?${query}`, ask: { url: withQuery(article, query) } }));

const byPath = (article: URL, changes: readonly ((path: string) => string)[]): readonly Try[] =>
  changes
    .map((change) => withPath(article, change))
    .filter(({ pathname }) => pathname !== article.pathname)
    .map((url) => ({ label: url.pathname, ask: { url } }));

const after = (ending: string) => (path: string) => `${path.replace(/\/$/, '')}${ending}`;
const before = (beginning: string) => (path: string) => `${beginning}${path}`;

/** Each letter of the last segment's first, in the form of an escape. */
const escapeOne = (path: string): string =>
  path.replace(
    /\/([a-z])([^/]*\/?)$/i,
    (_, letter: string, rest: string) => `/%${letter.charCodeAt(0).toString(16)}${rest}`,
  );

/** Other addresses of the same article. */
export const variants: readonly Technique[] = [
  byRequests({
    id: 'variant-amp',
    title: 'An AMP version',
    advice: 'Mount `paywall.meter()` on the AMP route too, with the same `article`, or drop the route.',
    tries: ({ article }) => [
      ...byQuery(article, QUERIES.amp),
      ...byPath(article, [after('/amp'), after('/amp/'), after('.amp'), after('.amp.html'), before('/amp')]),
    ],
  }),
  byRequests({
    id: 'variant-print',
    title: 'A print, mobile or reader version',
    advice: 'Mount `paywall.meter()` on it with the same `article`, or make it from the metered page by a style sheet.',
    tries: ({ article }) => [
      ...byQuery(article, QUERIES.print),
      ...byPath(article, [
        after('/print'),
        after('/print/'),
        after('.print'),
        before('/print'),
        before('/m'),
        after('.txt'),
        after('.md'),
      ]),
    ],
  }),
  byRequests({
    id: 'variant-query',
    title: 'A query that opens (?share=, ?bypass=)',
    advice: 'No bare word in a query may open an article: sign what does, for one article and for a time.',
    tries: ({ article }) => byQuery(article, QUERIES.open),
  }),
  byRequests({
    id: 'variant-claimed',
    title: 'A variant that the reader asks for themselves',
    advice:
      'Have the cache or proxy overwrite what readers send of its own fields, and let the site believe them only beside a token, as `paywall.variant()` does.',
    tries: ({ article }) => [
      ...Object.entries(CLAIMS).map(([label, headers]) => ({ label, ask: { url: article, headers } })),
      ...byQuery(article, QUERIES.variant),
    ],
  }),
  byRequests({
    id: 'variant-spelling',
    title: 'Another spelling of the address',
    advice:
      'Name the article by what the route found, as in `meter({ article: (req) => req.params.slug })`, not by the address as it was typed.',
    tries: ({ article }) =>
      byPath(article, [
        after('/'),
        after('//'),
        (path) => `/${path}`,
        (path) => path.toUpperCase(),
        escapeOne,
        after(';v=1'),
        after('/index.html'),
        after('.html'),
        after('%20'),
      ]),
  }),
];
