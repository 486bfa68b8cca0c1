import { createHmac } from 'node:crypto';

/** Turns articles, accounts and networks into short ids that say nothing to anyone who lacks the key. */
export interface ArticleIds {
  /**
   * The article's id in one period: a signed 32-bit integer, the same for every reader of the site.
   *
   * @param article What the article is called; see `canonicalPath`.
   * @param periodKey `key` of the period.
   */
  idOf(article: string, periodKey: string): number;
  /** The reader id of an account in one period, 16 base64url characters. The account's own id is kept nowhere. */
  accountReader(accountId: string, periodKey: string): string;
  /**
   * The reader id in one period that follows on those of several passes, 16 base64url characters; the same for the same.
   *
   * @param readers Sorted.
   * @param account The account's own keyed hash; `undefined` without one.
   */
  unitedReader(readers: readonly string[], account: string | undefined, periodKey: string): string;
  /**
   * Names a network for one day, 16 base64url characters; the network itself is kept nowhere, and no day's name can be
   * matched with another's.
   *
   * @param day The day, in any notation.
   */
  networkOn(network: string, day: string): string;
  /** Names the key behind the ids, 6 base64url characters: ids are comparable only where it is the same. */
  readonly fingerprint: string;
}

/** Beyond so many articles the cache starts anew: that is cheaper, at every view, than to know which was asked for last. */
const CACHED_ARTICLES = 5000;
const LONGEST_CACHED = 512;

/**
 * Ids under a key of their own, derived from `secret` for this site and this purpose (HMAC-SHA-256, RFC 2104).
 *
 * @param secret At least 32 random bytes. Apart from the signing keys, it stays when those are rotated: a new one
 *   makes every article unread.
 * @param site The publication's origin; another site with the same secret has other ids.
 */
export function createArticleIds(secret: Uint8Array, site: string): ArticleIds {
  const key = hmac(secret, frame('metered-paywall article ids', site));
  const cache = new Map<string, number>();
  let cachedPeriod = '';

  return {
    idOf(article, periodKey) {
      const cached = periodKey === cachedPeriod ? cache.get(article) : undefined;
      if (cached !== undefined) return cached;
      if (periodKey !== cachedPeriod || cache.size >= CACHED_ARTICLES) cache.clear();
      cachedPeriod = periodKey;
      const id = hmac(key, frame('article', periodKey, article)).readInt32BE(0);
      if (article.length <= LONGEST_CACHED) cache.set(copyOf(article), id);
      return id;
    },
    accountReader: (accountId, periodKey) => base64url(key, frame('account', periodKey, accountId), 16),
    unitedReader: (readers, account = '', periodKey) =>
      base64url(key, frame('united', periodKey, account, ...readers), 16),
    networkOn: (network, day) => base64url(key, frame('network', day, network), 16),
    fingerprint: base64url(key, frame('fingerprint'), 6),
  };
}

/** Text of its own: a slice keeps all of the text it was cut from in memory, such as an address with a very long query. */
function copyOf(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}

/** Parts as a JSON array, so that no two lists of parts read the same. */
function frame(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}

function hmac(key: Uint8Array, message: string): Buffer {
  return createHmac('sha256', key).update(message).digest();
}

function base64url(key: Uint8Array, message: string, characters: number): string {
  return hmac(key, message).toString('base64url').slice(0, characters);
}
