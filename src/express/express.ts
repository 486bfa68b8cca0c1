import type { Request, RequestHandler, Response } from 'express';
import onHeaders from 'on-headers';
import { canonicalPath } from '../article/canonical-path.js';
import { checkTrustProxy } from '../crawlers/address.js';
import { createReport, type PaywallEvent, type Report, warn } from '../events/events.js';
import { type KnownAccount, type MaybeAccount, readAccount } from '../meter/account.js';
import { type Core, createCore } from '../meter/decide.js';
import type { Decision } from '../meter/decision.js';
import type { CoreOptions } from '../meter/options.js';
import type { Answer, Outcome, Settled } from '../meter/outcome.js';
import type { Reading } from '../meter/reading.js';
import { readSettings } from '../meter/settings.js';
import type { View } from '../meter/situation.js';
import { callable, optional, outOfRange, readOptions, wrongType } from '../options/options.js';
import { isWatched, keepPrivate } from './privacy.js';

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
  /** Names the registered reader behind a request, if any. Default: nobody is registered. */
  readonly account?: (req: Request) => MaybeAccount | PromiseLike<MaybeAccount>;
  /** The status set before the site renders a blocked view: 200, or a 4xx such as 402. Default: 200. */
  readonly blockedStatus?: number;
  /** Called with each metered decision, for figures and logs. What it throws is reported and goes no further. */
  readonly onDecision?: (decision: Decision, req: Request) => void;
  /** Called with each kind of fault at most every ten seconds. Default: a warning of the process. */
  readonly onEvent?: (event: PaywallEvent) => void;
}

/** What `paywall.meter` takes. */
export interface MeterOptions {
  /**
   * Names what is counted. `null` for a page that is no article; where it gives nothing else of use, the path stands in.
   * Default: the request's path in canonical form.
   */
  readonly article?: (req: Request) => unknown;
}

/** The paywall of one site. */
export interface Paywall {
  /** A middleware that meters the routes it stands before. It always calls `next()`, and sets `req.paywall` first. */
  meter(options?: MeterOptions): RequestHandler;
  /** What the reader behind a request has read, for a page that shows it to them. Such a page must not be cached. */
  reading(req: Request): Promise<Reading>;
  /** The same decision for other frameworks: see `View` and `Outcome`. */
  readonly decide: Core['decide'];
}

/**
 * Makes the paywall of one site.
 *
 * @throws {OptionError} for the first option that is unknown, missing or wrong, naming it, its value and the fix.
 */
export function createPaywall(options: PaywallOptions): Paywall {
  const { settings, more } = readSettings(options, 'createPaywall', {
    account: optional(callable<NonNullable<PaywallOptions['account']>>(), null),
    blockedStatus: optional(blockedStatus, 200),
    onDecision: optional(callable<NonNullable<PaywallOptions['onDecision']>>(), () => undefined),
    onEvent: optional(callable<NonNullable<PaywallOptions['onEvent']>>(), warn),
  });
  const report = createReport(more.onEvent, settings.clock);
  const core = createCore(settings, report);
  const metered = new WeakSet<Request>();
  const addressed = settings.crawlers !== null || settings.newReaders !== null;

  const { account } = more;
  const accountOf =
    account &&
    (async (req: Request): Promise<KnownAccount | null> => {
      try {
        return readAccount(await account(req));
      } catch (error) {
        report('ERR_PAYWALL_ACCOUNT', 'account() failed; the reader counts as one without an account', error);
        return null;
      }
    });

  const viewOf = (req: Request, article: string | null, known: KnownAccount | null): View => ({
    method: req.method,
    article,
    account: known,
    headers: req.headers,
    address: addressed ? addressOf(req, report) : undefined,
  });

  const tell = (decision: Decision, req: Request): void => {
    try {
      more.onDecision(decision, req);
    } catch (error) {
      report('ERR_PAYWALL_ON_DECISION', 'onDecision() failed', error);
    }
  };

  return {
    decide: core.decide,

    async reading(req) {
      return core.reading({ account: accountOf && (await accountOf(req)), headers: req.headers });
    },

    meter(meterOptions = {}) {
      const { article } = readOptions<Required<MeterOptions>>(meterOptions, 'paywall.meter', {
        article: optional(callable<(req: Request) => unknown>(), () => undefined),
      });
      return async (req, res, next) => {
        // One request is one view, though it pass a meter for the whole site and another for the route.
        if (metered.has(req)) return next();
        const name = articleOf(req, article, report);
        const known = name !== null && accountOf ? await accountOf(req) : null;
        const outcome = await core.decide(viewOf(req, name, known));
        req.paywall = outcome.decision;
        if (outcome.metered) tell(outcome.decision, req);
        if (outcome.answer) return sendAnswer(res, outcome.answer);
        if (outcome.metered) {
          metered.add(req);
          if (outcome.decision.state === 'blocked') res.status(more.blockedStatus);
          settleOnHeaders(res, outcome);
        }
        next();
      };
    },
  };
}

function articleOf(req: Request, article: (req: Request) => unknown, report: Report): string | null {
  const path = () => canonicalPath(req.originalUrl);
  try {
    const given = article(req);
    if (given === null) return null;
    if (typeof given === 'number') return String(given);
    return typeof given === 'string' && given !== '' ? given : path();
  } catch (error) {
    report('ERR_PAYWALL_ARTICLE', 'article() failed; the path stands in', error);
    return path();
  }
}

/** The reader's address as Express derives it from the proxies that the site trusts. */
function addressOf(req: Request, report: Report): string | undefined {
  try {
    checkTrustProxy(req.app.get('trust proxy'));
    return req.ip;
  } catch (error) {
    report('ERR_PAYWALL_TRUST_PROXY', 'Addresses are not used', error);
    return undefined;
  }
}

/** What the site's middleware has set for its pages must not let a cache keep an answer that is for one reader. */
function sendAnswer(res: Response, { status, headers }: Answer): void {
  // The site may have answered without us, for want of patience.
  if (res.headersSent) return;
  res.status(status).set(headers);
  keepPrivate(res, res.getHeaderNames(), isWatched(res));
  res.end();
}

/** Headers are settled last of all, so that nothing the site sets can undo them or be undone by them. */
function settleOnHeaders(res: Response, outcome: Outcome): void {
  const left = (): void => void outcome.settle(null);
  const watched = isWatched(res);
  onHeaders(res, () => {
    const present = res.getHeaderNames();
    setFields(res, outcome.settle(res.statusCode));
    keepPrivate(res, present, watched);
  });
  // A reader may have gone away while the store was asked, and then there will be no event any more; or the site may have answered
  // without us, for want of patience, and then there will be no headers.
  if (res.closed) left();
  else res.on('close', left);
}

function setFields(res: Response, { header, cookie }: Settled): void {
  if (header !== undefined) res.setHeader('Paywall', header);
  if (cookie !== undefined) res.appendHeader('Set-Cookie', cookie);
}

function blockedStatus(value: unknown, option: string): number {
  const wanted = '200, or a whole number from 400 to 499';
  if (typeof value !== 'number') throw wrongType(option, value, wanted);
  if (value === 200 || (Number.isInteger(value) && value >= 400 && value <= 499)) return value;
  throw outOfRange(option, value, wanted);
}
