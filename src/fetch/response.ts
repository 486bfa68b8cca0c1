import type { Answer, FieldChanges, PresentFields } from '../meter/index.js';

/** An answer of ours in place of the page. */
export function answerOf({ status, headers }: Answer): Response {
  return new Response(null, { status, headers: { ...headers } });
}

/** Whether a value is a response, of this realm or another. */
export function isResponse(value: unknown): value is Response {
  return typeof value === 'object' && value !== null && 'status' in value && 'headers' in value;
}

/** What the site has set on a response. */
export function presentFields({ headers }: Response): PresentFields {
  return {
    names: [...new Set(headers.keys())],
    get: (name) => (name === 'set-cookie' ? headers.getSetCookie() : (headers.get(name) ?? undefined)),
  };
}

/** A copy of a response with other fields: those of some cannot be changed, and the site may have kept its own. */
export function changed(
  response: Response,
  body: ReadableStream<Uint8Array> | null,
  status: number,
  { set, cookie, remove }: FieldChanges,
): Response {
  // Out of the response itself where that may be, for platforms keep more with it than the standard names.
  const init = status === response.status ? response : { status, headers: response.headers };
  const copy = new Response(body, init);
  const { headers } = copy;
  for (const name of remove) headers.delete(name);
  for (const [name, value] of Object.entries(set)) {
    headers.delete(name);
    for (const one of [value].flat()) headers.append(name, one);
  }
  if (cookie !== undefined) headers.append('Set-Cookie', cookie);
  return copy;
}
