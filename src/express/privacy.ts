import { ServerResponse } from 'node:http';
import type { Response } from 'express';
import { privateCacheControl } from '../meter/cache-control.js';

/**
 * Fields by which caches are told otherwise than by `Cache-Control`: targeted ones, whose names end alike (RFC 9213,
 * `CDN-Cache-Control`, LiteSpeed's too), and those of nginx, Fastly and Akamai.
 */
const OTHER_CACHE_FIELD = /-cache-control$|^(?:surrogate-control|edge-control|x-accel-expires|expires)$/i;

/**
 * Whether somebody has asked already to see a response's headers just before they are sent. Who asks first sees them last:
 * a middleware that sets `Cache-Control` on every page, say, after us.
 */
export function isWatched(res: Response): boolean {
  return res.writeHead !== ServerResponse.prototype.writeHead;
}

/**
 * Keeps a metered response out of shared caches, whatever the site asked for, by `Cache-Control` and `Vary: Cookie`
 * (RFC 9111 section 4.1).
 *
 * @param present The names of the headers there are, in lower case.
 * @param watched Whether others see the headers after us; it takes some time to have the last word then.
 */
export function keepPrivate(res: Response, present: readonly string[], watched: boolean): void {
  for (const name of present) if (OTHER_CACHE_FIELD.test(name)) res.removeHeader(name);
  const own = present.includes('cache-control') ? res.getHeader('Cache-Control') : undefined;
  res.setHeader('Cache-Control', privateCacheControl(own === undefined ? '' : String(own)));
  if (present.includes('vary')) res.vary('Cookie');
  else res.setHeader('Vary', 'Cookie');
  if (watched) lockCacheFields(res);
}

/** Leaves the fields that caches go by as they are now, whoever sets them. */
function lockCacheFields(res: Response): void {
  const { setHeader, appendHeader, removeHeader } = res;
  const isLocked = (name: string) => /^cache-control$/i.test(name) || OTHER_CACHE_FIELD.test(name);
  res.setHeader = (name, value) => (isLocked(name) ? res : setHeader.call(res, name, value));
  res.appendHeader = (name, value) => (isLocked(name) ? res : appendHeader.call(res, name, value));
  res.removeHeader = (name) => (isLocked(name) ? undefined : removeHeader.call(res, name));
}
