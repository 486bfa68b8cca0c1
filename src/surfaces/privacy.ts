import type { Response } from 'express';

/**
 * Fields by which caches are told otherwise than by `Cache-Control`: targeted ones, whose names end alike (RFC 9213,
 * `CDN-Cache-Control`, LiteSpeed's too), and those of nginx, Fastly and Akamai.
 */
const OTHER_CACHE_FIELD = /-cache-control$|^(?:surrogate-control|edge-control|x-accel-expires|expires)$/i;

/** Directives of the site's that may stay beside ours, since they only forbid more. */
const STRICTER = ['no-store', 'no-transform', 'must-revalidate'];

/**
 * Keeps a metered response out of shared caches, whatever the site asked for or asks for from now on: `private, no-cache`,
 * with the stricter directives of the site's own header, and `Vary: Cookie` (RFC 9111 sections 5.2.2 and 4.1).
 */
export function keepPrivate(res: Response): void {
  for (const name of res.getHeaderNames()) if (OTHER_CACHE_FIELD.test(name)) res.removeHeader(name);
  const own = String(res.getHeader('Cache-Control') ?? '').toLowerCase();
  const kept = STRICTER.filter((directive) => own.split(/[\s,]+/).includes(directive));
  res.setHeader('Cache-Control', ['private', 'no-cache', ...kept].join(', '));
  res.vary('Cookie');
  lockCacheFields(res);
}

/**
 * What asked before us to see the headers just before they are sent, as a middleware that sets `Cache-Control` on every page
 * may, sees them after us.
 */
function lockCacheFields(res: Response): void {
  const { setHeader, appendHeader, removeHeader } = res;
  const isLocked = (name: string) => /^cache-control$/i.test(name) || OTHER_CACHE_FIELD.test(name);
  res.setHeader = (name, value) => (isLocked(name) ? res : setHeader.call(res, name, value));
  res.appendHeader = (name, value) => (isLocked(name) ? res : appendHeader.call(res, name, value));
  res.removeHeader = (name) => (isLocked(name) ? undefined : removeHeader.call(res, name));
}
