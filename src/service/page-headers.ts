import { NO_FIELDS, type Outcome, type PresentFields } from '../meter/index.js';

/** Header fields to send with the page; a list is sent as that many fields. */
export type PageHeaders = Readonly<Record<string, string | string[]>>;

/** What goes with a page that is about to be shown, and what must not. */
export interface PageFields {
  readonly headers: PageHeaders;
  /** Fields that the page must not be sent with, in lower case. */
  readonly remove: readonly string[];
}

/**
 * Fields by which sites speak to caches past `Cache-Control`. The service does not see which of them a page has, and takes it
 * for having all that are known.
 */
const CACHE_FIELDS = [
  'expires',
  'surrogate-control',
  'edge-control',
  'x-accel-expires',
  'cdn-cache-control',
  'cloudflare-cdn-cache-control',
  'netlify-cdn-cache-control',
  'vercel-cdn-cache-control',
  'x-litespeed-cache-control',
];

const WITH_CACHE_FIELDS: PresentFields = { ...NO_FIELDS, names: CACHE_FIELDS };

/** The fields of a page that is about to be shown. Whoever asks has found the article, or lets the view count all the same. */
export function pageFields(outcome: Outcome): PageFields {
  const { set, cookie, remove } = outcome.end(200, WITH_CACHE_FIELDS);
  return { headers: { ...set, 'Set-Cookie': cookie === undefined ? [] : [cookie] }, remove };
}

/** The same for proxies, which take out what they know of themselves. */
export function proxiedFields(outcome: Outcome): Readonly<Record<string, string | string[]>> {
  const { set, cookie } = outcome.end(200);
  return cookie === undefined ? set : { ...set, 'Set-Cookie': cookie };
}
