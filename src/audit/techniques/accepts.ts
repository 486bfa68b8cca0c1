import { byFields, type Technique } from './technique.js';

/** Asking for another rendering of the same page. */
export const accepts: readonly Technique[] = [
  byFields({
    id: 'accept',
    title: 'Another format (Accept)',
    advice:
      'Meter the route, not the template: every format that the route can answer with has to look at `req.paywall.state`.',
    fields: {
      JSON: { Accept: 'application/json' },
      'JSON-LD': { Accept: 'application/ld+json' },
      ActivityPub: { Accept: 'application/activity+json' },
      Markdown: { Accept: 'text/markdown' },
      'plain text': { Accept: 'text/plain' },
      feed: { Accept: 'application/rss+xml, application/atom+xml' },
      anything: { Accept: '*/*' },
    },
  }),
  byFields({
    id: 'accept-fragment',
    title: 'A fragment of the page, as scripts ask',
    advice:
      'Meter what your scripts fetch like the page itself: the same route, or `paywall.meter()` with the same `article` on theirs.',
    fields: {
      'X-Requested-With': { 'X-Requested-With': 'XMLHttpRequest' },
      'React server components': { RSC: '1', Accept: 'text/x-component' },
      'Next.js data': { 'x-nextjs-data': '1' },
      PJAX: { 'X-PJAX': 'true' },
      htmx: { 'HX-Request': 'true' },
      Turbo: { 'Turbo-Frame': 'content', Accept: 'text/vnd.turbo-stream.html, text/html' },
      Inertia: { 'X-Inertia': 'true' },
    },
  }),
  byFields({
    id: 'accept-hints',
    title: 'Language, Save-Data and other hints',
    advice: 'No hint may choose a page that the meter does not stand before.',
    fields: {
      'another language': { 'Accept-Language': 'de' },
      'Save-Data': { 'Save-Data': 'on' },
      'Do Not Track': { DNT: '1', 'Sec-GPC': '1' },
      'a frame': { 'Sec-Fetch-Dest': 'iframe', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Site': 'cross-site' },
      'an app': { 'X-Requested-With': 'com.google.android.googlequicksearchbox' },
    },
  }),
];
