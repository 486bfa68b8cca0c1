import type { IncomingHttpHeaders } from 'node:http';
import { canonicalPath } from '../article/index.js';
import type { Outcome, View } from '../meter/index.js';
import type { IsArticle } from './articles.js';
import { pageFields } from './page-headers.js';
import { Problem, type Reply } from './reply.js';

/** How proxies tell of the reader's request: Caddy and Traefik in the first way, nginx by custom in the second. */
const WAYS = [
  ['x-forwarded-method', 'x-forwarded-uri'],
  ['x-original-method', 'x-original-uri'],
] as const;

const TELL_IN_ONE_WAY =
  'Have the proxy set X-Forwarded-Method and X-Forwarded-Uri, or X-Original-Method and X-Original-URI, and drop the other two';

/**
 * The view that a proxy asks about.
 *
 * @throws {Problem} 400 unless it is told in exactly one way: of two, one would be the reader's own.
 */
export function forwardedView(headers: IncomingHttpHeaders, isArticle: IsArticle): View {
  const told = WAYS.filter((names) => names.some((name) => headers[name] !== undefined));
  const [method, uri] = (told.length === 1 ? (told[0] ?? []) : []).map((name) => headers[name]);
  if (typeof method !== 'string' || typeof uri !== 'string') throw new Problem(400, TELL_IN_ONE_WAY);
  const path = canonicalPath(uri);
  const isMetered = isArticle(path) || isArticle(asLenientServersRead(path));
  return { method, target: uri, article: () => (isMetered ? path : null), headers, address: addressOf(headers) };
}

/**
 * The path of a site that takes escaped slashes and backslashes for slashes and resolves `..`, as many do: what is an article
 * there must not pass for none here. No link of an honest page is written so.
 */
function asLenientServersRead(path: string): string {
  return canonicalPath(new URL(`http://site.invalid${path.replace(/%(?:2F|5C)/g, '/')}`).pathname);
}

/** The address that the proxy itself has seen is the one it has added last. */
function addressOf({ 'x-forwarded-for': forwardedFor }: IncomingHttpHeaders): string | undefined {
  return [forwardedFor ?? []].flat().join().split(',').at(-1)?.trim() || undefined;
}

/** What tells an answer of ours from an error that a server in between has made, which may have the same status. */
const OURS = { 'Paywall-Answer': '?1' };

/**
 * The outcome as proxies understand it: 200 with what to send, or the answer to send instead of the page. A page that is
 * none of the meter's gets no field.
 */
export function forwardReply(outcome: Outcome): Reply {
  const { answer, metered } = outcome;
  if (answer) return { ...answer, headers: { ...answer.headers, ...OURS } };
  return { status: 200, headers: metered ? pageFields(outcome).headers : {} };
}
