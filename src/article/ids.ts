import { Buffer } from 'node:buffer';
import { createHmac } from 'node:crypto';

/** Turns articles, accounts and networks into short ids that say nothing to anyone who lacks their key. */
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
  /** Names the key behind the articles' ids of a period, in base64url: ids are comparable only where it is the same. */
  fingerprint(periodKey: string): string;
}

/** Ids whose keys are one a purpose, and for articles one a period, so that whoever is given one can work out nothing else. */
export interface SeparateIds extends ArticleIds {
  /** The key of the articles' ids in one period, 32 bytes. */
  articleKey(periodKey: string): Uint8Array;
}

/** Ids as the passes of each format have them. */
export interface IdsByFormat {
  readonly 1: ArticleIds;
  readonly 2: SeparateIds;
}

/** Beyond so many articles the cache starts anew: that is cheaper, at every view, than to know which was asked for last. */
const CACHED_ARTICLES = 5000;
const LONGEST_CACHED = 512;

const READER = 16;
const LONG_FINGERPRINT = 6;
const FINGERPRINT = 4;

/**
 * Ids under keys of their own, derived from `secret` for this site and each purpose (HMAC-SHA-256, RFC 2104).
 *
 * @param secret At least 32 random bytes. Apart from the signing keys, it stays when those are rotated: a new one
 *   makes every article unread.
 * @param site The publication's origin; another site with the same secret has other ids.
 */
export function createArticleIds(secret: Uint8Array, site: string): IdsByFormat {
  return { 1: idsOfOneKey(secret, site), 2: idsOfSeparateKeys(secret, site) };
}

function idsOfSeparateKeys(secret: Uint8Array, site: string): SeparateIds {
  const keyFor = (purpose: string, ...more: readonly string[]) =>
    hmac(secret, frame(`metered-paywall ${purpose} key`, site, ...more));
  const [accountKey, readerKey, networkKey] = [keyFor('account'), keyFor('reader'), keyFor('network')];
  const ofPeriod = lastOf((periodKey) => {
    const key = keyFor('article', periodKey);
    return { key, fingerprint: base64url(key, frame('fingerprint'), FINGERPRINT) };
  });

  return {
    idOf: cached((article, periodKey) => hmac(ofPeriod(periodKey).key, frame('article', article)).readInt32BE(0)),
    accountReader: (accountId, periodKey) => base64url(accountKey, frame('account', periodKey, accountId), READER),
    unitedReader: (readers, account = '', periodKey) =>
      base64url(readerKey, frame('united', periodKey, account, ...readers), READER),
    networkOn: (network, day) => base64url(networkKey, frame('network', day, network), READER),
    fingerprint: (periodKey) => ofPeriod(periodKey).fingerprint,
    articleKey: (periodKey) => Uint8Array.from(ofPeriod(periodKey).key),
  };
}

/** As the first format of the pass had them, all of them under one key. */
function idsOfOneKey(secret: Uint8Array, site: string): ArticleIds {
  const key = hmac(secret, frame('metered-paywall article ids', site));
  const fingerprint = base64url(key, frame('fingerprint'), LONG_FINGERPRINT);

  return {
    idOf: cached((article, periodKey) => hmac(key, frame('article', periodKey, article)).readInt32BE(0)),
    accountReader: (accountId, periodKey) => base64url(key, frame('account', periodKey, accountId), READER),
    unitedReader: (readers, account = '', periodKey) =>
      base64url(key, frame('united', periodKey, account, ...readers), READER),
    networkOn: (network, day) => base64url(key, frame('network', day, network), READER),
    fingerprint: () => fingerprint,
  };
}

/** Remembers the last answer: nearly all that is asked for is of one period. */
function lastOf<T>(work: (periodKey: string) => T): (periodKey: string) => T {
  let last: { readonly periodKey: string; readonly value: T } | undefined;
  return (periodKey) => {
    if (last?.periodKey !== periodKey) last = { periodKey, value: work(periodKey) };
    return last.value;
  };
}

function cached(work: ArticleIds['idOf']): ArticleIds['idOf'] {
  const cache = new Map<string, number>();
  let cachedPeriod = '';
  return (article, periodKey) => {
    const known = periodKey === cachedPeriod ? cache.get(article) : undefined;
    if (known !== undefined) return known;
    if (periodKey !== cachedPeriod || cache.size >= CACHED_ARTICLES) cache.clear();
    cachedPeriod = periodKey;
    const id = work(article, periodKey);
    if (article.length <= LONGEST_CACHED) cache.set(copyOf(article), id);
    return id;
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
