import type { IncomingMessage } from 'node:http';
import type { Outcome, View } from '../meter/index.js';
import { addressOf } from './address.js';
import { namedArticle } from './named-article.js';
import { proxiedFields } from './page-headers.js';
import { Problem, type Reply } from './reply.js';
import { queryOf } from './target.js';

/**
 * The view that an edge asks about once it holds the page, which names this question's address: with the id of the article, and who
 * may read it. The fields are those of the reader's own request.
 *
 * @throws {Problem} 400 for a question that names no article.
 */
export function checkedView(req: IncomingMessage): View {
  const { method = 'GET', headers } = req;
  const asked = queryOf(req);
  const id = asked.get('article');
  if (id === null) throw new Problem(400, 'Name the article, as in /check?article=7&access=metered');
  // The parameter has been decoded already.
  const article = namedArticle(encodeURIComponent(id), asked.get('access') ?? undefined);
  return { method, target: '/', article: () => article, headers, address: addressOf(headers) };
}

/** The outcome as edges understand it that ask for `ALLOW` or `BLOCK`: what stands in for the page is `BLOCK` as well. */
export function checkReply(outcome: Outcome, more: Reply['headers']): Reply {
  const { answer, decision } = outcome;
  const headers: Reply['headers'] = answer ? answer.headers : proxiedFields(outcome);
  return {
    status: 200,
    headers: {
      ...headers,
      ...more,
      'Paywall-Result': answer || decision.state === 'blocked' ? 'BLOCK' : 'ALLOW',
      'Paywall-Meta': answer ? decision.reason : headers.Paywall,
    },
  };
}
