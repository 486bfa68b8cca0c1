/** What is answered in place of the page to a request that nobody reads: the status, who asks, and by which fields. */
export type NotRead = [number, string, Readonly<Record<string, string>>];

/** Requests that nobody reads, each by fields of its own that a proxy has to hand on. */
export const NOT_READ: readonly NotRead[] = [
  [503, 'Turbo’s prefetch', { 'X-Sec-Purpose': 'prefetch' }],
  [503, 'Safari’s preview', { 'X-Purpose': 'preview' }],
  [503, 'an older browser’s prefetch', { Purpose: 'prefetch' }],
  [503, 'Firefox’s prefetch', { 'X-Moz': 'prefetch' }],
  [503, 'Next’s prefetch', { 'Next-Router-Prefetch': '1' }],
  [503, 'Next’s prefetch of a segment', { 'Next-Router-Segment-Prefetch': '/_tree' }],
  [503, 'a prefetch through Next’s middleware', { 'X-Middleware-Prefetch': '1' }],
  [503, 'htmx’s prefetch', { 'HX-Preloaded': 'true' }],
  [403, 'an image', { 'Sec-Fetch-Dest': 'image', 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Site': 'same-site' }],
  [403, 'another site’s frame', { 'Sec-Fetch-Dest': 'iframe', 'Sec-Fetch-Site': 'cross-site' }],
  [
    403,
    'another site’s no-cors fetch',
    { 'Sec-Fetch-Dest': 'empty', 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Site': 'cross-site' },
  ],
];
