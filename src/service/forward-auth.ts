import type { IncomingHttpHeaders } from 'node:http';
import { canonicalPath } from '../article/index.js';
import type { Outcome, View } from '../meter/index.js';
import { addressOf } from './address.js';
import type { IsArticle } from './articles.js';
import { articleOfFields } from './named-article.js';
import { proxiedFields } from './page-headers.js';
import { Problem, type Reply } from './reply.js';

/** How proxies tell of the reader's request: Caddy and Traefik in the first way, nginx by custom in the second. */
const WAYS = [
  ['x-forwarded-method', 'x-forwarded-uri'],
  ['x-original-method', 'x-original-uri'],
] as const;

const TELL_IN_ONE_WAY =
  'Have the proxy set X-Forwarded-Method and X-Forwarded-Uri, or X-Original-Method and X-Original-URI, and drop the other two';

/**
 * The view that a proxy asks about: of the article that it names, as a cache can that holds the page, or else of the path.
 *
 * @param isArticle `null` where the service has not been told.
 * @throws {Problem} 400 unless it is told in exactly one way: of two, one would be the reader's own; 404 where nothing tells whether
 *   this is an article.
 */
export function forwardedView(headers: IncomingHttpHeaders, isArticle: IsArticle | null): View {
  const { method, uri } = toldOf(headers);
  if (typeof method !== 'string' || uri === undefined) throw new Problem(400, TELL_IN_ONE_WAY);
  const article = articleOfFields(headers) ?? articleOfPath(uri, isArticle);
  return { method, target: uri, article: () => article, headers, address: addressOf(headers) };
}

/** The target of the reader's request; `undefined` unless it is told in exactly one way. */
export function forwardedTarget(headers: IncomingHttpHeaders): string | undefined {
  return toldOf(headers).uri;
}

function toldOf(headers: IncomingHttpHeaders): { readonly method?: unknown; readonly uri?: string } {
  const told = WAYS.filter((names) => names.some((name) => headers[name] !== undefined));
  const [method, uri] = (told.length === 1 ? (told[0] ?? []) : []).map((name) => headers[name]);
  return typeof uri === 'string' ? { method, uri } : {};
}

function articleOfPath(uri: string, isArticle: IsArticle | null): string | null {
  if (!isArticle) throw new Problem(404, 'The service has not been told which pages are articles');
  const path = canonicalPath(uri);
  return isArticle(path) || isArticle(asLenientServersRead(path)) ? path : null;
}

/**
 * The path of a site that takes escaped slashes and backslashes for slashes and resolves `..`, as many do: what is an article
 * there must not pass for none here. No link of an honest page is written so.
 */
function asLenientServersRead(path: string): string {
  return canonicalPath(new URL(`http://site.invalid${path.replace(/%(?:2F|5C)/g, '/')}`).pathname);
}

/** What tells an answer of ours from an error that a server in between has made, which may have the same status. */
const OURS = { 'Paywall-Answer': '?1' };

/**
 * The outcome as proxies understand it: 200 with what to send, or the answer to send instead of the page. A page that is
 * none of the meter's gets no field.
 *
 * @param more What goes with a page of the meter's besides.
 */
export function forwardReply(outcome: Outcome, more: Reply['headers']): Reply {
  const { answer, metered } = outcome;
  if (answer) return { ...answer, headers: { ...answer.headers, ...OURS } };
  return { status: 200, headers: metered ? { ...proxiedFields(outcome), ...more } : {} };
}
