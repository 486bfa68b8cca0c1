import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Request } from 'express';
import onHeaders from 'on-headers';
import { checkTrustProxy } from '../crawlers/index.js';
import { callSafely, createReport, type PaywallEvent, type Report, warn } from '../events/index.js';
import {
  type Core,
  type CoreOptions,
  createCore,
  type Decision,
  type EndedView,
  type MaybeAccount,
  type MaybeArticle,
  type Outcome,
  type Reading,
  readSettings,
} from '../meter/index.js';
import { callable, optional, outOfRange, readOptions, wrongType } from '../options/index.js';
import { removeFields } from './request.js';
import { applyChanges, isClosed, isWatched, methodOf, presentFields, sendAnswer } from './response.js';

declare global {
  namespace Express {
    interface Request {
      /** The paywall's decision, on routes behind `paywall.meter()`. */
      paywall: Decision;
    }
  }
}

/** What `createPaywall` takes. */
export interface PaywallOptions extends CoreOptions {
  /** Names the registered reader behind a request, if any; may take two seconds. Default: nobody is registered. */
  readonly account?: (req: Request) => MaybeAccount | PromiseLike<MaybeAccount>;
  /** The status set before the site renders a blocked view: 200, or a 4xx such as 402. Default: 200. */
  readonly blockedStatus?: number;
  /**
   * Told of each metered view once it has ended, and what it came to, for figures and logs. What it throws, or a promise of
   * its rejects with, is reported and goes no further.
   */
  readonly onView?: (view: EndedView, req: Request) => unknown;
  /** Called with each kind of fault at most every ten seconds. Default: a warning of the process. */
  readonly onEvent?: (event: PaywallEvent) => unknown;
}

/** What `paywall.meter` takes. */
export interface MeterOptions {
  /**
   * Names what is counted, best by the article's own id, and says who may read it; `null` for a page that is no article. May
   * take two seconds. Where it gives nothing of use, path and query stand in. Default: the path in canonical form.
   */
  readonly article?: (req: Request) => MaybeArticle | PromiseLike<MaybeArticle>;
}

/** A middleware of Express, Connect or anything else that hands on Node's own request and response. */
export type MeterHandler = (req: IncomingMessage, res: ServerResponse, next: () => void) => Promise<void>;

/** The paywall of one site. */
export interface Paywall {
  /**
   * A middleware that meters the routes it stands before. It sets `req.paywall` and calls `next()`, but for requests that
   * nobody reads, which it answers itself.
   */
  meter(options?: MeterOptions): MeterHandler;
  /** What the reader behind a request has read, for a page that shows it to them. Such a page must not be cached. */
  reading(req: IncomingMessage): Promise<Reading>;
  /** The same decision for other frameworks: see `View` and `Outcome`. */
  readonly decide: Core['decide'];
  /** How many passes counted as none though their period went on, since the process began, by cause. */
  readonly refusedPasses: Core['refusedPasses'];
  /**
   * The key of the article ids of one period, by default the present one: all that an edge needs besides a key that verifies, to
   * see whether a pass has an article. Give it `endsAt` to have the next one's ahead of time.
   */
  readonly articleKey: Core['articleKey'];
}

/**
 * Makes the paywall of one site.
 *
 * @throws {OptionError} for the first option that is unknown, missing or wrong, naming it, its value and the fix.
 */
export function createPaywall(options: PaywallOptions): Paywall {
  const { settings, more } = readSettings(options, 'createPaywall', {
    account: optional(callable<NonNullable<PaywallOptions['account']>>(), undefined),
    blockedStatus: optional(blockedStatus, 200),
    onView: optional(callable<NonNullable<PaywallOptions['onView']>>(), undefined),
    onEvent: optional(callable<NonNullable<PaywallOptions['onEvent']>>(), warn),
  });
  const report = createReport(more.onEvent, settings.clock);
  const core = createCore(settings, report);
  const metered = new WeakSet<IncomingMessage>();
  const addressed = settings.crawlers !== null || settings.newReaders !== null;
  const { account, onView } = more;

  const accountOf = account && ((req: Request) => () => account(req));
  const endedOf =
    onView &&
    ((req: Request) => (view: EndedView) =>
      callSafely(
        () => onView(view, req),
        (error) => report('ERR_PAYWALL_ON_VIEW', 'onView() failed', error),
      ));

  return {
    decide: core.decide,
    refusedPasses: core.refusedPasses,
    articleKey: core.articleKey,

    reading: (req) => core.reading({ account: accountOf?.(asExpress(req)), headers: req.headers }),

    meter(meterOptions = {}) {
      const { article } = readOptions<MeterValues>(meterOptions, 'paywall.meter', {
        article: optional(callable<NonNullable<MeterOptions['article']>>(), undefined),
      });
      return async (request, res, next) => {
        const req = asExpress(request);
        // One request is one view, though it pass a meter for the whole site and another for the route.
        if (metered.has(req)) return next();
        const outcome = await core.decide({
          method: methodOf(req, res),
          target: req.originalUrl ?? req.url ?? '/',
          headers: req.headers,
          article: article && (() => article(req)),
          account: accountOf?.(req),
          address: addressed ? addressOf(req, report) : undefined,
          ended: endedOf?.(req),
        });
        req.paywall = outcome.decision;
        if (outcome.metered) metered.add(req);
        if (outcome.answer) {
          sendAnswer(res, outcome.answer);
          return void outcome.end(isClosed(res) ? null : outcome.answer.status);
        }
        removeFields(req, outcome.ignore);
        if (outcome.metered) {
          if (outcome.decision.state === 'blocked' && !res.headersSent) res.statusCode = more.blockedStatus;
          endOnHeaders(res, outcome);
        }
        next();
      };
    },
  };
}

interface MeterValues {
  readonly article: NonNullable<MeterOptions['article']> | undefined;
}

/**
 * Takes a request for what the site's own functions say they take. Whoever uses them without Express gets Node's request, of which
 * we read nothing without looking first.
 */
function asExpress(req: IncomingMessage): Request {
  if (isOfSite(req)) return req;
  throw new TypeError('no request was given');
}

function isOfSite(req: IncomingMessage): req is Request {
  return req !== undefined;
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
function endOnHeaders(res: ServerResponse, outcome: Outcome): void {
  const left = (): void => void outcome.end(null);
  const watched = isWatched(res);
  onHeaders(res, () => applyChanges(res, outcome.end(res.statusCode, presentFields(res)), watched));
  // A reader may have gone away while the store was asked, and then there will be no event any more; or the site may have answered
  // without us, for want of patience, and then there will be no headers.
  if (isClosed(res)) left();
  else res.on('close', left);
}

function blockedStatus(value: unknown, option: string): number {
  const wanted = '200, or a whole number from 400 to 499';
  if (typeof value !== 'number') throw wrongType(option, value, wanted);
  if (value === 200 || (Number.isInteger(value) && value >= 400 && value <= 499)) return value;
  throw outOfRange(option, value, wanted);
}
