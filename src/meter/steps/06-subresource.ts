import type { Answer } from '../outcome.js';
import { isOneOf, type RequestFields } from '../request-fields.js';

/** Destinations (Fetch standard, section 2.2.5) for which a page is fetched to be read. */
const PAGES: ReadonlySet<string> = new Set(['document', 'empty', '']);
const FRAMES: ReadonlySet<string> = new Set(['iframe', 'frame', 'fencedframe', 'embed', 'object']);

/** Sites (W3C Fetch Metadata, section 2.3) from which a page of ours is asked for by itself or by its reader. */
const OURS: ReadonlySet<string> = new Set(['same-origin', 'none', '']);

/**
 * Whether a page is asked for as something that nobody reads: as an image, a script or any other part of a page; as a frame of
 * another origin's, unless the site is made to be framed; or by a `no-cors` request of another origin, whose answer no script
 * can see. A request that says nothing of it (W3C Fetch Metadata, `Sec-Fetch-Dest`) is a view.
 *
 * @param framed Whether other sites may frame the page, as `sameSite: 'none'` says.
 */
export function isSubresource(fields: RequestFields, framed: boolean): boolean {
  const dest = fields['sec-fetch-dest'];
  if (dest === undefined) return false;
  const foreign = fields['sec-fetch-site'] !== undefined && !isOneOf(fields['sec-fetch-site'], OURS);
  if (isOneOf(dest, FRAMES)) return foreign && !framed;
  return !isOneOf(dest, PAGES) || (foreign && isOneOf(fields['sec-fetch-mode'], NO_CORS));
}

const NO_CORS: ReadonlySet<string> = new Set(['no-cors']);

/**
 * The whole answer to such a request for an article not read yet. Not 503, at which balancers take a server for broken: a page
 * may hold hundreds of these.
 */
export const SUBRESOURCE_ANSWER: Answer = {
  status: 403,
  headers: { 'Cache-Control': 'no-store', Vary: 'Cookie, Sec-Fetch-Dest, Sec-Fetch-Mode, Sec-Fetch-Site' },
};
