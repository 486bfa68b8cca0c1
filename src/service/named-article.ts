import type { IncomingHttpHeaders } from 'node:http';
import { readName } from '../article/index.js';
import type { Access, Article } from '../meter/index.js';
import { Problem } from './reply.js';

const ACCESS: ReadonlySet<string> = new Set<Access>(['metered', 'open', 'locked']);

/**
 * An article by its own id and who may read it, as the site's page has told whoever asks.
 *
 * @param id Percent-encoded, as whatever is more than ASCII must be in a field.
 * @throws {Problem} 400 for what names nothing.
 */
export function namedArticle(id: string, access = 'metered'): Article {
  const name = readName(decoded(id));
  if (name === null) throw new Problem(400, 'Name the article by its id, percent-encoded');
  if (!isAccess(access)) throw new Problem(400, `Give as access one of ${[...ACCESS].join(', ')}`);
  return { id: name, access };
}

/** The article that `Paywall-Article` and `Paywall-Access` name; `null` where there is none. Varnish sends an empty field for one that is not there. */
export function articleOfFields(headers: IncomingHttpHeaders): Article | null {
  const { 'paywall-article': id, 'paywall-access': access } = headers;
  return id === undefined ? null : namedArticle(String(id), access ? String(access) : undefined);
}

function isAccess(access: string): access is Access {
  return ACCESS.has(access);
}

function decoded(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return '';
  }
}
