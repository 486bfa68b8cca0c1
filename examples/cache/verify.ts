// What an edge can say by itself of a request for a metered article, from the reader's pass alone: 1.2 KB compressed, on
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

/** What a pass alone says of a request. */
export interface Known {
  /** Whether this article is one of those read, and so open; otherwise it is blocked. */
  readonly open: boolean;
  /** Distinct articles read, this one among them where it is open. */
  readonly read: number;
  /** When the count starts again, in seconds since 1970. */
  readonly exp: number;
  /** Whether `read` and the site's limits are all that there is to tell: no account, no grant, no other way to prompt. */
  readonly plain: boolean;
}

/**
 * Gives `null` where the site has to be asked.
 *
 * @param now Seconds since 1970.
 */
export type Verifier = (cookies: string | null | undefined, article: string, now?: number) => Promise<Known | null>;

const HMAC = { name: 'HMAC', hash: 'SHA-256' };
const ALGORITHMS = {
  HS256: HMAC,
  EdDSA: { name: 'Ed25519' },
  ES256: { ...HMAC, name: 'ECDSA', namedCurve: 'P-256' },
};

/** Ends the work on what is no pass. */
function demand(condition: unknown): asserts condition {
  if (!condition) throw 0;
}

const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array) => String.fromCharCode(...bytes);
const encode = (bytes: Uint8Array) => btoa(textOf(bytes)).replace(/=/g, '').replace(/\+/g, '-').replace(/\//g, '_');

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
  const importing = (jwk: object, algorithm: { name: string }, use: 'sign' | 'verify') =>
    subtle.importKey('jwk', jwk, algorithm, false, [use]);
  let articles: ReturnType<typeof importing> | undefined;
  const known = keys.map((jwk) => ({
    jwk,
    algorithm: ALGORITHMS[jwk.alg],
    // The header as the site writes it, and so with the algorithm that is the key's.
    header: encode(bytesOf(JSON.stringify({ alg: jwk.alg, typ: 'paywall+jwt', kid: jwk.kid }))),
    key: articles,
  }));

  async function hashOf(...parts: string[]) {
    articles ??= importing({ kty: 'oct', k: articleKey }, HMAC, 'sign');
    return new DataView(await subtle.sign('HMAC', await articles, bytesOf(JSON.stringify(parts))));
  }

  async function judge(token: string, article: string, now: number): Promise<Known | null> {
    const [header = '', payload = '', signature = '', more] = token.split('.');
    const by = known.find((each) => each.header === header);
    demand(by && more === undefined && token.length <= 2048);
    by.key ??= importing(by.jwk, by.algorithm, 'verify');
    demand(await subtle.verify(by.algorithm, await by.key, decode(signature), bytesOf(`${header}.${payload}`)));

    const { exp, p } = JSON.parse(textOf(decode(payload)));
    const body = decode(p);
    const view = new DataView(body.buffer);
    const flags = view.getUint8(0);
    const replaced = flags & 7;
    const account = flags & 16 ? 1 : 0;
    const readers = [0, 1, 2, 3, 4].map((n) => p.substr(8 + 16 * n + (n && 8 * account), 16)).slice(0, replaced + 1);
    let at = 18 + 6 * account + 12 * replaced;
    const age = now - view.getUint32(at);
    const given = flags & 8 ? view.getUint16(at + 4) : 0;
    at += flags & 8 ? 6 : 4;
    for (const bit of [4096, 2048, 1024]) if (given & bit) demand(view.getUint8(at++) || bit > 2048);
    const ledger = [];
    for (; at < body.length; at += 4) ledger.push(view.getInt32(at));
    const count = ledger.length;
    const read = flags & 8 ? given & 1023 : count;
    demand(
      encode(bytesOf(JSON.stringify({ iss: site, aud: site, exp, p }))) === payload &&
        Number.isInteger(exp) &&
        exp > now &&
        exp <= 864e10 &&
        p.substr(4, 4) === encode(new Uint8Array((await hashOf('fingerprint')).buffer, 0, 3)) &&
        flags < 192 &&
        replaced < 5 &&
        new Set(readers).size > replaced &&
        given < 8192 &&
        (!(flags & 8) || given !== count) &&
        new Set(ledger).size === count &&
        count <= 64 &&
        read >= count &&
        read <= 1000,
    );

    const open = ledger.includes((await hashOf('article', article.normalize())).getInt32(0));
    const plain = given < 1024 && !(flags & 48);
    // A set that is full, and that the pass shows whole, has no other article: blocked, as long as a block stands.
    const full = given < 1024 && !account && read === count && count >= blockAfter && Math.abs(age) < recheck;
    return open || full ? { open, read, exp, plain } : null;
  }

  return async (cookies, article, now = Date.now() / 1000) => {
    const start = `${cookie}=`;
    const pairs = (cookies ?? '').split(';').map((pair) => pair.trim());
    const [pass, second] = pairs.filter((pair) => pair.startsWith(start));
    // Several are united by the site. No pass, or a bad one, is a first view, which it alone can sign.
    return pass && !second ? judge(pass.slice(start.length), article, now).catch(() => null) : null;
  };
}
