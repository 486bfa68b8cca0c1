import type { ServerResponse } from 'node:http';
import type { Request } from 'express';
import type { Report } from '../events/index.js';
import { articleOf, isCacheField, type MaybeArticle, type NamedArticle, type Variant } from '../meter/index.js';
import { callable, type IsToken, optional, readOptions, readToken, required, wholeNumber } from '../options/index.js';
import { beforeHeaders } from './before-headers.js';
import { removeFields } from './request.js';
import { applyChanges, isWatched } from './response.js';

/**
 * What `paywall.variant` takes.
 *
 * @typeParam Req The request that `article` is given. Default: Express's.
 */
export interface VariantOptions<Req extends object = Request> {
  /** What the cache sends as `Paywall-Token` to prove itself; 16 characters or more. Whoever has it is shown every article whole. */
  readonly token: string;
  /** Seconds for which that cache may keep a page. Default: 60. */
  readonly maxAge?: number;
  /**
   * Names the article and says who may read it, as for `meter`: the cache learns it by `Paywall-Article` and `Paywall-Access` on the
   * page. `null` for a page that is no article. Default: the path in canonical form.
   */
  readonly article?: (req: Req) => MaybeArticle | PromiseLike<MaybeArticle>;
}

interface VariantValues<Req extends object> {
  readonly token: IsToken;
  readonly maxAge: number;
  readonly article: NonNullable<VariantOptions<Req>['article']> | undefined;
}

/** Makes the pages of one request's article. */
export type VariantStep<Req> = (req: Req & Request, res: ServerResponse) => Promise<void>;

/** Fields by which a page could come to be one reader's; and ranges, since the cache cuts the whole page itself. */
const READERS = ['cookie', 'authorization', 'range', 'if-range'];

const TOKEN = 'paywall-token';

/** Statuses that stand for a page itself and for the want of one. What went wrong is kept by nobody. */
const SHOWN: readonly number[] = [200, 304];
const SETTLED: readonly number[] = [...SHOWN, 301, 308, 404, 410];

/** Seconds for which it may be kept that there is no page: not for long, since one may be published. */
const LONGEST_WITHOUT = 60;

/**
 * Makes pages for a cache that has asked for the decision, and says which of two it needs. Nothing is counted, no reader is seen, and
 * no cookie is set; without the right token every page is the teaser, which nobody keeps.
 *
 * @throws {OptionError} for the first option that is unknown, missing or wrong.
 */
export function createVariants<Req extends object>(options: VariantOptions<Req>, report: Report): VariantStep<Req> {
  const { token, maxAge, article } = readOptions<VariantValues<Req>>(options, 'paywall.variant', {
    token: required(readToken, 'Give the token that the cache sends as Paywall-Token'),
    maxAge: optional(wholeNumber(1, 31_536_000), 60),
    article: optional(callable<NonNullable<VariantOptions<Req>['article']>>(), undefined),
  });

  return async (req, res) => {
    const isCache = token(req.headers[TOKEN]);
    const wanted: Variant = isCache && req.headers['paywall-variant'] === 'full' ? 'full' : 'teaser';
    removeFields(req, isCache ? [TOKEN, ...READERS] : [TOKEN]);
    const named = await articleOf(article && (() => article(req)), req.originalUrl ?? req.url ?? '/', report);
    req.paywallVariant = named?.access === 'open' ? 'full' : wanted;
    beforeHeaders(res, () => setFields(res, isCache ? named : null, isCache ? maxAge : 0));
  };
}

/** @param maxAge 0 for whoever is not the cache. */
function setFields(res: ServerResponse, named: NamedArticle | null, maxAge: number): void {
  const { statusCode } = res;
  const isShown = SHOWN.includes(statusCode);
  const age = SETTLED.includes(statusCode) ? Math.min(maxAge, isShown ? maxAge : LONGEST_WITHOUT) : 0;
  const remove = [...res.getHeaderNames().filter(isCacheField), 'set-cookie', 'paywall-article', 'paywall-access'];
  const encodings = /\baccept-encoding\b/i.test(String(res.getHeader('Vary') ?? '')) ? 'Accept-Encoding' : undefined;
  const set = {
    // First of all: nginx before 1.23 goes by whichever comes first.
    ...(age > 0 && { 'X-Accel-Expires': String(age), 'Surrogate-Control': `max-age=${age}` }),
    'Cache-Control': 'private, no-store',
    ...(age > 0 && encodings && { Vary: encodings }),
    ...(isShown && named && { 'Paywall-Article': encodeURIComponent(named.name), 'Paywall-Access': named.access }),
  };
  // Not among those that stay removed: a middleware that compresses the page adds to it after us.
  if (age > 0) res.removeHeader('Vary');
  applyChanges(res, { set, cookie: undefined, remove }, isWatched(res));
}
