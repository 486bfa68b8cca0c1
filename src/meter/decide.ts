import { createArticleIds } from '../article/ids.js';
import { turnEnds } from '../clock/turn.js';
import type { Report } from '../events/events.js';
import { writeCookie } from '../pass/cookie.js';
import { createPasses } from '../pass/pass.js';
import { guardStore } from '../store/guard.js';
import { type Decision, decisionOf, uncountedDecision } from './decision.js';
import { paywallHeader } from './header.js';
import { createOpenViews, type OpenView, type OpenViews } from './open-views.js';
import { type Answer, cameToNothing, type Outcome } from './outcome.js';
import { type Reading, readingFrom, unmeteredReading } from './reading.js';
import { renewedPass } from './renewal.js';
import type { Settings } from './settings.js';
import { situate, type View } from './situation.js';
import { SPECULATIVE_ANSWER } from './speculation.js';
import { judge, placeOf, type Situation, type Verdict } from './verdict.js';
import { type Visitor, visitorOf } from './visitor.js';

/** The paywall without any surface. */
export interface Core {
  /** Decides one view. Never rejects: where the paywall itself fails, it tells of it and lets the view pass. */
  decide(view: View): Promise<Outcome>;
  /** What the reader has read, without counting anything. */
  reading(view: Pick<View, 'account' | 'headers'>): Promise<Reading>;
}

const METERED_METHODS: readonly string[] = ['GET', 'HEAD'];

/** Makes the decision out of its parts. */
export function createCore(settings: Settings, report: Report): Core {
  const { site, keyring, articleSecret, periods, cookie, recheck, clock } = settings;
  const ids = createArticleIds(articleSecret, site);
  const passes = createPasses(site, keyring, ids.fingerprint);
  const store = guardStore(settings.store, settings.deadline, report);
  const openViews = createOpenViews(({ key, member }) => store.takeBack(key, member));

  function outcomeOf(situation: Situation, verdict: Verdict, token: string | null, open: OpenView | null): Outcome {
    const decision = decisionOf(verdict, situation.limits);
    return {
      decision,
      metered: true,
      answer: undefined,
      settle(status) {
        const shown = !cameToNothing(status) || decision.state === 'blocked';
        open?.end(shown);
        if (!shown) return { header: undefined, cookie: undefined };
        const secondsLeft = (verdict.end - situation.now) / 1000;
        return {
          header: paywallHeader(decision, situation.now),
          cookie: token ? writeCookie(token, secondsLeft, cookie) : undefined,
        };
      },
    };
  }

  /** A view on which nothing is counted, and of which the reader's pass knows nothing. */
  function uncounted(state: Decision['state'], reason: Decision['reason']): Outcome {
    const now = clock();
    const decision = uncountedDecision(state, reason, periods.at(now).end);
    const header = paywallHeader(decision, now);
    return { decision, metered: true, answer: undefined, settle: () => ({ header, cookie: undefined }) };
  }

  const passOn = (): Outcome => ({ ...uncounted('free', 'not-metered'), metered: false });

  function crawled(visitor: Exclude<Visitor, 'reader'>): Outcome {
    if (visitor === 'crawler') return uncounted('free', visitor);
    const refused = uncounted('blocked', visitor);
    return settings.aiCrawlers && visitor === 'ai-crawler' ? instead(refused.decision, settings.aiCrawlers) : refused;
  }

  return {
    async decide(view) {
      let open: OpenView | null = null;
      try {
        const { article, method, account } = view;
        if (article === null || !METERED_METHODS.includes(method)) return passOn();
        if (account?.limits === null) return uncounted('free', 'full-access');
        const visitor = visitorOf(view.headers, view.address, settings);
        if (visitor !== 'reader') return crawled(visitor);
        await turnEnds();
        const situation = await situate(view, article, settings, ids, passes);
        const place = placeOf(situation);
        open = place && openViews.begin(place);
        const verdict = await judge(situation, store, settings);
        if (verdict.stored === 'counted') open?.counted();
        if (verdict.stored === null || verdict.state === 'blocked') open?.end(false);
        if (verdict.reason === 'speculative') return instead(decisionOf(verdict, situation.limits), SPECULATIVE_ANSWER);
        const proven = withoutUnproven(verdict, situation, openViews);
        const renewed = renewedPass(situation, proven, recheck, keyring.first.id);
        const token = renewed && (await passes.seal(renewed, situation.period));
        return outcomeOf(situation, verdict, token, open);
      } catch (error) {
        open?.end(false);
        report('ERR_PAYWALL_INTERNAL', 'The paywall failed; the view passes unmetered', error);
        return LET_PASS;
      }
    },

    async reading(view) {
      if (view.account?.limits === null) return unmeteredReading(periods.at(clock()).end);
      const whole = { ...view, method: 'GET', article: '', address: undefined };
      const situation = await situate(whole, '', settings, ids, passes);
      return readingFrom(situation, store, (article) => ids.idOf(article, situation.period.key));
    },
  };
}

/** The outcome of a view that could not be decided: open, uncounted, and out of shared caches like any other. */
const LET_PASS: Outcome = {
  decision: uncountedDecision('free', 'undecided', Date.now()),
  metered: true,
  answer: undefined,
  settle: () => ({ header: 'free', cookie: undefined }),
};

/** What the pass may say of a view: nothing of another article that the store holds and that may yet be taken back. */
function withoutUnproven(verdict: Verdict, { article, pass, storeKey }: Situation, openViews: OpenViews): Verdict {
  const unproven = storeKey === undefined ? [] : openViews.unproven(storeKey).filter((id) => id !== article);
  if (unproven.length === 0) return verdict;
  const own = pass?.ledger ?? [];
  const ledger = verdict.ledger.filter((id) => own.includes(id) || !unproven.includes(id));
  const readAfter = verdict.readAfter - (verdict.ledger.length - ledger.length);
  return { ...verdict, ledger, readAfter };
}

/** An answer of ours in place of the page. */
function instead(decision: Decision, answer: Answer): Outcome {
  return { decision, metered: true, answer, settle: () => ({ header: undefined, cookie: undefined }) };
}
