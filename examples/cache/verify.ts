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
  /** The pass's body. */
  readonly p: string;
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

/** Bytes as characters, out of base64url. Text has one spelling: padding, blanks and stray bits are none of the site's. */
function decode(text: string): string {
  const standard = text.replace(/-/g, '+').replace(/_/g, '/');
  const binary = atob(standard);
  demand(!/[^\w-]/.test(text) && btoa(binary).replace(/=/g, '') === standard);
  return binary;
}

const bytesOf = (binary: string) => Uint8Array.from(binary, (character) => character.charCodeAt(0));

/** Makes the verifier of one site and period, which is given the `Cookie` field and what the site calls the article. */
export function createVerifier(options: VerifierOptions): Verifier {
  const { site, keys, articleKey, blockAfter = 10, recheck = 60, cookie = '__Host-paywall' } = options;
  const { subtle } = crypto;
  // What cannot be imported verifies nothing.
  const imported = (jwk: object, algorithm: { name: string }, use: 'sign' | 'verify') =>
    subtle.importKey('jwk', jwk, algorithm, false, [use]).catch(() => null);
  const articles = imported({ kty: 'oct', k: articleKey }, HMAC, 'sign');
  const known = keys.map(({ alg, kid, ...jwk }) => ({
    // The header as the site writes it, and so with the algorithm that is the key's.
    header: JSON.stringify({ alg, typ: 'paywall+jwt', kid }),
    algorithm: ALGORITHMS[alg],
    key: imported(jwk, ALGORITHMS[alg], 'verify'),
  }));

  /** The first four bytes of a hash. */
  async function hashOf(...parts: string[]): Promise<number> {
    const key = await articles;
    demand(key);
    return new DataView(await subtle.sign('HMAC', key, new TextEncoder().encode(JSON.stringify(parts)))).getInt32(0);
  }

  async function judge(token: string, article: string, now: number): Promise<Known | null> {
    const [header = '', payload = '', signature = '', more] = token.split('.');
    const by = known.find((each) => each.header === decode(header));
    const key = await by?.key;
    demand(by && key && more === undefined && token.length <= 2048);
    const signed = bytesOf(`${header}.${payload}`);
    demand(await subtle.verify(by.algorithm, key, bytesOf(decode(signature)), signed));

    const claims = decode(payload);
    const { exp, p } = JSON.parse(claims);
    const body = new DataView(bytesOf(decode(p)).buffer);
    const flags = body.getUint8(0);
    const replaced = flags & 7;
    const hasMore = flags & 8;
    const account = flags & 16 ? 1 : 0;
    const readers = (p.substr(8, 16) + p.substr(24 + 8 * account, 16 * replaced)).match(/.{16}/g);
    let at = 18 + 6 * account + 12 * replaced;
    const age = now - body.getUint32(at);
    at += 4;
    const given = hasMore && body.getUint16(at);
    if (hasMore) at += 2;
    for (const bit of [4096, 2048, 1024]) if (given & bit) demand(body.getUint8(at++) || bit > 2048);
    const ledger = [];
    for (; at < body.byteLength; at += 4) ledger.push(body.getInt32(at));
    const count = ledger.length;
    const read = hasMore ? given & 1023 : count;
    demand(
      claims === JSON.stringify({ iss: site, aud: site, exp, p }) &&
        Number.isInteger(exp) &&
        exp > now &&
        exp <= 864e10 &&
        // Three bytes name the key of the ids.
        (body.getInt32(3) ^ (await hashOf('fingerprint'))) >>> 8 === 0 &&
        replaced < 5 &&
        new Set(readers).size > replaced &&
        given < 32768 &&
        // A state says already that its prompt or its wall was met.
        !(given & ((8192 << (flags >> 6)) - 8192)) &&
        !(hasMore && given === count) &&
        new Set(ledger).size === count &&
        count <= 64 &&
        read >= count &&
        read <= 1000,
    );

    const open = ledger.includes(await hashOf('article', article.normalize()));
    // A set that is full, and that the pass shows whole, has no other article: blocked, as long as a block stands.
    const full = given < 1024 && !account && read === count && count >= blockAfter && Math.abs(age) < recheck;
    return open || full ? { open, read, exp, plain: given < 1024 && !(flags & 48), p } : null;
  }

  return async (cookies, article, now = Date.now() / 1000) => {
    const start = `${cookie}=`;
    const [pass, second] = `;${cookies}`.split(/\s*;\s*/).filter((pair) => pair.startsWith(start));
    // Several are united by the site. No pass, or a bad one, is a first view, which it alone can sign.
    return pass && !second ? judge(pass.slice(start.length), article, now).catch(() => null) : null;
  };
}
