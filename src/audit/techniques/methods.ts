import { spends } from './spending.js';
import { byFields, byRequests, closed, open, type Technique } from './technique.js';

/** Without compression, which parts of a body could not be undone from. */
const part = (range: string) => ({ Range: range, 'Accept-Encoding': 'identity' });

/** PUT, PATCH and DELETE are left out: a site that obeys them would lose the article. */
const METHODS = ['POST', 'OPTIONS', 'PROPFIND', 'SEARCH'];

/** Asking otherwise than by a plain GET. */
export const methods: readonly Technique[] = [
  byRequests({
    id: 'method',
    title: `Other methods (${METHODS.join(', ')})`,
    advice:
      'Serve articles to GET and HEAD alone: the meter passes other methods on, so no route for them may render the text.',
    tries: ({ article }) => METHODS.map((method) => ({ label: method, ask: { url: article, method } })),
  }),
  byFields({
    id: 'method-override',
    title: 'Another method by X-HTTP-Method-Override',
    advice: 'Do not mount method-override before the meter: it turns a GET into a method that is not metered.',
    fields: Object.fromEntries(METHODS.map((method) => [method, { 'X-HTTP-Method-Override': method }])),
  }),
  byFields({
    id: 'range',
    title: 'A part of the page (Range)',
    advice: 'Put the meter before whatever answers ranges, so that a part is a part of the blocked page.',
    fields: {
      'the whole as a range': part('bytes=0-'),
      'the last bytes': part('bytes=-20000'),
      'a later part': part('bytes=2000-'),
    },
  }),
  {
    id: 'range-uncounted',
    title: 'Reading everything by ranges, uncounted',
    advice: 'Count a GET with a `Range` like any other; `paywall.meter()` does.',
    async examine({ outreads, limit }) {
      return (await outreads(undefined, part('bytes=0-')))
        ? open(`more than ${limit} articles in full`)
        : closed(`never more than ${limit} articles`);
    },
  },
  byRequests({
    id: 'conditional',
    title: 'Conditional requests (If-None-Match)',
    advice: 'Put the meter before whatever answers conditional requests, and keep metered pages `private, no-cache`.',
    tries: ({ article, page }) => {
      const tag = page.headers.etag;
      const fields = {
        'a tag that never was': { 'If-None-Match': '"never"' },
        ...(tag !== undefined && { 'the tag of the whole page': { 'If-None-Match': tag } }),
        'a date long ago': { 'If-Modified-Since': 'Thu, 01 Jan 1970 00:00:00 GMT' },
      };
      return Object.entries(fields).map(([label, headers]) => ({ label, ask: { url: article, headers } }));
    },
  }),
  byRequests({
    id: 'head',
    title: 'HEAD',
    advice: 'Answer HEAD with the header fields of the blocked page, and nothing in them that is not in it.',
    tries: ({ article }) => [{ label: 'HEAD', ask: { url: article, method: 'HEAD' } }],
  }),
  {
    id: 'head-spends',
    title: 'A HEAD request spends a reader’s article',
    advice:
      'It costs readers articles that they never saw, as link checkers and previews ask. `paywall.meter()` does not count HEAD.',
    examine: (probe) => spends(probe, { method: 'HEAD' }),
  },
];
