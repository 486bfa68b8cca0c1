import type { Request } from 'express';
import type { PaywallTerms } from '../console/terms/index.js';
import type { PaywallEvent } from '../events/index.js';
import type {
  ConvertedOptions,
  Core,
  CoreOptions,
  Decision,
  EndedView,
  MaybeAccount,
  MaybeArticle,
  Reading,
  ToldConversionKind,
  Variant,
} from '../meter/index.js';
import type { MetricsRegister } from '../metrics/index.js';
import type { ReaderDesk, SignedPolicy } from '../policy/signed/index.js';
import type { NodeRequest, NodeResponse } from '../prompts/index.js';
import type { VariantOptions } from './variant.js';

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
  /** How many passes were at odds with this process though their period went on, since it began, by cause. */
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
  /**
   * What the reader behind a request can send to whoever answers them: `policy.readers.code`, with their account. The page that shows it
   * must not be cached.
   */
  supportCode(req: NodeRequest): Promise<string | null>;
  /** The public keys that verify passes, as a JWK Set (RFC 7517 section 5): those of key pairs, never a secret. */
  readonly jwks: Core['jwks'];
  /**
   * Registers what the process counts for whoever is on call with a site's own prom-client, to be read at each scrape: decisions,
   * the store's latency and breaker, passes by key and by cause of refusal. To be called once for one register.
   */
  metrics(register: MetricsRegister): void;
  /**
   * Ends what goes on by itself, for good: waits a moment for the last views to be taken back, sends the figures that are left, trying
   * for up to two seconds, and follows the policy no more. To be called once the server is closed, and before the client of Redis is.
   */
  close(): Promise<void>;
}
