import { aiCrawlerOf } from '../crawlers/index.js';
import { searchCrawlerOf } from '../crawlers/search/index.js';
import { cameToNothing, isSpeculative, isSubresource } from '../meter/index.js';
import { readerField, requestOf } from './log/request.js';
import type { SimulateSettings } from './options.js';

/** Lines by what they are, each of which is one thing; in the order in which it is asked. */
export const noLines = () => ({
  unreadable: 0,
  'no-article': 0,
  crawler: 0,
  'ai-crawler': 0,
  speculative: 0,
  subresource: 0,
  head: 0,
  'came-to-nothing': 0,
  'no-reader': 0,
  view: 0,
});

export type Kind = keyof ReturnType<typeof noLines>;

/** A view of an article by a reader. */
export interface LoggedView {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly article: string;
  readonly reader: string;
  readonly address: string | undefined;
  /** Whether the line tells the reader's program. */
  readonly hasUserAgent: boolean;
}

/** What a line is, and what is to be known of it. */
export type Sorted =
  | { readonly kind: 'view'; readonly at: number; readonly view: LoggedView }
  | { readonly kind: 'unreadable'; readonly why: string }
  | { readonly kind: Exclude<Kind, 'view' | 'unreadable'>; readonly at: number };

/** Says what a line is, as the meter would have. Crawlers are believed by name: a log has nothing to prove them by. */
export function sort(line: string | null, { readLine, articleOf, reader }: SimulateSettings): Sorted {
  if (line === null) return { kind: 'unreadable', why: 'it is longer than any server writes' };
  const fields = readLine(line);
  if (!fields) return { kind: 'unreadable', why: 'it is not of this format' };
  const request = requestOf(fields);
  if (typeof request === 'string') return { kind: 'unreadable', why: request };
  const { at, method, target, status, headers, address } = request;
  const as = (kind: Exclude<Kind, 'view' | 'unreadable'>): Sorted => ({ kind, at });
  const article = method === 'GET' || method === 'HEAD' ? articleOf(target) : null;
  if (article === null) return as('no-article');
  const userAgent = headers['user-agent'];
  if (searchCrawlerOf(userAgent) !== null) return as('crawler');
  if (aiCrawlerOf(userAgent) !== null) return as('ai-crawler');
  if (isSpeculative(headers)) return as('speculative');
  if (isSubresource(headers, false)) return as('subresource');
  if (method === 'HEAD') return as('head');
  if (cameToNothing(status)) return as('came-to-nothing');
  const byAddress = address && `${address} ${userAgent ?? ''}`;
  const name = reader === null ? byAddress : readerField(fields, request, reader);
  if (name === undefined) return as('no-reader');
  return { kind: 'view', at, view: { at, article, reader: name, address, hasUserAgent: userAgent !== undefined } };
}
