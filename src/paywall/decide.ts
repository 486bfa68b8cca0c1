import type { Report } from '../ground/events.js';
import { readCookie, writeCookie } from '../parts/cookie.js';
import { createArticleIds } from '../parts/ids.js';
import { createPasses, type Pass } from '../parts/pass.js';
import { guardStore } from '../parts/store/guard.js';
import type { KnownAccount } from './account.js';
import type { Decision, Reason } from './decision.js';
import { paywallHeader } from './header.js';
import { cameToNothing, type Outcome } from './outcome.js';
import { type Reading, readingFrom, unmeteredReading } from './reading.js';
import { renewedPass } from './renewal.js';
import type { Settings } from './settings.js';
import { judge, type Situation, type Verdict } from './verdict.js';

/** One request for a page, as any surface can describe it. */
export interface View {
  /** The request's method; all but GET and HEAD pass on unmetered. */
  readonly method: string;
  /** What is counted; `null` for a page that is no article. */
  readonly article: string | null;
  /** The account the site knows the reader by; `null` without one. */
  readonly account: KnownAccount | null;
  /** The request's `Cookie` header. */
  readonly cookies: string | undefined;
}

/** The paywall without any surface. */
export interface Core {
  /** Decides one view. Rejects only for a fault of our own: every fault of the store or the reader has an answer. */
  decide(view: View): Promise<Outcome>;
  /** The outcome of a view that is not metered. */
  passOn(): Outcome;
  /** What the reader has read, without counting anything. */
  reading(view: Omit<View, 'article' | 'method'>): Promise<Reading>;
}

const METERED_METHODS: readonly string[] = ['GET', 'HEAD'];

/** Makes the decision out of its parts. */
export function createCore(settings: Settings, report: Report): Core {
  const { site, keyring, articleSecret, limits, periods, cookie, recheck, clock } = settings;
  const ids = createArticleIds(articleSecret, site);
  const passes = createPasses(site, keyring, ids.fingerprint);
  const store = guardStore(settings.store, settings.deadline, report);

  async function situate(view: View, article: string): Promise<Situation> {
    const now = clock();
    const period = periods.at(now);
    const accountReader = view.account ? ids.accountReader(view.account.id, period.key) : undefined;
    const account = accountReader?.slice(0, 8);
    const token = readCookie(view.cookies, cookie.name);
    const pass = token === undefined ? null : ownPass(await passes.open(token, period, now), account);
    const reader = accountReader ?? pass?.reader;
    return {
      now,
      period,
      rolling: periods.rolling,
      limits: view.account?.limits ?? limits,
      article: ids.idOf(article, period.key),
      head: view.method === 'HEAD',
      pass,
      account,
      storeKey: reader === undefined ? undefined : `${period.key}:${reader}`,
    };
  }

  async function meter(view: View, article: string): Promise<Outcome> {
    const situation = await situate(view, article);
    const verdict = await judge(situation, store, recheck);
    const decision = decisionOf(verdict, situation);
    const renewed = renewedPass(situation, verdict, recheck, keyring.first.id);
    const token = renewed && (await passes.seal(renewed, situation.period));
    return {
      decision,
      metered: true,
      settle(status) {
        if (cameToNothing(status) && decision.state !== 'blocked') {
          const { storeKey } = situation;
          if (verdict.counted && verdict.storeAsked && storeKey) store.takeBack(storeKey, situation.article);
          return { header: undefined, cookie: undefined };
        }
        const secondsLeft = (verdict.end - situation.now) / 1000;
        return {
          header: paywallHeader(decision, situation.now),
          cookie: token ? writeCookie(token, secondsLeft, cookie) : undefined,
        };
      },
    };
  }

  const passOn = () => unmetered('not-metered', false);

  return {
    passOn,

    async decide(view) {
      const { article, method, account } = view;
      if (article === null || !METERED_METHODS.includes(method)) return passOn();
      if (account?.limits === null) return unmetered('full-access', true);
      return meter(view, article);
    },

    async reading(view) {
      if (view.account?.limits === null) return unmeteredReading(periods.at(clock()).end);
      const situation = await situate({ ...view, method: 'GET', article: '' }, '');
      return readingFrom(situation, store, (article) => ids.idOf(article, situation.period.key));
    },
  };

  function unmetered(reason: Reason, metered: boolean): Outcome {
    const now = clock();
    const decision: Decision = {
      state: 'free',
      reason,
      read: 0,
      left: Number.POSITIVE_INFINITY,
      limit: Number.POSITIVE_INFINITY,
      resetsAt: new Date(periods.at(now).end),
      counted: false,
      degraded: false,
    };
    return {
      decision,
      metered,
      settle: () => ({ header: metered ? paywallHeader(decision, now) : undefined, cookie: undefined }),
    };
  }
}

/** A ledger never goes from one account to another: a pass that another account has used is none. */
function ownPass(pass: Pass | null, account: string | undefined): Pass | null {
  const foreign = pass?.account !== undefined && account !== undefined && pass.account !== account;
  return foreign ? null : pass;
}

function decisionOf(verdict: Verdict, { limits }: Situation): Decision {
  const limit = limits.blockAfter;
  return {
    state: verdict.state,
    reason: verdict.reason,
    read: Math.min(verdict.read, limit),
    left: Math.max(0, limit - verdict.readAfter),
    limit,
    resetsAt: new Date(verdict.end),
    counted: verdict.counted,
    degraded: verdict.degraded,
  };
}
