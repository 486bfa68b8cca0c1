import { ask, type Context, type Env, type Variant } from './pages.js';
import { createVerifier, type Known, type Verifier, type VerifyingKey } from './verify.js';

// What the Worker decides by the reader's pass alone: a re-read, a block, and with a key of its own a first view. What it has decided
// so is told to the service, many views at a time, for the figures.

/** A decision on one view, whoever made it. */
export interface Decided {
  readonly variant: Variant;
  /** The field `Paywall`. */
  readonly said: string | null;
  /** The decision as the prompts are asked for with it. */
  readonly view: string | null;
  /** A new pass, as `Set-Cookie`. */
  readonly pass: string | null;
}

/** What the service answers at `/edge`. */
interface Settings {
  readonly site: string;
  readonly cookie: string;
  readonly attributes: string;
  readonly promptAfter: number | null;
  readonly blockAfter: number | null;
  readonly recheck: number;
  readonly period: string;
  readonly articleKey: string;
  readonly endsAt: string | null;
  readonly keys: readonly VerifyingKey[];
  readonly firstViews: boolean;
  readonly session: string | null;
  readonly agents: readonly string[];
}

interface Edge {
  readonly settings: Settings;
  readonly verify: Verifier;
  readonly until: number;
}

/** Milliseconds for which an edge goes by what it was told. */
const SETTINGS_KEPT = 60_000;

/** Milliseconds between attempts to be told. */
const ASK_EVERY = 1000;

let edge: Edge | undefined;
let askedAt = 0;

/** Until the service has told it the edge decides nothing; nobody waits for that. */
function edgeNow(env: Env, context: Context): Edge | undefined {
  const now = Date.now();
  if ((!edge || now >= edge.until - SETTINGS_KEPT / 2) && now - askedAt >= ASK_EVERY) {
    askedAt = now;
    context.waitUntil(learn(env));
  }
  return edge && now < edge.until ? edge : undefined;
}

async function learn(env: Env): Promise<void> {
  const answer = await ask(env, '/edge', {});
  if (answer?.status !== 200) return;
  const settings: unknown = await answer.json();
  if (!isSettings(settings)) return;
  const { site, keys, articleKey, recheck, cookie, endsAt } = settings;
  const blockAfter = settings.blockAfter ?? Number.POSITIVE_INFINITY;
  const end = endsAt === null ? Number.POSITIVE_INFINITY : Date.parse(endsAt);
  const verify = createVerifier({ site, keys, articleKey, recheck, cookie, blockAfter });
  edge = { settings, verify, until: Math.min(Date.now() + SETTINGS_KEPT, end) };
}

function isSettings(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && 'articleKey' in value && 'keys' in value;
}

/** Fields by which a request says that nobody reads it; the service answers it. */
const NOT_READ = [
  ...['Sec-Purpose', 'X-Sec-Purpose', 'Purpose', 'X-Purpose', 'X-Moz', 'Next-Router-Prefetch'],
  ...['Next-Router-Segment-Prefetch', 'X-Middleware-Prefetch', 'HX-Preloaded'],
];

/** Whether a plain reader asks, whom the service knows nothing of but the pass. */
function isPlain({ headers }: Request, { session, agents }: Settings): boolean {
  const agent = headers.get('User-Agent') ?? 'bot';
  const cookies = headers.get('Cookie') ?? '';
  return !(
    NOT_READ.some((name) => headers.has(name)) ||
    (headers.get('Sec-Fetch-Dest') ?? 'document') !== 'document' ||
    /bot|crawl|spider|slurp|compatible|https?:/i.test(agent) ||
    (agents.length > 0 && agent.split(/[\s;,()/]+/).some((word) => agents.includes(word.toLowerCase()))) ||
    (session !== null && cookies.split(';').some((pair) => pair.trim().startsWith(`${session}=`)))
  );
}

/** The decision on a view of a metered article; `null` where the service has to be asked. */
export async function decidedByPass(
  request: Request,
  article: string,
  env: Env,
  context: Context,
): Promise<Decided | null> {
  const { settings, verify } = edgeNow(env, context) ?? {};
  if (!settings || !verify || !isPlain(request, settings)) return null;
  const cookies = request.headers.get('Cookie') ?? '';
  const now = Date.now() / 1000;
  const known = await verify(cookies, article, now);
  if (known) return known.plain ? decided(settings, article, known, null, now, env, context) : null;
  const isNew = !cookies.includes(`${settings.cookie}=`) && request.method === 'GET';
  if (!isNew || !settings.firstViews || settings.endsAt === null || env.EDGE_KEY === undefined) return null;
  const exp = Math.floor(Date.parse(settings.endsAt) / 1000);
  const pass = await firstPass(settings, JSON.parse(env.EDGE_KEY), article, exp, now);
  return decided(settings, article, { open: true, read: 1, exp, plain: true }, pass, now, env, context);
}

function decided(
  { promptAfter, blockAfter }: Settings,
  article: string,
  { open, read: total, exp }: Known,
  pass: string | null,
  now: number,
  env: Env,
  context: Context,
): Decided {
  const limit = blockAfter ?? Number.POSITIVE_INFINITY;
  const others = open ? total - 1 : total;
  const isPrompted = others >= (promptAfter ?? Number.POSITIVE_INFINITY);
  const state = !open ? 'blocked' : isPrompted ? 'register-prompt' : 'free';
  const read = Math.min(others, open ? Math.max(0, limit - 1) : limit);
  const left = open ? Math.max(0, limit - 1 - read) : limit - read;
  const reason = pass ? 'first-view' : open ? 're-read' : 'recheck';
  const bounded = blockAfter === null ? '' : `; left=${left}; limit=${limit}`;
  const resetsAt = new Date(exp * 1000).toISOString();
  tell({ article, state, reason, read }, env, context);
  return {
    variant: open ? 'full' : 'teaser',
    said: `${state}; read=${read}${bounded}; reset=${Math.ceil(exp - now)}`,
    view: JSON.stringify({ state, reason, read, left, limit, resetsAt, account: false, access: 'metered' }),
    pass,
  };
}

const text = new TextEncoder();

function encoded(bytes: Uint8Array): string {
  const binary = btoa(String.fromCharCode(...bytes));
  return binary.replace(/[+/=]/g, (character) => ({ '+': '-', '/': '_' })[character] ?? '');
}

interface SigningKey extends VerifyingKey {
  readonly d?: string;
}

const SIGNING = {
  HS256: { name: 'HMAC', hash: 'SHA-256' },
  EdDSA: { name: 'Ed25519' },
  ES256: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
};

/** The pass of a new reader who reads this article (docs/pass.md), as the field that sets it. */
async function firstPass(
  { site, cookie, attributes, promptAfter, period, articleKey }: Settings,
  jwk: SigningKey,
  article: string,
  exp: number,
  now: number,
): Promise<string> {
  const { subtle } = crypto;
  const articles = await subtle.importKey('jwk', { kty: 'oct', k: articleKey }, SIGNING.HS256, false, ['sign']);
  const hashOf = async (...parts: string[]) =>
    new Uint8Array(await subtle.sign('HMAC', articles, text.encode(JSON.stringify(parts))));
  const body = new Uint8Array(26);
  body[0] = promptAfter === 0 ? 64 : 0;
  body.set(new Uint8Array(await subtle.digest('SHA-256', text.encode(period))).subarray(0, 2), 1);
  body.set((await hashOf('fingerprint')).subarray(0, 3), 3);
  body.set(crypto.getRandomValues(new Uint8Array(12)), 6);
  new DataView(body.buffer).setUint32(18, now);
  body.set((await hashOf('article', article.normalize())).subarray(0, 4), 22);

  const { alg, kid } = jwk;
  const claims = { iss: site, aud: site, exp, p: encoded(body) };
  const signed = [{ alg, typ: 'paywall+jwt', kid }, claims]
    .map((part) => encoded(text.encode(JSON.stringify(part))))
    .join('.');
  const key = await subtle.importKey('jwk', jwk, SIGNING[alg], false, ['sign']);
  const signature = encoded(new Uint8Array(await subtle.sign(SIGNING[alg], key, text.encode(signed))));
  return `${cookie}=${signed}.${signature}; Max-Age=${Math.max(0, Math.floor(exp - now))}${attributes}`;
}

/** Views that are told at once, at the latest after so many milliseconds, with the next one. */
const TOLD_AT_ONCE = 200;
const TOLD_AFTER = 30_000;

const MOST_UNTOLD = 1000;

let untold: object[] = [];
let toldAt = Date.now();

function tell(view: object, env: Env, context: Context): void {
  untold.push(view);
  if (untold.length < TOLD_AT_ONCE && Date.now() - toldAt < TOLD_AFTER) return;
  const views = untold;
  untold = [];
  toldAt = Date.now();
  const json = { 'Content-Type': 'application/json' };
  const told = ask(env, '/views', json, JSON.stringify({ views })).then((answer) => {
    if (answer?.status !== 204) untold = [...views, ...untold].slice(-MOST_UNTOLD);
  });
  context.waitUntil(told);
}
