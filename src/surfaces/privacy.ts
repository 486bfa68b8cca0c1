import type { Response } from 'express';

/** Headers by which caches would be told otherwise than by `Cache-Control` (RFC 9213, nginx, Fastly, Akamai). */
const OTHER_CACHE_HEADERS = [
  'CDN-Cache-Control',
  'Cloudflare-CDN-Cache-Control',
  'Surrogate-Control',
  'Edge-Control',
  'X-Accel-Expires',
  'Expires',
];

/** Directives of the site's that may stay beside ours, since they only forbid more. */
const STRICTER = ['no-store', 'no-transform', 'must-revalidate'];

/**
 * Keeps a metered response out of shared caches, whatever the site asked for: `private, no-cache`, with the stricter
 * directives of the site's own header, and `Vary: Cookie` (RFC 9111 sections 5.2.2 and 4.1).
 */
export function keepPrivate(res: Response): void {
  for (const name of OTHER_CACHE_HEADERS) res.removeHeader(name);
  const own = String(res.getHeader('Cache-Control') ?? '').toLowerCase();
  const kept = STRICTER.filter((directive) => own.split(/[\s,]+/).includes(directive));
  res.setHeader('Cache-Control', ['private', 'no-cache', ...kept].join(', '));
  res.vary('Cookie');
}
