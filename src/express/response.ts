import { type IncomingMessage, ServerResponse } from 'node:http';
import {
  type Answer,
  type FieldChanges,
  isCacheField,
  isValidator,
  type PresentFields,
  varyWith,
} from '../meter/index.js';

/**
 * Whether somebody has asked already to see a response's fields just before they are sent. Who asks first sees them last:
 * a middleware that sets `Cache-Control` on every page, say, after us.
 */
export function isWatched(res: ServerResponse): boolean {
  return res.writeHead !== ServerResponse.prototype.writeHead;
}

/**
 * The method that a response is sent by, whatever the request's is called meanwhile: a site may have one method stand in for
 * another, and what Node sends a body for is a view.
 */
export function methodOf({ method = 'GET' }: IncomingMessage, res: ServerResponse): string {
  if (method !== 'GET' && method !== 'HEAD') return method;
  return sendsNoBody(res) ? 'HEAD' : 'GET';
}

function sendsNoBody(res: ServerResponse): boolean {
  // Node says it of HTTP/1 by a field of its own, and of HTTP/2 by the stream; where neither does, a HEAD request is a view.
  return Reflect.get(res, '_hasBody') === false || ofStream(res, 'headRequest') === true;
}

/** Whether the reader has gone away: nothing can be sent any more, and no event may tell of it. */
export function hasLeft(req: IncomingMessage, res: ServerResponse): boolean {
  return req.aborted || res.closed || ofStream(res, 'destroyed') === true;
}

/** What the stream of a response over HTTP/2 says of itself, since the response does not. */
function ofStream(res: ServerResponse, property: 'headRequest' | 'destroyed'): unknown {
  const stream: unknown = Reflect.get(res, 'stream');
  return typeof stream === 'object' && stream !== null ? Reflect.get(stream, property) : undefined;
}

/** What the site has set on a response. */
export function presentFields(res: ServerResponse): PresentFields {
  return { names: res.getHeaderNames(), get: (name) => res.getHeader(name) };
}

/**
 * Makes all changes to a response's fields.
 *
 * @param watched Whether others see the fields after us; it takes some time to have the last word then.
 */
export function applyChanges(res: ServerResponse, { set, cookie, remove }: FieldChanges, watched: boolean): void {
  for (const name of remove) res.removeHeader(name);
  for (const name in set) {
    const value = set[name];
    if (value !== undefined) res.setHeader(name, value);
  }
  if (cookie !== undefined) res.appendHeader('Set-Cookie', cookie);
  if (watched) lockFields(res, remove);
}

/** Sends an answer of ours in place of the page. */
export function sendAnswer(res: ServerResponse, { status, headers }: Answer): void {
  // The site may have answered without us, for want of patience.
  if (res.headersSent) return;
  res.statusCode = status;
  const watched = isWatched(res);
  // What the site's middleware has set for its pages must not let a cache keep an answer that is for one reader.
  const remove = res.getHeaderNames().filter((name) => isCacheField(name) || isValidator(name));
  applyChanges(res, { set: headers, cookie: undefined, remove }, watched);
  res.end();
}

/** Leaves the fields that caches go by as they are now, whoever sets them; to `Vary` alone there may still be added. */
function lockFields(res: ServerResponse, removed: readonly string[]): void {
  const { setHeader, appendHeader, removeHeader } = res;
  const isLocked = (name: string): boolean => isCacheField(name) || removed.includes(name.toLowerCase());
  const isVary = (name: string): boolean => name.toLowerCase() === 'vary';
  const wider = (value: unknown): string => varyWith(String(value), String(res.getHeader('Vary') ?? ''));
  res.setHeader = (name, value) =>
    isLocked(name) ? res : setHeader.call(res, name, isVary(name) ? wider(value) : value);
  res.appendHeader = (name, value) => {
    if (isVary(name)) return setHeader.call(res, name, wider(value));
    return isLocked(name) ? res : appendHeader.call(res, name, value);
  };
  res.removeHeader = (name) => (isLocked(name) || isVary(name) ? undefined : removeHeader.call(res, name));
}
