import { type Decided, decidedByPass, tell } from './by-pass.js';
import { ask, type Context, type Env, keptFor, page, purge } from './pages.js';

/**
 * A metered site out of a Worker's cache (Cloudflare, workerd). It is bound to the site and to the service:
 *
 *   SITE=https://origin.news.example SERVICE=https://paywall.news.example TOKEN=… VARIANT_TOKEN=… EDGE_KEY={"kid":"edge-1",…}
 *
 * Of each article the site makes two pages, by the request's `Paywall-Variant`: `full` or `teaser`. It names the article on both
 * (`Paywall-Article`, `Paywall-Access`), says by `Surrogate-Control` how long the Worker may keep them, and has a place for the prompt:
 * <esi:include src="/_paywall/prompt"/>. It never sees a reader.
 *
 * A view goes three ways: to the teaser in the cache, which tells whether this is an article and which; to the service for the
 * decision, unless the reader's pass says it all; and to the page of that variant in the cache. What is missing or moved is thus
 * never counted.
 */

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
  ...['CDN-Cache-Control', 'Expires', 'ETag', 'Last-Modified', 'Age', 'CF-Cache-Status', 'Set-Cookie'],
  ...['Content-Length', 'X-Fresh-Until'],
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
    const access = teaser.headers.get('Paywall-Access') ?? 'metered';
    const byPass = access === 'metered' ? await decidedByPass(request, named(article), env, context) : null;
    const question = questionOf(request, article, access);
    const answer = byPass ? null : await ask(env, '/forward-auth', question);
    if (answer?.headers.has('Paywall-Answer')) {
      const instead = new Response(null, answer);
      instead.headers.delete('Paywall-Answer');
      return instead;
    }
    const decision = byPass ?? decisionOf(answer);

    // 3. That page.
    const isWhole = decision.variant === 'full';
    const shown = isWhole ? await page(url, 'full', env, context) : teaser;
    const kept = isWhole
      ? { 'Cache-Control': 'private, no-cache', Vary: 'Cookie' }
      : { 'Cache-Control': 'private, no-store', Vary: '*' };
    if (!shown.ok) {
      // A page that ended in an error after all showed no article: it is taken back, and its reader gets no pass.
      const name = answer?.headers.get('Paywall-Take-Back') ?? null;
      if (name !== null) context.waitUntil(ask(env, '/take-back', { ...question, 'Paywall-Take-Back': name }));
      return sent(shown, request, kept);
    }
    if (decision.told && request.method === 'GET') tell(decision.told, env, context);
    const text = await withPrompt(await shown.text(), decision, request, env, context);
    return sent(new Response(text, shown), request, {
      ...kept,
      ...(decision.said !== null && { Paywall: decision.said }),
      ...(decision.pass !== null && { 'Set-Cookie': decision.pass }),
    });
  },
};

/** The article's id as it is, not as a field has it. */
function named(article: string): string {
  try {
    return decodeURIComponent(article);
  } catch {
    return article;
  }
}

/** The rest of the site. Whoever asks cannot claim to be the cache. */
function passOn(request: Request, origin: string): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const headers = new Headers(request.headers);
  for (const name of [...headers.keys()]) if (name.startsWith('paywall')) headers.delete(name);
  const { method } = request;
  const body = method === 'GET' || method === 'HEAD' ? null : request.body;
  return fetch(new URL(pathname + search, origin), { method, headers, body, redirect: 'manual' });
}

function questionOf(request: Request, article: string, access: string): Record<string, string> {
  const { pathname, search } = new URL(request.url);
  const heard = HEARD.flatMap((name): [string, string][] => {
    const value = request.headers.get(name);
    return value === null ? [] : [[name, value]];
  });
  return {
    ...Object.fromEntries(heard),
    'X-Original-Method': request.method,
    'X-Original-URI': pathname + search,
    'X-Forwarded-For': request.headers.get('CF-Connecting-IP') ?? '',
    'Paywall-Article': article,
    'Paywall-Access': access,
  };
}

/** A choice: while the service is out, it is the teaser. A question that it refuses opens nothing. */
function decisionOf(answer: Response | null): Decided {
  if (answer?.status !== 200) return { variant: 'teaser', said: null, view: null, pass: null, told: null };
  const { headers } = answer;
  return {
    variant: headers.get('Paywall-Variant') === 'full' ? 'full' : 'teaser',
    said: headers.get('Paywall'),
    view: headers.get('Paywall-View'),
    pass: headers.get('Set-Cookie'),
    told: null,
  };
}

/** Stands for the page's address in a prompt that is kept, so that it is the same for every article. */
const HERE = '/paywall-here';

/** The prompt or the wall in the page, in the words of the decision on this view. Where the service is out there is none. */
async function withPrompt(
  text: string,
  { view, said }: Decided,
  request: Request,
  env: Env,
  context: Context,
): Promise<string> {
  const { origin, pathname, search } = new URL(request.url);
  const [dismissed = ''] = /paywall-dismissed=(?:prompt|last)/.exec(request.headers.get('Cookie') ?? '') ?? [];
  const address = encodeURIComponent(pathname + search).replace(/'/g, '%27');
  const parts = new Map<string, string>();
  for (const [, query = ''] of text.matchAll(PLACE)) {
    const isSilent = said?.startsWith('free') && !query.includes('part=');
    if (view === null || parts.has(query) || isSilent) continue;
    const about = { 'X-Original-Method': 'GET', 'X-Original-URI': HERE, 'Paywall-View': view, Cookie: dismissed };
    const key = `${origin}/_paywall/prompt/${encodeURIComponent(JSON.stringify([query, view, dismissed]))}`;
    const part = await keptFor(key, () => ask(env, `/prompt${query}`, about), context);
    parts.set(
      query,
      part.replaceAll(encodeURIComponent(HERE), () => address),
    );
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
