import type { ServerResponse } from 'node:http';
import type { Request } from 'express';
import { termsOf } from '../console/terms/index.js';
import { checkTrustProxy } from '../crawlers/index.js';
import { createReport, type Report, warn } from '../events/index.js';
import {
  blockedStatus,
  createConverted,
  createCore,
  endAll,
  endedOf,
  accountOf as knownAccount,
  type Outcome,
  readConversion,
  readSettings,
  variantOf,
} from '../meter/index.js';
import { NODE_MEANS } from '../meter/node/index.js';
import { registerMetrics } from '../metrics/index.js';
import { callable, flag, OptionError, optional, readOptions } from '../options/index.js';
import type { SignedPolicy } from '../policy/signed/index.js';
import type { NodeRequest, NodeResponse } from '../prompts/index.js';
import { beforeHeaders } from './before-headers.js';
import { createKept } from './kept.js';
import type { MeterHandler, MeterOptions, Paywall, PaywallOptions } from './paywall.js';
import { removeFields } from './request.js';
import { applyChanges, hasLeft, isWatched, methodOf, presentFields, sendAnswer } from './response.js';
import { createVariants, type VariantOptions } from './variant.js';

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
  const outcomes = createKept<Outcome>();
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
    async supportCode(req) {
      const { readers } = policy();
      const known = await knownAccount(accountOf?.(asOfSite<Req>(req)), core.rules(), report);
      return readers.code(req.headers.cookie, known ?? undefined);
    },
    terms: termsOf(settings),
    decide: core.decide,
    refusedPasses: core.refusedPasses,
    articleKey: core.articleKey,
    jwks: core.jwks,
    figures: core.figures,
    metrics: (register) => registerMetrics(register, core.metrics),
    close: () => endAll(settings),

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
      const outcome = outcomes.of(req);
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
        if (outcomes.of(req)?.metered) return next();
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
        outcomes.keep(req, outcome);
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
