import { randomBytes } from 'node:crypto';

/** The address to ask for, to get a page. */
export type Rewrite = (url: URL) => URL;

export const plain: Rewrite = (url) => url;

/** The address with a query of its own each time, so that a cache that keeps pages by address is passed by. */
export const pastCaches: Rewrite = (url) => withQuery(url, `paywall-audit=${randomBytes(6).toString('hex')}`);

/** Adds to a query without writing the rest of it anew. */
export function withQuery(url: URL, query: string): URL {
  const changed = new URL(url);
  changed.search = url.search === '' ? query : `${url.search}&${query}`;
  return changed;
}

/** The same address with another path. */
export function withPath(url: URL, change: (path: string) => string): URL {
  const changed = new URL(url);
  changed.pathname = change(url.pathname);
  return changed;
}
