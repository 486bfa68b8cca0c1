import { ask, type Context, type Env, type Variant } from './pages.js';
import { createVerifier, type Known, type Verifier, type VerifyingKey } from './verify.js';

// What the Worker decides by itself: by the reader's pass alone a re-read and a block, with a key of its own a first view and the
// first wall; and every view while the newsroom has everything open. What it has decided so, and shown, is told to the service, many
// views at a time, for the figures.

/** A decision on one view, whoever made it. */
export interface Decided {
  readonly variant: Variant;
  /** The field `Paywall`. */
  readonly said: string | null;
  /** The decision as the prompts are asked for with it. */
  readonly view: string | null;
  /** A new pass, as `Set-Cookie`. */
  readonly pass: string | null;
  /** What the service is to be told once the page was shown; `null` where it knows. */
  readonly told: object | null;
}

/** What the service answers at `/edge`. */
interface Settings {
  readonly site: string;
  readonly cookie: string;
  readonly attributes: string;
  readonly promptAfter: number | null;
  readonly blockAfter: number | null;
  readonly openUntil: string | null;
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
  /** When the period ends, in milliseconds since 1970. */
  readonly end: number;
  until: number;
}

/** Milliseconds for which an edge goes by what it was told, and after which it asks again: a newsroom's policy is followed in five seconds. */
const SETTINGS_KEPT = 5000;
const ASK_EVERY = 2000;

let edge: Edge | undefined;
let askedAt = 0;

/** Until the service has told it the edge decides nothing; nobody waits for that. */
function edgeNow(env: Env, context: Context): Edge | undefined {
  const now = Date.now();
  if (now - askedAt >= ASK_EVERY) {
    askedAt = now;
    context.waitUntil(learn(env));
  }
  return edge && now < Math.min(edge.until, edge.end) ? edge : undefined;
}

async function learn(env: Env): Promise<void> {
  const answer = await ask(env, '/edge', {});
  if (answer?.status === 200) {
    const settings: unknown = await answer.json();
    if (isSettings(settings)) edge = edgeBy(settings);
  } else if (edge && (!answer || answer.status >= 500)) {
    // While the service is out the edge goes by what it knows.
    edge.until = Date.now() + SETTINGS_KEPT;
  }
}

function edgeBy(settings: Settings): Edge {
  const { site, keys, articleKey, recheck, cookie, endsAt } = settings;
  const blockAfter = settings.blockAfter ?? Number.POSITIVE_INFINITY;
  const verify = createVerifier({ site, keys, articleKey, recheck, cookie, blockAfter });
  const end = endsAt === null ? Number.POSITIVE_INFINITY : Date.parse(endsAt);
  return { settings, verify, end, until: Date.now() + SETTINGS_KEPT };
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
  if (settings.openUntil !== null && Date.now() < Date.parse(settings.openUntil)) {
    return openToAll(article, settings.endsAt ?? settings.openUntil);
  }
  const cookies = request.headers.get('Cookie') ?? '';
  const now = Date.now() / 1000;
  const key: SigningKey | null = env.EDGE_KEY === undefined ? null : JSON.parse(env.EDGE_KEY);
  const known = await verify(cookies, article, now);
  const mayCount = request.method === 'GET';
  if (known) return known.plain ? decidedBy(known, settings, mayCount ? key : null, article, now) : null;
  const isNew = !cookies.includes(`${settings.cookie}=`);
  if (!isNew || !mayCount || !settings.firstViews || settings.endsAt === null || !key) return null;
  const exp = Math.floor(Date.parse(settings.endsAt) / 1000);
  const pass = await signed(settings, key, await firstBody(settings, article, now), exp, now);
  return decided(settings, article, 'first-view', { open: true, read: 1, exp }, pass, now);
}

async function decidedBy(
  known: Known,
  settings: Settings,
  key: SigningKey | null,
  article: string,
  now: number,
): Promise<Decided | null> {
  const body = Uint8Array.from(atob(known.p.replace(/-/g, '+').replace(/_/g, '/')), (each) => each.charCodeAt(0));
  const [flags = 0] = body;
  // As the pass was signed last: `free`, `register-prompt`, `blocked`, and `blocked` without a prompt before.
  const signedAs = flags >> 6;
  const isUnprompted = signedAs === 0 || signedAs === 3;
  if (known.open) {
    const re = decided(settings, article, 're-read', known, null, now);
    // A first prompt is for the service, whose pass says so from then on.
    return isUnprompted && !re.said?.startsWith('free') ? null : re;
  }
  if (signedAs >= 2) return decided(settings, article, 'recheck', known, null, now);
  // The first wall: the pass is to say so, with nothing else changed, that it is counted once.
  if (!key) return null;
  body[0] = (flags & 63) | (isUnprompted ? 192 : 128);
  return decided(settings, article, 'limit', known, await signed(settings, key, body, known.exp, now), now);
}

function openToAll(article: string, resetsAt: string): Decided {
  const said = { state: 'free', reason: 'open', read: 0 };
  const view = { ...said, left: null, limit: null, resetsAt, account: false, access: 'metered' };
  return { variant: 'full', said: 'free', view: JSON.stringify(view), pass: null, told: { article, ...said } };
}

function decided(
  { promptAfter, blockAfter }: Settings,
  article: string,
  reason: string,
  { open, read: total, exp }: Pick<Known, 'open' | 'read' | 'exp'>,
  pass: string | null,
  now: number,
): Decided {
  const limit = blockAfter ?? Number.POSITIVE_INFINITY;
  const others = open ? total - 1 : total;
  const isPrompted = others >= (promptAfter ?? Number.POSITIVE_INFINITY);
  const state = !open ? 'blocked' : isPrompted ? 'register-prompt' : 'free';
  const read = Math.min(others, open ? Math.max(0, limit - 1) : limit);
  const left = open ? Math.max(0, limit - 1 - read) : limit - read;
  const bounded = blockAfter === null ? '' : `; left=${left}; limit=${limit}`;
  const resetsAt = new Date(exp * 1000).toISOString();
  return {
    variant: open ? 'full' : 'teaser',
    said: `${state}; read=${read}${bounded}; reset=${Math.ceil(exp - now)}`,
    view: JSON.stringify({ state, reason, read, left, limit, resetsAt, account: false, access: 'metered' }),
    pass,
    told: { article, state, reason, read },
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

/** What the first pass of a new reader says who reads this article (docs/pass.md). */
async function firstBody(
  { promptAfter, period, articleKey }: Settings,
  article: string,
  now: number,
): Promise<Uint8Array> {
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
  return body;
}

/** A pass with this body, as the field that sets it. */
async function signed(
  { site, cookie, attributes }: Settings,
  jwk: SigningKey,
  body: Uint8Array,
  exp: number,
  now: number,
): Promise<string> {
  const { alg, kid } = jwk;
  const claims = { iss: site, aud: site, exp, p: encoded(body) };
  const said = [{ alg, typ: 'paywall+jwt', kid }, claims]
    .map((part) => encoded(text.encode(JSON.stringify(part))))
    .join('.');
  const key = await crypto.subtle.importKey('jwk', jwk, SIGNING[alg], false, ['sign']);
  const signature = encoded(new Uint8Array(await crypto.subtle.sign(SIGNING[alg], key, text.encode(said))));
  return `${cookie}=${said}.${signature}; Max-Age=${Math.max(0, Math.floor(exp - now))}${attributes}`;
}

/** Views that are told at once, at the latest after so many milliseconds, with the next one. */
const TOLD_AT_ONCE = 200;
const TOLD_AFTER = 30_000;

const MOST_UNTOLD = 1000;

/** Milliseconds after which whoever tells is taken to have been ended with its request. */
const FORGOTTEN = 5000;

/** What goes together, under the same number however often it is sent: an answer that got lost must not have it counted twice. */
interface Batch {
  readonly process: string;
  readonly sequence: number;
  readonly at: number;
  readonly views: readonly object[];
}

let process = '';
let sequence = 0;
let untold: object[] = [];
let toldAt = Date.now();
let due: Batch | undefined;
let sentAt = 0;

export function tell(view: object, env: Env, context: Context): void {
  untold = [...untold, view].slice(-MOST_UNTOLD);
  const now = Date.now();
  if (due && now - sentAt < FORGOTTEN) return;
  if (!due && untold.length < TOLD_AT_ONCE && now - toldAt < TOLD_AFTER) return;
  // Not before the first request, where there is nothing random yet.
  process ||= crypto.randomUUID();
  const batch = due ?? { process, sequence: ++sequence, at: now, views: untold.splice(0, TOLD_AT_ONCE) };
  due = batch;
  toldAt = now;
  sentAt = now;
  context.waitUntil(send(batch, env));
}

/** What the service does not take now it takes later, but for what it refuses. */
async function send(batch: Batch, env: Env): Promise<void> {
  const answer = await ask(env, '/views', { 'Content-Type': 'application/json' }, JSON.stringify(batch));
  if ((answer?.status === 204 || answer?.status === 400) && due === batch) due = undefined;
}
