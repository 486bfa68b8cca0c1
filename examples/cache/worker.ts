/**
 * A metered site out of a Worker's cache (Cloudflare, workerd). It is bound to the site and to the service:
 *
 *   SITE=https://origin.news.example SERVICE=https://paywall.news.example TOKEN=… VARIANT_TOKEN=…
 *
 * Of each article the site makes two pages, by the request's `Paywall-Variant`: `full` or `teaser`. It names the article on both
 * (`Paywall-Article`, `Paywall-Access`), says by `Surrogate-Control` how long the Worker may keep them, and has a place for the prompt:
 * <esi:include src="/_paywall/prompt"/>. It never sees a reader.
 *
 * A view goes three ways: to the teaser in the cache, which tells whether this is an article and which; to the service, for the
 * decision; and to the page of that variant in the cache. What is missing or moved is thus never counted.
 */
interface Env {
  readonly SITE: string;
  readonly SERVICE: string;
  readonly TOKEN: string;
  readonly VARIANT_TOKEN: string;
}

interface Context {
  waitUntil(promise: Promise<unknown>): void;
}

declare const caches: {
  readonly default: {
    match(key: Request): Promise<Response | undefined>;
    put(key: Request, response: Response): Promise<void>;
    delete(key: Request): Promise<boolean>;
  };
};

type Variant = 'full' | 'teaser';

const PLACE = /<esi:include src="\/_paywall\/prompt(\?[^"]*)?"\s*\/>/g;

/** What the service goes by, and nothing else of the reader's. With ACCOUNT_COOKIE the session is among the cookies. */
const HEARD = [
  ...['Cookie', 'User-Agent', 'Sec-Purpose', 'X-Sec-Purpose', 'Purpose', 'X-Purpose', 'X-Moz', 'Next-Router-Prefetch'],
  ...['Next-Router-Segment-Prefetch', 'X-Middleware-Prefetch', 'HX-Preloaded'],
  ...['Sec-Fetch-Dest', 'Sec-Fetch-Mode', 'Sec-Fetch-Site'],
];

/** What is between the site and its caches. */
const BETWEEN = [
  ...['Paywall-Article', 'Paywall-Access', 'Paywall-Variant', 'Paywall-View', 'Surrogate-Control', 'X-Accel-Expires'],
  ...[
    'CDN-Cache-Control',
    'Expires',
    'ETag',
    'Last-Modified',
    'Age',
    'CF-Cache-Status',
    'Set-Cookie',
    'Content-Length',
  ],
];

export default {
  async fetch(request: Request, env: Env, context: Context): Promise<Response> {
    const url = new URL(request.url);
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (url.pathname.startsWith('/paywall/')) return passOn(request, env.SERVICE);
    if (!url.pathname.startsWith('/news/')) return passOn(request, env.SITE);
    if (request.method === 'PURGE') return purge(request, url, env);
    if (!isRead) return passOn(request, env.SITE);

    for (const name of [...url.searchParams.keys()]) {
      if (/^(?:utm_.*|fbclid|gclid)$/.test(name)) url.searchParams.delete(name);
    }
    // 1. Is it an article, and which? Asked of the teaser.
    const teaser = await page(url, 'teaser', env, context);
    const article = teaser.status === 200 ? teaser.headers.get('Paywall-Article') : null;
    if (article === null) return sent(teaser, request, { 'Cache-Control': 'private, no-cache' });

    // 2. What does this reader see of it?
    const decision = await decided(request, article, teaser.headers.get('Paywall-Access') ?? 'metered', env);
    if (decision?.headers.has('Paywall-Answer')) {
      const answer = new Response(null, decision);
      answer.headers.delete('Paywall-Answer');
      return answer;
    }
    // A choice: while the service is out, it is the teaser. A question that it refuses opens nothing.
    const variant: Variant =
      decision?.status === 200 && decision.headers.get('Paywall-Variant') === 'full' ? 'full' : 'teaser';

    // 3. That page.
    const shown = variant === 'full' ? await page(url, 'full', env, context) : teaser;
    const kept =
      variant === 'full'
        ? { 'Cache-Control': 'private, no-cache', Vary: 'Cookie' }
        : { 'Cache-Control': 'private, no-store', Vary: '*' };
    if (shown.status !== 200) return sent(shown, request, kept);
    const text = await withPrompt(await shown.text(), decision, request, env);
    const said = decision?.status === 200 ? decision.headers : new Headers();
    const pass = said.get('Set-Cookie');
    return sent(new Response(text, shown), request, {
      ...kept,
      ...(said.has('Paywall') && { Paywall: said.get('Paywall') ?? '' }),
      ...(pass !== null && { 'Set-Cookie': pass }),
    });
  },
};

/** The rest of the site. Whoever asks cannot claim to be the cache. */
function passOn(request: Request, origin: string): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const headers = new Headers(request.headers);
  for (const name of [...headers.keys()]) if (name.startsWith('paywall')) headers.delete(name);
  const { method } = request;
  const body = method === 'GET' || method === 'HEAD' ? null : request.body;
  return fetch(new URL(pathname + search, origin), { method, headers, body, redirect: 'manual' });
}

/** No address of the site's: a reader's request for it is none for an article. */
function keyOf({ origin, pathname, search }: URL, variant: Variant): Request {
  return new Request(`${origin}/_paywall/${variant}${pathname}${search}`);
}

/** One of an article's two pages, out of the cache or made by the site, as for nobody. */
async function page(url: URL, variant: Variant, env: Env, context: Context): Promise<Response> {
  const key = keyOf(url, variant);
  const copy = await caches.default.match(key);
  if (copy) return copy;
  const made = await fetch(new URL(url.pathname + url.search, env.SITE), {
    headers: { 'Paywall-Token': env.VARIANT_TOKEN, 'Paywall-Variant': variant },
    redirect: 'manual',
  });
  // Kept as long as the site says to this cache alone; a page with a cookie never.
  const [, age] = /max-age=([1-9]\d*)/.exec(made.headers.get('Surrogate-Control') ?? '') ?? [];
  if (age === undefined || made.headers.has('Set-Cookie') || made.status >= 500) return made;
  const kept = new Response(made.body, made);
  kept.headers.set('Cache-Control', `public, max-age=${age}`);
  for (const name of ['Vary', 'Expires', 'CDN-Cache-Control']) kept.headers.delete(name);
  context.waitUntil(caches.default.put(key, kept.clone()));
  return kept;
}

/** The service's answer; `null` while it is out. */
async function decided(request: Request, article: string, access: string, env: Env): Promise<Response | null> {
  const { pathname, search } = new URL(request.url);
  const heard = HEARD.flatMap((name): [string, string][] => {
    const value = request.headers.get(name);
    return value === null ? [] : [[name, value]];
  });
  return ask(env, '/forward-auth', {
    ...Object.fromEntries(heard),
    'X-Original-Method': request.method,
    'X-Original-URI': pathname + search,
    'X-Forwarded-For': request.headers.get('CF-Connecting-IP') ?? '',
    'Paywall-Article': article,
    'Paywall-Access': access,
  });
}

async function ask(env: Env, path: string, headers: Record<string, string>): Promise<Response | null> {
  try {
    const signal = AbortSignal.timeout(1000);
    const fields = { ...headers, Authorization: `Bearer ${env.TOKEN}` };
    return await fetch(new URL(path, env.SERVICE), { headers: fields, redirect: 'manual', signal });
  } catch {
    return null;
  }
}

/** The prompt or the wall in the page, in the words of the decision on this view. Where the service is out there is none. */
async function withPrompt(text: string, decision: Response | null, request: Request, env: Env): Promise<string> {
  const view = decision?.status === 200 ? decision.headers.get('Paywall-View') : null;
  const isFree = decision?.headers.get('Paywall')?.startsWith('free') ?? false;
  const { pathname, search } = new URL(request.url);
  const [dismissed = ''] = /paywall-dismissed=(?:prompt|last)/.exec(request.headers.get('Cookie') ?? '') ?? [];
  const parts = new Map<string, string>();
  for (const [, query = ''] of text.matchAll(PLACE)) {
    if (view === null || parts.has(query) || (isFree && !query.includes('part='))) continue;
    const about = { 'X-Original-Method': 'GET', 'X-Original-URI': pathname + search };
    const part = await ask(env, `/prompt${query}`, { ...about, 'Paywall-View': view, Cookie: dismissed });
    parts.set(query, part?.status === 200 ? await part.text() : '');
  }
  return text.replace(PLACE, (_place, query: string = '') => parts.get(query) ?? '');
}

function sent(page: Response, request: Request, fields: Readonly<Record<string, string>>): Response {
  const answer = new Response(request.method === 'HEAD' ? null : page.body, page);
  for (const name of BETWEEN) answer.headers.delete(name);
  answer.headers.delete('Vary');
  for (const [name, value] of Object.entries(fields)) answer.headers.set(name, value);
  return answer;
}

/** An article that has changed is made anew, in this place of Cloudflare's; elsewhere it lives as long as the site has said. */
async function purge(request: Request, url: URL, env: Env): Promise<Response> {
  if (request.headers.get('Authorization') !== `Bearer ${env.VARIANT_TOKEN}`)
    return new Response(null, { status: 405 });
  await Promise.all([caches.default.delete(keyOf(url, 'full')), caches.default.delete(keyOf(url, 'teaser'))]);
  return new Response(null, { status: 204 });
}
