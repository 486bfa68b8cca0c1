import { randomUUID } from 'node:crypto';
import { withQuery } from '../address.js';
import type { Fields } from '../http/exchange.js';
import type { Probe } from '../probe.js';
import { closed, type Finding, notApplicable, note, open, type Technique } from './technique.js';

const ADVICE =
  'Mark metered pages `Cache-Control: private`, as `paywall.meter()` does, and take out whatever rule of the cache or CDN overrides it (`proxy_ignore_headers`, "cache everything").';

/** Two readers, one address, in both orders. */
async function sharedCopies({ article, askPlainly, blockedJar, revealed }: Probe): Promise<Finding> {
  const free = await askPlainly({ url: article });
  if (revealed(free).length === 0) return notApplicable('a new reader is blocked as well');
  if (revealed(await askPlainly({ url: article }, blockedJar())).length > 0) {
    return open('the copy made for a new reader was served to the blocked one');
  }
  const url = withQuery(article, `paywall-audit=${randomUUID()}`);
  await askPlainly({ url }, blockedJar());
  return revealed(await askPlainly({ url })).length === 0
    ? open('the copy made for the blocked reader was served to a new one')
    : closed('each reader had a copy of their own');
}

/** What the response tells caches, and what caches tell of it. */
export function cacheTrouble(headers: Fields): readonly string[] {
  const control = headers['cache-control'] ?? '';
  const kept = /\b(?:private|no-store)\b/i.test(control);
  const hit = /\bhit\b/i.test(
    `${headers['x-cache'] ?? ''} ${headers['cf-cache-status'] ?? ''} ${headers['cache-status'] ?? ''}`,
  );
  return [
    ...(kept ? [] : [control === '' ? 'no Cache-Control' : `Cache-Control: ${control}`]),
    ...(Number(headers.age) > 0 ? [`Age: ${headers.age}`] : []),
    ...(hit ? ['a cache says it had the page'] : []),
  ];
}

/** Getting a page that was made for somebody else. */
export const caches: readonly Technique[] = [
  {
    id: 'shared-cache',
    title: 'A shared cache that mixes up readers',
    advice: ADVICE,
    examine: sharedCopies,
  },
  {
    id: 'cache-headers',
    title: 'Cache headers of the article',
    advice: ADVICE,
    async examine({ page }) {
      const trouble = cacheTrouble(page.headers);
      return trouble.length > 0 ? note(trouble.join(', ')) : closed(`Cache-Control: ${page.headers['cache-control']}`);
    },
  },
  {
    id: 'cache-query',
    title: 'A query that passes the meter by',
    advice:
      'Meter the path without its query: a rule in a CDN or cache that keeps the meter for some addresses misses the others.',
    async examine({ queryNeeded }) {
      return queryNeeded ? open('any query at all opens the article') : closed('every request above had one');
    },
  },
];
