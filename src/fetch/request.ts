import type { WebRequest } from './web.js';

/** What a request asks for, as in `/news/tides?page=2`. */
export function targetOf({ url }: { readonly url: string }): string {
  return url.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i, '') || '/';
}

/** The request without some of its fields; the very same where it has none of them. */
export function withoutFields<Req extends WebRequest>(request: Req, names: readonly string[]): Req | WebRequest {
  const present = names.filter((name) => request.headers.has(name));
  if (present.length === 0) return request;
  const headers = new Headers(request.headers);
  for (const name of present) headers.delete(name);
  return new Request(request, { headers });
}
