import { createReport, type PaywallEvent, warn } from '../events/index.js';
import {
  blockedStatus,
  type Core,
  type CoreOptions,
  createCore,
  type Decision,
  type EndedView,
  endAll,
  endedOf,
  type MaybeAccount,
  type MaybeArticle,
  type Reading,
  readSettings,
} from '../meter/index.js';
import { type MetricsRegister, registerMetrics } from '../metrics/index.js';
import { callable, optional, readOptions, text } from '../options/index.js';
import { EDGE_MEANS } from './edge.js';
import { targetOf, withoutFields } from './request.js';
import { answerOf } from './response.js';
import { metered } from './view.js';
import type { WebRequest, WebResponse } from './web.js';

/**
 * What `createPaywall` takes.
 *
 * @typeParam Req The request that the site's functions are given. Default: the web's own.
 */
export interface PaywallOptions<Req extends WebRequest = WebRequest> extends Omit<CoreOptions, 'crawlers'> {
  /** Names the registered reader behind a request, if any; may take two seconds. Default: nobody is registered. */
  readonly account?: (request: Req) => MaybeAccount | PromiseLike<MaybeAccount>;
  /** The status of a blocked view that the site answers with 200: that, or a 4xx such as 402. Default: 200. */
  readonly blockedStatus?: number;
  /**
   * Verifies search crawlers, which then read everything, uncounted: what `createCrawlers()` of `metered-paywall/crawlers`
   * makes, which no worker has to load that does without. Needs the reader's `address`. Default: `false`, every crawler is a
   * reader.
   */
  readonly crawlers?: Exclude<CoreOptions['crawlers'], boolean | undefined> | false;
  /**
   * Told of each metered view once it has ended, and what it came to, for figures and logs. What it throws, or a promise of
   * its rejects with, is reported and goes no further. Default: nobody is told.
   */
  readonly onView?: (view: EndedView, request: Req) => unknown;
  /** Called with each kind of fault at most every ten seconds. Default: a warning of the process, or of the console. */
  readonly onEvent?: (event: PaywallEvent) => unknown;
}

/**
 * What is said of one request.
 *
 * @typeParam Req The request that `article` is given. Default: the web's own.
 */
export interface RespondOptions<Req extends WebRequest = WebRequest> {
  /**
   * Names what is counted, best by the article's own id, and says who may read it; `null` for a page that is no article. May
   * take two seconds. Where it gives nothing of use, path and query stand in. Default: the path in canonical form.
   */
  readonly article?: ((request: Req) => MaybeArticle | PromiseLike<MaybeArticle>) | undefined;
  /**
   * The reader's IP address, from a source that no reader can write to; for `crawlers` and `newReaders`, which without one know
   * nobody. Default: none.
   */
  readonly address?: string | undefined;
  /**
   * Keeps the platform from ending what goes on after the response, such as taking a view back, as in
   * `(work) => context.waitUntil(work)`. Default: nothing does.
   */
  readonly waitUntil?: ((work: Promise<unknown>) => unknown) | undefined;
}

/**
 * The paywall of one site.
 *
 * @typeParam Req The request that the site's functions are given. Default: the web's own.
 */
export interface Paywall<Req extends WebRequest = WebRequest> {
  /**
   * Answers one request by the page that the site renders for the decision, or by an answer of its own where nobody reads. What
   * it gives is a copy, with every field set and removed; bodies are streamed.
   *
   * A page that is an error or a redirect, that is thrown, or that the reader does not wait for is taken back. What is thrown is
   * thrown on.
   *
   * @param render Renders the page. Of its two arguments the request is the one to go by for conditional requests: it has no
   *   field by which another page of this address could be confirmed.
   * @throws {OptionError} for options that are unknown or wrong.
   */
  respond<Given extends Req>(
    request: Given,
    options: RespondOptions<Given>,
    render: (decision: Decision, request: Given | WebRequest) => WebResponse | PromiseLike<WebResponse>,
  ): Promise<WebResponse>;
  /** Figures of what all processes counted; `undefined` without the option `figures`. */
  readonly figures: Core['figures'];
  /** What the reader behind a request has read, for a page that shows it to them. Such a page must not be cached. */
  reading(request: Req): Promise<Reading>;
  /** The same decision for other frameworks: see `View` and `Outcome`. */
  readonly decide: Core['decide'];
  /** How many passes were at odds with this process though their period went on, since it began, by cause. */
  readonly refusedPasses: Core['refusedPasses'];
  /** The key of the article ids of one period, by default the present one, for whoever only verifies passes. */
  readonly articleKey: Core['articleKey'];
  /** The public keys that verify passes, as a JWK Set (RFC 7517), to be shown to whoever is to verify them. */
  readonly jwks: Core['jwks'];
  /** Registers what the process counts for whoever is on call with a site's own prom-client. To be called once for one register. */
  metrics(register: MetricsRegister): void;
  /**
   * Ends what goes on by itself, for good: waits a moment for the last views to be taken back, sends the figures that are left, trying
   * for up to two seconds, and follows the policy no more. Where a process ends: to be called once the server is closed, and before the client of Redis is.
   */
  close(): Promise<void>;
}

interface RespondValues<Req extends WebRequest> {
  readonly article: RespondOptions<Req>['article'];
  readonly address: string | undefined;
  readonly waitUntil: RespondOptions<Req>['waitUntil'];
}

/**
 * Makes the paywall of one site, for servers that take the web's own request and give its response.
 *
 * @throws {OptionError} for the first option that is unknown, missing or wrong, naming it, its value and the fix.
 */
export function createPaywall<Req extends WebRequest = WebRequest>(options: PaywallOptions<Req>): Paywall<Req> {
  const { settings, more } = readSettings(
    options,
    'createPaywall',
    {
      account: optional(callable<NonNullable<PaywallOptions<Req>['account']>>(), undefined),
      blockedStatus: optional(blockedStatus, 200),
      onView: optional(callable<NonNullable<PaywallOptions<Req>['onView']>>(), undefined),
      onEvent: optional(callable<NonNullable<PaywallOptions['onEvent']>>(), warn),
    },
    EDGE_MEANS,
  );
  const report = createReport(more.onEvent, settings.clock);
  const core = createCore(settings, report);
  const ended = endedOf(more.onView, report);
  const { account } = more;
  const accountOf = account && ((request: Req) => () => account(request));
  const addressed = settings.crawlers !== null || settings.newReaders !== null;
  const decided = new WeakMap<object, Decision>();

  return {
    decide: core.decide,
    refusedPasses: core.refusedPasses,
    articleKey: core.articleKey,
    jwks: core.jwks,
    figures: core.figures,
    metrics: (register) => registerMetrics(register, core.metrics),
    close: () => endAll(settings),

    reading: (request) => core.reading({ account: accountOf?.(request), headers: request.headers }),

    async respond(request, respondOptions, render) {
      const { article, address, waitUntil } = readRespondOptions(respondOptions);
      // One request is one view, though one page be rendered within another.
      const known = decided.get(request);
      if (known) return render(known, request);
      if (addressed && address === undefined) {
        report('ERR_PAYWALL_TRUST_PROXY', 'respond() was given no address');
      }
      const outcome = await core.decide({
        method: request.method,
        target: targetOf(request),
        headers: request.headers,
        article: article && (() => article(request)),
        account: accountOf?.(request),
        address,
        waitUntil,
        left: () => request.signal.aborted,
        ended: ended?.(request),
      });
      const { decision, answer } = outcome;
      if (answer) {
        outcome.end(outcome.awaited && request.signal.aborted ? null : answer.status);
        return answerOf(answer);
      }
      if (!outcome.metered) return render(decision, request);
      const given = withoutFields(request, outcome.ignore);
      for (const one of [request, given]) decided.set(one, decision);
      return metered(request, outcome, more.blockedStatus, () => render(decision, given));
    },
  };
}

function readRespondOptions<Req extends WebRequest>(given: RespondOptions<Req>): RespondValues<Req> {
  return readOptions<RespondValues<Req>>(given, 'paywall.respond', {
    article: optional(callable<NonNullable<RespondOptions<Req>['article']>>(), undefined),
    address: optional(text, undefined),
    waitUntil: optional(callable<NonNullable<RespondOptions<Req>['waitUntil']>>(), undefined),
  });
}
