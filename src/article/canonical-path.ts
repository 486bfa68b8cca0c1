// Segments that start with no dot and hold only what RFC 3986 allows unescaped in a path: nothing there to change.
const CANONICAL = /^(?:\/[\w~!$&'()*+,;=:@-][\w.~!$&'()*+,;=:@-]*)+$/;
const SCHEME_AND_HOST = /^[a-z][a-z\d+.-]*:\/\/[^/\\?#]*/i;
const PLAIN_IN_A_PATH = /[\w.~!$&'()*+,;=:@-]/;

/**
 * The canonical form of a request's path: what an article is called when the site does not say. One article has one
 * name however its address is written, and two articles have two. Any string has a canonical form, and the canonical
 * form of that is itself.
 *
 * - Scheme, host, query and fragment are dropped.
 * - Segments that are empty or `.`, escaped or not, are dropped, and so a trailing slash is. `..` and `\` stay what they are:
 *   browsers resolve them before they ask, and where the site would not, `/articles/7/../8` could open article 7 in the
 *   name of 8.
 * - Escapes of characters that may stand in a path segment are decoded, all others written in upper case (RFC 3986,
 *   sections 3.3 and 6.2.2). So an escaped slash (`%2F`) is not a slash. An escaped comma is a comma: strictly they may
 *   differ, but servers decode both to one, and a reader must not pay twice for it.
 * - Text is in Unicode normalization form C; all but ASCII is escaped, as UTF-8. Escapes that are not UTF-8 stay.
 * - A `%` that begins no escape becomes `%25`.
 *
 * The case of letters is kept, for two slugs may differ by nothing else. Express matches routes without regard to
 * case unless told otherwise, so `/News/a` and `/news/a` may be one page there and are two articles here; a site
 * that serves both should name its articles itself, by `req.params.slug` say.
 *
 * @param url A request's target as Express has it in `req.originalUrl`: a path, an absolute URL, `*`, or junk.
 * @returns A path that starts with `/` and is printable ASCII throughout. It can be as long as `url`, or longer.
 */
export function canonicalPath(url: string): string {
  const path = pathOf(url);
  return CANONICAL.test(path) ? path : withoutIdleSegments(canonicalEscapes(path));
}

function pathOf(url: string): string {
  const target = url.replace(SCHEME_AND_HOST, '');
  const end = target.search(/[?#]/);
  return end === -1 ? target : target.slice(0, end);
}

function canonicalEscapes(path: string): string {
  return escapeStrays(path)
    .replace(/%[\da-f]{2}/gi, decodePlain)
    .replace(/(?:%[89A-F][\dA-F])+/g, decodeUtf8)
    .split(/(%..)/)
    .map((part) => (part.startsWith('%') ? part : encodeURI(part.normalize('NFC'))))
    .join('');
}

/** Escapes what may not stand unescaped in a path, including each `%` that begins no escape of its own. */
function escapeStrays(path: string): string {
  const wellFormed = path.replace(/\p{Surrogate}/gu, '\uFFFD');
  return encodeURI(wellFormed).replace(/%25(?=[\da-f]{2})/gi, '%');
}

function decodePlain(escaped: string): string {
  const character = String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
  return PLAIN_IN_A_PATH.test(character) ? character : escaped.toUpperCase();
}

function decodeUtf8(escapes: string): string {
  try {
    return decodeURIComponent(escapes);
  } catch {
    return escapes;
  }
}

function withoutIdleSegments(path: string): string {
  const kept = path.split('/').filter((segment) => segment !== '' && segment !== '.');
  return `/${kept.join('/')}`;
}
