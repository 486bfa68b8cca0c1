import { randomUUID } from 'node:crypto';
import { withQuery } from '../address.js';
import type { HeaderFields } from '../http/exchange.js';
import { Jar } from '../http/jar.js';
import type { Probe } from '../probe.js';
import { closed, type Finding, notApplicable, note, open, type Technique } from './technique.js';

const ADVICE =
  'Mark metered pages `Cache-Control: private`, as `paywall.meter()` does, and take out whatever rule of the cache or CDN overrides it (`proxy_ignore_headers`, "cache everything"). A cache in the process, such as apicache, belongs behind the meter, with one copy for each `req.paywall.state`.';

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

/**
 * A cache in the site's own process replays a response with its `Set-Cookie`. Two new readers ask for one address, and
 * between them a third for another, so that no clock in a cookie looks like a copy.
 */
async function sharedPass({ article, askPlainly }: Probe): Promise<Finding> {
  const addressOfItsOwn = (): URL => withQuery(article, `paywall-audit=${randomUUID()}`);
  const cookiesFrom = async (url: URL): Promise<Jar> => {
    const jar = new Jar();
    await askPlainly({ url }, jar);
    return jar;
  };
  const url = addressOfItsOwn();
  const one = await cookiesFrom(url);
  const elsewhere = await cookiesFrom(addressOfItsOwn());
  const other = await cookiesFrom(url);
  const own = one.names.filter((name) => one.get(name) !== elsewhere.get(name));
  if (own.length === 0) return notApplicable('no cookie of a new reader is their own');
  const shared = own.filter((name) => one.get(name) === other.get(name));
  return shared.length > 0
    ? open(`two new readers were given one and the same ${shared.join(', ')}, and share one meter`)
    : closed('each new reader had cookies of their own');
}

/**
 * A cache that keeps what is private gives readers apart by chance at best. It shows where it says of a copy that it had it: of the same
 * address asked for twice, as a new reader and as one.
 */
async function privateKept({ article, askPlainly, blockedJar }: Probe): Promise<Finding> {
  const url = withQuery(article, `paywall-audit=${randomUUID()}`);
  const [one, other] = [blockedJar(), blockedJar()];
  const seen = [
    ['a new reader’s page', await askPlainly({ url }), await askPlainly({ url })],
    ['a blocked reader’s page', await askPlainly({ url }, one), await askPlainly({ url }, other)],
  ] as const;
  const kept = seen.filter(([, , { headers }]) => isPrivate(headers) && isCopy(headers)).map(([whose]) => whose);
  if (kept.length > 0) return note(`${kept.join(' and ')} came from a cache, though it says that no cache may keep it`);
  return closed('no cache says that it had a page which is private');
}

const isPrivate = (headers: HeaderFields): boolean => /\b(?:private|no-store)\b/i.test(headers['cache-control'] ?? '');

const isCopy = (headers: HeaderFields): boolean => Number(headers.age) > 0 || saysHit(headers);

/** What nginx, CDNs and RFC 9211 say of a page that they had. */
const saysHit = (headers: HeaderFields): boolean =>
  /\bhit\b/i.test(`${headers['x-cache'] ?? ''} ${headers['cf-cache-status'] ?? ''} ${headers['cache-status'] ?? ''}`);

/** What the response tells caches, and what caches tell of it. */
export function cacheTrouble(headers: HeaderFields): readonly string[] {
  const control = headers['cache-control'] ?? '';
  return [
    ...(isPrivate(headers) ? [] : [control === '' ? 'no Cache-Control' : `Cache-Control: ${control}`]),
    ...(Number(headers.age) > 0 ? [`Age: ${headers.age}`] : []),
    ...(saysHit(headers) ? ['a cache says it had the page'] : []),
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
    id: 'shared-pass',
    title: 'A cache that hands one reader another’s cookies',
    advice:
      'Mount `paywall.meter()` before whatever keeps responses in the process, keep one copy for each `req.paywall.state`, and never keep `Set-Cookie`.',
    examine: sharedPass,
  },
  {
    id: 'cache-private',
    title: 'A cache that keeps what is private',
    advice: ADVICE,
    examine: privateKept,
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
