// What an edge can say by itself of a request for a metered article, from the reader's pass alone: little more than 1 KB compressed, on
// WebCrypto and nothing else. For requests without an account's session; of all others, and of locked articles, ask the site. How a
// pass is written and what is to be refused: docs/pass.md.

/** What the edge is given. */
export interface VerifierOptions {
  /** The site's origin, as the paywall has it. */
  readonly site: string;
  /** Those of `paywall.jwks()`; or the secret, `{ kid, alg: 'HS256', kty: 'oct', k }`, with which an edge could sign too. */
  readonly keys: readonly VerifyingKey[];
  /** `key` of `paywall.articleKey()`. When that ends, make another verifier. */
  readonly articleKey: string;
  /** As the paywall has it. Default: 10. */
  readonly blockAfter?: number;
  /** Seconds for which a block stands, as the paywall has it. Default: 60. */
  readonly recheck?: number;
  /** The cookie's name. Default: `__Host-paywall`. */
  readonly cookie?: string;
}

/** A key as a JWK (RFC 7517). */
export interface VerifyingKey {
  readonly kid: string;
  readonly alg: 'HS256' | 'EdDSA' | 'ES256';
  readonly kty: string;
  readonly crv?: string;
  readonly x?: string;
  readonly y?: string;
  readonly k?: string;
}

/** `re-read`: the article is open. `blocked`: it is not. `ask`: the site knows. */
export type Verdict = 're-read' | 'blocked' | 'ask';

/** @param now Seconds since 1970. */
export type Verifier = (cookies: string | null | undefined, article: string, now?: number) => Promise<Verdict>;

const ALGORITHMS = {
  HS256: { name: 'HMAC', hash: 'SHA-256' },
  EdDSA: { name: 'Ed25519' },
  ES256: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
};

/** Ends the work on what is no pass. */
function demand(condition: unknown): asserts condition {
  if (!condition) throw 0;
}

const textOf = (bytes: Uint8Array) => String.fromCharCode(...bytes);
const bytesOf = (text: string) => new TextEncoder().encode(text);
const encode = (bytes: Uint8Array) =>
  btoa(textOf(bytes)).replace(/[+/=]/g, (character) => ({ '+': '-', '/': '_' })[character] ?? '');

/** Text has one spelling: padding, blanks and stray bits are none of the site's. */
function decode(text: string) {
  const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  demand(encode(bytes) === text);
  return bytes;
}

/** Makes the verifier of one site and period, which is given the `Cookie` field and what the site calls the article. */
export function createVerifier(options: VerifierOptions): Verifier {
  const { site, keys, articleKey, blockAfter = 10, recheck = 60, cookie = '__Host-paywall' } = options;
  const { subtle } = crypto;
  const imported = new Map<object, ReturnType<typeof subtle.importKey>>();
  const articles = { kty: 'oct', k: articleKey };

  /** A key, made ready once. */
  function ready(jwk: VerifyingKey | typeof articles, algorithm: { name: string }, use: 'sign' | 'verify') {
    const key = imported.get(jwk) ?? subtle.importKey('jwk', jwk, algorithm, false, [use]);
    imported.set(jwk, key);
    return key;
  }

  async function hashOf(...parts: string[]) {
    const key = await ready(articles, ALGORITHMS.HS256, 'sign');
    return new DataView(await subtle.sign('HMAC', key, bytesOf(JSON.stringify(parts))));
  }

  async function judge(token: string, article: string, now: number): Promise<Verdict> {
    const [header = '', payload = '', signature = '', ...more] = token.split('.');
    // The header as the site writes it, and so with the algorithm that is the key's.
    const key = keys.find(
      ({ alg, kid }) => header === encode(bytesOf(JSON.stringify({ alg, typ: 'paywall+jwt', kid }))),
    );
    demand(key && more.length === 0 && token.length <= 2048);
    const algorithm = ALGORITHMS[key.alg];
    const signed = bytesOf(`${header}.${payload}`);
    demand(await subtle.verify(algorithm, await ready(key, algorithm, 'verify'), decode(signature), signed));

    const { exp, p } = JSON.parse(textOf(decode(payload)));
    demand(encode(bytesOf(JSON.stringify({ iss: site, aud: site, exp, p }))) === payload);
    demand(Number.isInteger(exp) && exp > now && exp <= 864e10);
    const body = decode(p);
    const view = new DataView(body.buffer);
    demand(p.slice(4, 8) === encode(new Uint8Array((await hashOf('fingerprint')).buffer, 0, 3)));

    const flags = view.getUint8(0);
    const replaced = flags & 7;
    const account = (flags >> 4) & 1;
    const textAt = (n: number) => p.slice(8 + 16 * n + (n && 8 * account)).slice(0, 16);
    demand(flags < 192 && replaced < 5 && new Set([0, 1, 2, 3, 4].slice(0, replaced + 1).map(textAt)).size > replaced);

    let at = 18 + 6 * account + 12 * replaced;
    const age = now - view.getUint32(at);
    const given = flags & 8 ? view.getUint16(at + 4) : 0;
    at += flags & 8 ? 6 : 4;
    for (const bit of [4096, 2048, 1024]) if (given & bit) demand(view.getUint8(at++) || bit > 2048);
    const ledger = [];
    for (; at < body.length; at += 4) ledger.push(view.getInt32(at));
    const count = ledger.length;
    const read = flags & 8 ? given & 1023 : count;
    demand(given < 8192 && new Set(ledger).size === count && count <= 64);
    demand(at === body.length && read >= count && read <= 1000 && !(flags & 8 && given === count));

    if (ledger.includes((await hashOf('article', article.normalize())).getInt32(0))) return 're-read';
    const whole = read === count && count >= blockAfter && given < 1024 && !account;
    return flags >> 6 === 2 && whole && Math.abs(age) < recheck ? 'blocked' : 'ask';
  }

  return async (cookies, article, now = Date.now() / 1000) => {
    const start = `${cookie}=`;
    const pairs = (cookies ?? '').split(';').map((pair) => pair.trim());
    const [pass, second] = pairs.filter((pair) => pair.startsWith(start));
    // Several are united by the site. No pass, or a bad one, is a first view, which it alone can sign.
    if (!pass || second) return 'ask';
    return judge(pass.slice(start.length), article, now).catch(() => 'ask');
  };
}
