import type { ServerResponse } from 'node:http';
import type { Request } from 'express';
import { type PaywallTerms, termsOf } from '../console/terms/index.js';
import { checkTrustProxy } from '../crawlers/index.js';
import { createReport, type PaywallEvent, type Report, warn } from '../events/index.js';
import {
  blockedStatus,
  type ConvertedOptions,
  type Core,
  type CoreOptions,
  createConverted,
  createCore,
  type Decision,
  type EndedView,
  endedOf,
  type MaybeAccount,
  type MaybeArticle,
  type Outcome,
  type Reading,
  readConversion,
  readSettings,
  type ToldConversionKind,
  type Variant,
  variantOf,
} from '../meter/index.js';
import { NODE_MEANS } from '../meter/node/index.js';
import { type MetricsRegister, registerMetrics } from '../metrics/index.js';
import { callable, flag, OptionError, optional, readOptions } from '../options/index.js';
import type { ReaderDesk, SignedPolicy } from '../policy/signed/index.js';
import type { NodeRequest, NodeResponse } from '../prompts/index.js';
import { beforeHeaders } from './before-headers.js';
import { removeFields } from './request.js';
import { applyChanges, hasLeft, isWatched, methodOf, presentFields, sendAnswer } from './response.js';
import { createVariants, type VariantOptions } from './variant.js';

declare global {
  namespace Express {
    interface Request {
      /** The paywall's decision, on routes behind `paywall.meter()`. */
      paywall: Decision;
      /** Which page a cache is to be given, on routes behind `paywall.variant()`. */
      paywallVariant: Variant;
    }
  }
}

/**
 * What `createPaywall` takes.
 *
 * @typeParam Req The request that the site's functions are given: that of the framework which hands it to the middleware, by
 *   whatever type the site has for it. Default: Express's.
 */
export interface PaywallOptions<Req extends object = Request> extends CoreOptions {
  /** Names the registered reader behind a request, if any; may take two seconds. Default: nobody is registered. */
  readonly account?: (req: Req) => MaybeAccount | PromiseLike<MaybeAccount>;
  /** The status set before the site renders a blocked view: 200, or a 4xx such as 402. Default: 200. */
  readonly blockedStatus?: number;
  /**
   * Told of each metered view once it has ended, and what it came to, for figures and logs. What it throws, or a promise of
   * its rejects with, is reported and goes no further. Default: nobody is told.
   */
  readonly onView?: (view: EndedView, req: Req) => unknown;
  /** Called with each kind of fault at most every ten seconds. Default: a warning of the process. */
  readonly onEvent?: (event: PaywallEvent) => unknown;
}

/**
 * What `paywall.meter` takes.
 *
 * @typeParam Req The request that `article` is given. Default: Express's.
 */
export interface MeterOptions<Req extends object = Request> {
  /**
   * Names what is counted, best by the article's own id, and says who may read it; `null` for a page that is no article. May
   * take two seconds. Where it gives nothing of use, path and query stand in. Default: the path in canonical form.
   */
  readonly article?: (req: Req) => MaybeArticle | PromiseLike<MaybeArticle>;
  /** Says on the response, as `Paywall-Variant`, which page it is: for a cache that asks this app for its decisions. Default: false. */
  readonly tellVariant?: boolean;
}

/** A middleware of Express, Connect or anything else that hands on Node's own request and response. */
export type MeterHandler = (req: NodeRequest, res: NodeResponse, next: () => void) => Promise<void>;

/**
 * The paywall of one site.
 *
 * @typeParam Req The request that the site's functions are given. Default: Express's.
 */
export interface Paywall<Req extends object = Request> {
  /**
   * A middleware that meters the routes it stands before. It sets `req.paywall` and calls `next()`, but for requests that
   * nobody reads, which it answers itself.
   */
  meter<Given extends object = Req>(options?: MeterOptions<Given>): MeterHandler;
  /**
   * A middleware for the routes of articles behind a cache that asks the service for each decision and keeps two pages of an article. It
   * sets `req.paywallVariant` and calls `next()`. It counts nothing and sees no reader.
   */
  variant<Given extends object = Req>(options: VariantOptions<Given>): MeterHandler;
  /**
   * Counts that the reader behind a request has registered or subscribed, in the option `figures`; where there are none, nothing is
   * counted. To be called once, with the request that did it. It counts under the plan that `account(req)` names then.
   *
   * @param what `registered` or `subscribed`.
   * @throws {OptionError} for anything but `registered` and `subscribed`, and for options that are unknown or wrong.
   */
  converted(req: NodeRequest, what: ToldConversionKind, options?: ConvertedOptions): Promise<void>;
  /** What the code of the site says, whatever a newsroom has turned since. */
  readonly terms: PaywallTerms;
  /** Figures of what all processes counted; `undefined` without the option `figures`. */
  readonly figures: Core['figures'];
  /**
   * The decision on a request behind `paywall.meter()`: what `req.paywall` is, typed for frameworks whose request has no such member.
   *
   * @throws {TypeError} for a request that passed no meter: an open article would be the other answer.
   */
  decisionOf(req: NodeRequest): Decision;
  /** What the reader behind a request has read, for a page that shows it to them. Such a page must not be cached. */
  reading(req: NodeRequest): Promise<Reading>;
  /** The same decision for other frameworks: see `View` and `Outcome`. */
  readonly decide: Core['decide'];
  /** How many passes counted as none though their period went on, since the process began, by cause. */
  readonly refusedPasses: Core['refusedPasses'];
  /**
   * The key of the article ids of one period, by default the present one: all that an edge needs besides a key that verifies, to
   * see whether a pass has an article. Give it `endsAt` to have the next one's ahead of time.
   */
  readonly articleKey: Core['articleKey'];
  /**
   * What a newsroom turns: the very policy that was given.
   *
   * @throws {OptionError} where none was given.
   */
  readonly policy: SignedPolicy;
  /** What one reader has read, and why views are decided as they are: `policy.readers.explain`. */
  readonly explain: ReaderDesk['explain'];
  /** Lets a reader read more new articles than the limit: `policy.readers.grant`. */
  readonly grant: ReaderDesk['grant'];
  /** Opens one article to a reader: `policy.readers.open`. */
  readonly open: ReaderDesk['open'];
  /** Lets a reader start again, with nothing read: `policy.readers.reset`. */
  readonly reset: ReaderDesk['reset'];
  /** Forgets what a reader has read: `policy.readers.forget`. */
  readonly forget: ReaderDesk['forget'];
  /** The public keys that verify passes, as a JWK Set (RFC 7517 section 5): those of key pairs, never a secret. */
  readonly jwks: Core['jwks'];
  /**
   * Registers what the process counts for whoever is on call with a site's own prom-client, to be read at each scrape: decisions,
   * the store's latency and breaker, passes by key and by cause of refusal. To be called once for one register.
   */
  metrics(register: MetricsRegister): void;
}

/**
 * Makes the paywall of one site.
 *
 * @throws {OptionError} for the first option that is unknown, missing or wrong, naming it, its value and the fix.
 */
export function createPaywall<Req extends object = Request>(options: PaywallOptions<Req>): Paywall<Req> {
  const { settings, more } = readSettings(
    options,
    'createPaywall',
    {
      account: optional(callable<NonNullable<PaywallOptions<Req>['account']>>(), undefined),
      blockedStatus: optional(blockedStatus, 200),
      onView: optional(callable<NonNullable<PaywallOptions<Req>['onView']>>(), undefined),
      onEvent: optional(callable<NonNullable<PaywallOptions['onEvent']>>(), warn),
    },
    NODE_MEANS,
  );
  const report = createReport(more.onEvent, settings.clock);
  const core = createCore(settings, report);
  const converted = createConverted(core, report);
  const outcomes = new WeakMap<object, Outcome>();
  const addressed = settings.crawlers !== null || settings.newReaders !== null;
  const { account, onView } = more;

  const accountOf = account && ((req: Req) => () => account(req));
  const ended = endedOf(onView, report);

  const policy = (): SignedPolicy => {
    if (settings.policy) return settings.policy;
    const fix = 'Give one, as in createPaywall({ policy: signedPolicy() })';
    throw new OptionError('ERR_PAYWALL_OPTION_MISSING', 'createPaywall.policy', 'missing', fix);
  };

  return {
    get policy() {
      return policy();
    },
    explain: async (...asked) => policy().readers.explain(...asked),
    grant: async (...asked) => policy().readers.grant(...asked),
    open: async (...asked) => policy().readers.open(...asked),
    reset: async (...asked) => policy().readers.reset(...asked),
    forget: async (...asked) => policy().readers.forget(...asked),
    terms: termsOf(settings),
    decide: core.decide,
    refusedPasses: core.refusedPasses,
    articleKey: core.articleKey,
    jwks: core.jwks,
    figures: core.figures,
    metrics: (register) => registerMetrics(register, core.metrics),

    variant<Given extends object = Req>(variantOptions: VariantOptions<Given>): MeterHandler {
      const prepare = createVariants(variantOptions, report);
      return async (request, response, next) => {
        await prepare(asOfSite<Given>(request), asHttp1(response));
        next();
      };
    },

    async converted(req, what, convertedOptions = {}) {
      const { article } = readOptions<{ readonly article: unknown }>(convertedOptions, 'paywall.converted', {
        article: optional((given) => given, null),
      });
      const view = { account: accountOf?.(asOfSite<Req>(req)), headers: req.headers };
      await converted(view, readConversion(what, 'paywall.converted.what'), article);
    },

    decisionOf(req) {
      const outcome = outcomes.get(req);
      if (outcome) return outcome.decision;
      throw new TypeError("This request passed no meter(): give Node's own request, behind the middleware");
    },

    reading: (req) => core.reading({ account: accountOf?.(asOfSite<Req>(req)), headers: req.headers }),

    meter<Given extends object = Req>(meterOptions: MeterOptions<Given> = {}): MeterHandler {
      const { article, tellVariant } = readOptions<MeterValues<Given>>(meterOptions, 'paywall.meter', {
        article: optional(callable<NonNullable<MeterOptions<Given>['article']>>(), undefined),
        tellVariant: optional(flag, false),
      });
      return async (request, response, next) => {
        const req = asOfSite<Req & Given>(request);
        const res = asHttp1(response);
        // One request is one view, though it pass a meter for the whole site and another for the route.
        if (outcomes.get(req)?.metered) return next();
        const outcome = await core.decide({
          method: methodOf(req, res),
          target: req.originalUrl ?? req.url ?? '/',
          headers: req.headers,
          article: article && (() => article(req)),
          account: accountOf?.(req),
          address: addressed ? addressOf(req, report) : undefined,
          left: () => hasLeft(req, res),
          ended: ended?.(req),
        });
        req.paywall = outcome.decision;
        outcomes.set(req, outcome);
        if (outcome.answer) {
          sendAnswer(res, outcome.answer);
          return void outcome.end(hasLeft(req, res) ? null : outcome.answer.status);
        }
        removeFields(req, outcome.ignore);
        if (outcome.metered) {
          if (outcome.decision.state === 'blocked' && !res.headersSent) res.statusCode = more.blockedStatus;
          endOnHeaders(req, res, outcome, tellVariant ? { 'Paywall-Variant': variantOf(outcome.decision) } : {});
        }
        next();
      };
    },
  };
}

interface MeterValues<Given extends object> {
  readonly article: NonNullable<MeterOptions<Given>['article']> | undefined;
  readonly tellVariant: boolean;
}

/**
 * Takes a request for what the site's own functions say they take. Whoever uses them without Express gets Node's request, of which
 * we read nothing without looking first.
 */
function asOfSite<Req extends object>(req: NodeRequest): Request & Req {
  if (isOfSite<Req>(req)) return req;
  throw new TypeError('no request was given');
}

function isOfSite<Req extends object>(req: NodeRequest): req is Request & Req {
  return req !== undefined;
}

/** Takes a response over HTTP/2 for one over HTTP/1, of which it has all that we use. */
function asHttp1(res: NodeResponse): ServerResponse {
  if (isHttp1(res)) return res;
  throw new TypeError('no response was given');
}

function isHttp1(res: NodeResponse): res is ServerResponse {
  return res !== undefined;
}

/** The reader's address as Express derives it from the proxies that the site trusts, or else the connection's own. */
function addressOf(req: Request, report: Report): string | undefined {
  if (typeof req.app?.get !== 'function') return req.socket?.remoteAddress;
  try {
    checkTrustProxy(req.app.get('trust proxy'));
    return req.ip;
  } catch (error) {
    report('ERR_PAYWALL_TRUST_PROXY', 'Addresses are not used', error);
    return undefined;
  }
}

/** Fields are set last of all, so that nothing the site sets can undo them or be undone by them. */
function endOnHeaders(
  req: Request,
  res: ServerResponse,
  outcome: Outcome,
  more: Readonly<Record<string, string>>,
): void {
  const left = (): void => void outcome.end(null);
  const watched = isWatched(res);
  beforeHeaders(res, () => {
    const changes = outcome.end(res.statusCode, presentFields(res));
    applyChanges(res, { ...changes, set: { ...changes.set, ...more } }, watched);
  });
  // A reader may have gone away while the store was asked, and then there will be no event any more; or the site may have answered
  // without us, for want of patience, and then there will be no headers.
  if (hasLeft(req, res)) left();
  else if (outcome.awaited) lookOut(req, res, left);
}

function lookOut(req: Request, res: ServerResponse, left: () => void): void {
  res.on('close', left);
  // It comes a turn of the event loop sooner, before the reader's next request is decided.
  req.on('aborted', left);
}
