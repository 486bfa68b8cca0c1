/** What the Worker is bound to. */
export interface Env {
  readonly SITE: string;
  readonly SERVICE: string;
  readonly TOKEN: string;
  readonly VARIANT_TOKEN: string;
  /** The edge's own key as a JWK with its private part and a `kid`, which the service has among its keys. Default: none, and the service signs all. */
  readonly EDGE_KEY?: string;
}

export interface Context {
  waitUntil(promise: Promise<unknown>): void;
}

export type Variant = 'full' | 'teaser';

declare const caches: {
  readonly default: {
    match(key: Request): Promise<Response | undefined>;
    put(key: Request, response: Response): Promise<void>;
    delete(key: Request): Promise<boolean>;
  };
};

/** Seconds for which an old page is shown while a new one is made, and while the site fails. */
const STALE = 3600;

/** Milliseconds after which a page that is being made is no longer waited for. */
const PATIENCE = 10_000;

const FRESH_UNTIL = 'X-Fresh-Until';

/** The pages being made just now, and since when. No request waits for what belongs to another: each looks into the cache again. */
const making = new Map<string, number>();

/** No address of the site's: a reader's request for it is none for an article. */
function keyOf({ origin, pathname, search }: URL, variant: Variant): Request {
  return new Request(`${origin}/_paywall/${variant}${pathname}${search}`);
}

/** One of an article's two pages, out of the cache or made by the site, as for nobody; made once, for all who ask at once. */
export async function page(url: URL, variant: Variant, env: Env, context: Context): Promise<Response> {
  const key = keyOf(url, variant);
  for (let wait = 5; ; wait = Math.min(2 * wait, 80)) {
    const copy = await caches.default.match(key);
    if (copy) {
      const isOld = Date.now() >= Number(copy.headers.get(FRESH_UNTIL));
      if (isOld && !isBeingMade(key)) context.waitUntil(make(url, variant, env, context));
      return copy;
    }
    if (!isBeingMade(key)) return make(url, variant, env, context);
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

function isBeingMade({ url }: Request): boolean {
  return Date.now() - (making.get(url) ?? 0) < PATIENCE;
}

async function make(url: URL, variant: Variant, env: Env, context: Context): Promise<Response> {
  const key = keyOf(url, variant);
  making.set(key.url, Date.now());
  const done = () => void making.delete(key.url);
  try {
    const made = await fetch(new URL(url.pathname + url.search, env.SITE), {
      headers: { 'Paywall-Token': env.VARIANT_TOKEN, 'Paywall-Variant': variant },
      redirect: 'manual',
    });
    // Kept as long as the site says to this cache alone; a page with a cookie never.
    const [, age] = /max-age=([1-9]\d*)/.exec(made.headers.get('Surrogate-Control') ?? '') ?? [];
    if (age === undefined || made.headers.has('Set-Cookie') || made.status >= 500) {
      done();
      return made;
    }
    const kept = new Response(made.body, made);
    kept.headers.set('Cache-Control', `public, max-age=${Number(age) + STALE}`);
    kept.headers.set(FRESH_UNTIL, String(Date.now() + Number(age) * 1000));
    for (const name of ['Vary', 'Expires', 'CDN-Cache-Control']) kept.headers.delete(name);
    context.waitUntil(caches.default.put(key, kept.clone()).finally(done));
    return kept;
  } catch {
    done();
    return new Response(null, { status: 502 });
  }
}

/** An article that has changed is made anew, in this place of Cloudflare's; elsewhere it lives as long as the site has said. */
export async function purge(request: Request, url: URL, env: Env): Promise<Response> {
  if (request.headers.get('Authorization') !== `Bearer ${env.VARIANT_TOKEN}`)
    return new Response(null, { status: 405 });
  await Promise.all([caches.default.delete(keyOf(url, 'full')), caches.default.delete(keyOf(url, 'teaser'))]);
  return new Response(null, { status: 204 });
}

/** What the service says to all alike, kept for a minute. */
export async function keptFor(minute: string, ask: () => Promise<Response | null>, context: Context): Promise<string> {
  const key = new Request(minute);
  const copy = await caches.default.match(key);
  if (copy) return copy.text();
  const answer = await ask();
  if (answer?.status !== 200) return '';
  const text = await answer.text();
  const kept = new Response(text, { headers: { 'Cache-Control': 'public, max-age=60' } });
  context.waitUntil(caches.default.put(key, kept));
  return text;
}

/** The service's answer; `null` while it is out. */
export async function ask(
  env: Env,
  path: string,
  headers: Readonly<Record<string, string>>,
  body?: string,
): Promise<Response | null> {
  try {
    const signal = AbortSignal.timeout(1000);
    const fields = { ...headers, Authorization: `Bearer ${env.TOKEN}` };
    const post = body === undefined ? {} : { method: 'POST', body };
    return await fetch(new URL(path, env.SERVICE), { headers: fields, redirect: 'manual', signal, ...post });
  } catch {
    return null;
  }
}
