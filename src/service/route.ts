import type { IncomingMessage } from 'node:http';
import { Problem, type Reply } from './reply.js';
import { pathOf } from './target.js';
import type { Admits } from './token.js';

/** What is answered at one path. */
export interface Route {
  readonly methods: readonly string[];
  readonly answer: (req: IncomingMessage) => Reply | Promise<Reply>;
  /** Whether it answers without a token. */
  readonly open?: boolean;
}

/**
 * The route that a request asks for.
 *
 * @throws {Problem} 404, 405 or 401 where there is none for it.
 */
export function routeOf(req: IncomingMessage, routes: ReadonlyMap<string, Route>, admits: Admits | null): Route {
  const route = routes.get(pathOf(req));
  if (!route) throw new Problem(404, `Ask at ${[...routes.keys()].join(', ')}`);
  if (!route.methods.includes(req.method ?? '')) {
    const allow = route.methods.join(', ');
    throw new Problem(405, `Ask by ${allow}`, { Allow: allow });
  }
  if (!route.open && admits && !admits(req.headers.authorization)) {
    throw new Problem(401, 'Send the token, as in Authorization: Bearer …', { 'WWW-Authenticate': 'Bearer' });
  }
  return route;
}
