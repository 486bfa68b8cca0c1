import { privateCacheControl } from '../meter/cache-control.js';
import type { Outcome } from '../meter/outcome.js';

/** Header fields to send with the page; a list is sent as that many fields. */
export type PageHeaders = Readonly<Record<string, string | string[]>>;

/** What goes with a page that is about to be shown. Whoever asks has found the article, or lets the view count all the same. */
export function pageHeaders({ settle }: Outcome): PageHeaders {
  const { header, cookie } = settle(200);
  return {
    ...(header === undefined ? {} : { Paywall: header }),
    'Cache-Control': privateCacheControl(),
    Vary: 'Cookie',
    'Set-Cookie': cookie === undefined ? [] : [cookie],
  };
}
