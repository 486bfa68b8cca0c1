const PRIVATE = 'private, no-cache';

/** Directives of the site's that may stay beside ours, since they only forbid more. */
const STRICTER = ['no-store', 'no-transform', 'must-revalidate'];

/**
 * The `Cache-Control` of a metered response: `private, no-cache` (RFC 9111 section 5.2.2), with the stricter directives of
 * the site's own.
 */
export function privateCacheControl(own = ''): string {
  const directives = own.toLowerCase().split(/[\s,]+/);
  return [PRIVATE, ...STRICTER.filter((directive) => directives.includes(directive))].join(', ');
}
