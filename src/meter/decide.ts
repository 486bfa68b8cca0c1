import { createArticleIds, type IdsByFormat } from '../article/index.js';
import { steadyClock } from '../clock/index.js';
import { callSafely, type Report } from '../events/index.js';
import type { FiguresOf } from '../figures/index.js';
import type { Metric } from '../metrics/index.js';
import { createPasses, type PublicJwks, publicJwks } from '../pass/index.js';
import { type Rules, type RulesNow, rulesOfCode } from '../policy/index.js';
import { type GuardedStore, guardStore } from '../store/index.js';
import { type ArticleKey, articleKeyAt } from './article-key.js';
import type { Decided } from './decided.js';
import { type Decision, type Surroundings, surroundingsOf, uncountedDecision } from './decision.js';
import { type Facts, factsOf } from './facts.js';
import { createMeterMetrics } from './metrics.js';
import type { Answer, Outcome } from './outcome.js';
import { type Reading, readingFrom, unmeteredReading } from './reading.js';
import { createRefusals, type RefusedPasses } from './refusals.js';
import { fieldsOf, type RequestFields } from './request-fields.js';
import type { Settings } from './settings.js';
import { articleOf } from './steps/01-article.js';
import { accountOf, type KnownAccount } from './steps/02-account.js';
import { whoAsks } from './steps/02-crawler.js';
import { passOf } from './steps/03-pass.js';
import { decideByAccess } from './steps/04-access.js';
import { firstView } from './steps/05-first-view.js';
import { firstViewOfNetwork, unitedReaderOfNetwork } from './steps/05-network-cap.js';
import { notReadNow, reRead } from './steps/06-re-read.js';
import { SPECULATIVE_ANSWER } from './steps/06-speculative.js';
import { SUBRESOURCE_ANSWER } from './steps/06-subresource.js';
import { blockedStill } from './steps/07-recheck.js';
import { askStore } from './steps/08-store.js';
import { passToSign } from './steps/10-sign.js';
import { createViewEnds, passedOn } from './steps/11-view-end.js';
import type { View } from './view.js';

/** The paywall without any way in. */
export interface Core {
  /** Decides one view. Never rejects: where the paywall itself fails, it tells of it and lets the view pass. */
  decide(view: View): Promise<Outcome>;
  /** What the reader has read, without counting anything. */
  reading(view: Pick<View, 'account' | 'headers'>): Promise<Reading>;
  /** Everything known of one who asks for an article, without asking the store or counting. */
  facts(headers: RequestFields, account: KnownAccount | null, article?: string, address?: string): Promise<Facts>;
  /** What is in force just now. */
  rules(): Rules;
  /** Counts a view that was decided elsewhere, by a pass alone. */
  countElsewhere(state: Decision['state'], reason: Decision['reason']): void;
  /** The store, which always answers in time. */
  readonly store: GuardedStore;
  /** How many passes were at odds with this process though their period went on, since it began, by cause. */
  refusedPasses(): RefusedPasses;
  /** The key of the article ids of one period, for an edge that verifies passes. */
  articleKey(at?: Date): ArticleKey;
  /** The public keys that verify passes. */
  jwks(): PublicJwks;
  /** Counts without readers, where the site wants them. */
  readonly figures: FiguresOf | undefined;
  /** What the process counts for whoever is on call. */
  readonly metrics: readonly Metric[];
}

const METERED_METHODS: readonly string[] = ['GET', 'HEAD'];

const ANSWERS: Partial<Record<Decision['reason'], Answer>> = {
  speculative: SPECULATIVE_ANSWER,
  subresource: SUBRESOURCE_ANSWER,
};

/** Makes the decision out of its steps, which are in the folder beside this file, in their order. */
export function createCore(settings: Settings, report: Report): Core {
  const { site, keyring, articleSecret, periods, recheck } = settings;
  const clock = steadyClock(settings.clock, (error) =>
    report('ERR_PAYWALL_CLOCK', "clock() was of no use; the machine's stands in", error),
  );
  const ids = createArticleIds(articleSecret, site);
  const refusals = createRefusals(report);
  const store = guardStore(settings.store, settings.deadline, report);
  const metrics = createMeterMetrics(keyring, refusals.counts, store.metrics);
  const passes = createPasses(site, keyring, ids, refusals.count, metrics.passesAccepted.count);
  let viewsOfTurn = 0;
  const figures = settings.figures?.begin({ periods, clock, report });
  const ends = createViewEnds(settings.cookie, report, figures);
  const nobody = surroundingsOf('metered', null, periods);

  function uncounted(
    view: View,
    headers: RequestFields,
    state: Decision['state'],
    reason: Decision['reason'],
    around: Surroundings,
    name?: string | null,
  ): Outcome {
    const now = clock();
    const keeping = state === 'blocked' ? 'nobody' : 'reader-by-validator';
    const decision = uncountedDecision(state, reason, periods.at(now).end, around);
    return ends.page(view, headers, decision, { now, keeping, token: null, takeBack: null, known: { name } });
  }

  /** Steps 5 to 9: what the reader's pass and the store say, in that order. */
  function find(facts: Facts): Decided | Promise<Decided> {
    const known = reRead(facts) ?? notReadNow(facts) ?? blockedStill(facts, recheck);
    if (known) return known;
    const { storeKey, networkCap } = facts;
    if (storeKey === undefined) return networkCap ? firstViewOfNetwork(facts, networkCap, store) : firstView(facts);
    const ask = (asked: Facts) => askStore(asked, storeKey, store, settings.onStoreError);
    return networkCap ? unitedReaderOfNetwork(facts, networkCap, store, ask) : ask(facts);
  }

  /** The first view to go on counts all that go on with it. */
  function endTurn(): void {
    if (viewsOfTurn > 0) metrics.viewsOfTurn.observe(viewsOfTurn);
    viewsOfTurn = 0;
  }

  /** Steps 3 and 5 to 11, of an article that is metered and a reader who is. */
  async function meter(
    view: View,
    headers: RequestFields,
    article: string,
    account: KnownAccount | null,
    around: Surroundings,
    name: string | null,
    rules: Rules,
  ): Promise<Outcome> {
    viewsOfTurn += 1;
    await settings.turnEnds();
    endTurn();
    const now = clock();
    const { method, address, left } = view;
    const asked = {
      now,
      article,
      head: method === 'HEAD',
      left: left?.() === true,
      headers,
      account,
      address,
      around,
      rules,
    };
    const carried = await passOf(headers, account, now, settings, ids, passes, rules);
    const facts = factsOf(asked, carried, settings, ids);
    if (facts.opened) return uncounted(view, headers, 'free', 'open', around, name);
    const decided = await find(facts);
    const { decision } = decided;
    const isBlocked = decision.state === 'blocked';
    const takeBack = takeBackOf(view, decided, report);
    if (isBlocked) takeBack?.();
    const answer = ANSWERS[decision.reason];
    if (answer) return ends.answer(view, decision, answer);
    try {
      const unsigned = passToSign(facts, decided, recheck, keyring.first.id);
      const token = unsigned && (await passes.seal(unsigned, facts.period));
      return ends.page(view, headers, decision, {
        now,
        keeping: isBlocked ? 'nobody' : 'reader',
        token,
        takeBack: isBlocked ? null : takeBack,
        known: { name, facts, passes: carried.passes, size: decided.size },
        newReader: facts.networkCap?.member,
      });
    } catch (error) {
      if (!isBlocked) takeBack?.();
      throw error;
    }
  }

  /** Of a reader who asks for no article, unless one is named. */
  async function factsOfReader(
    headers: RequestFields,
    account: KnownAccount | null,
    rules: Rules,
    article = '',
    address?: string,
  ): Promise<Facts> {
    const now = clock();
    const none = { article, head: false, left: false, address };
    const asked = { ...none, now, headers, account, around: surroundingsOf('metered', account, periods), rules };
    return factsOf(asked, await passOf(headers, account, now, settings, ids, passes, rules), settings, ids);
  }

  const code = rulesOfCode(settings);
  const rulesNow: RulesNow =
    settings.policy?.attach(settings, clock, report, (cookie, account) =>
      factsOfReader({ cookie }, account, rulesNow()),
    ) ?? (() => code);

  const core: Core = {
    figures,
    metrics: metrics.all,
    store,
    facts: (headers, account, article, address) => factsOfReader(headers, account, rulesNow(), article, address),
    rules: rulesNow,
    countElsewhere: metrics.decisions.count,
    refusedPasses: refusals.counts,
    articleKey: (at = new Date(clock())) => articleKeyAt(at, periods, ids),
    jwks: () => publicJwks(keyring),

    async decide(view) {
      const headers = fieldsOf(view.headers);
      let askedAt = performance.now();
      try {
        const article = METERED_METHODS.includes(view.method)
          ? await articleOf(view.article, view.target, report)
          : null;
        if (view.article && METERED_METHODS.includes(view.method)) metrics.article.observe(secondsSince(askedAt));
        if (article === null) {
          return passedOn(uncountedDecision('free', 'not-metered', periods.at(clock()).end, nobody));
        }
        const name = article.unnamed ? null : article.name;
        const rules = rulesNow(view.waitUntil);
        askedAt = performance.now();
        const account = await accountOf(view.account, rules, report);
        if (view.account) metrics.account.observe(secondsSince(askedAt));
        const around = surroundingsOf(article.access, account, periods);
        if (account?.access === 'full') return uncounted(view, headers, 'free', 'full-access', around, name);
        const crawler = whoAsks(headers, view.address, settings, report);
        if (crawler) {
          const outcome = uncounted(view, headers, crawler === 'crawler' ? 'free' : 'blocked', crawler, around, name);
          const answer = crawler === 'ai-crawler' ? settings.aiCrawlers : null;
          return answer ? ends.answer(view, outcome.decision, answer) : outcome;
        }
        const byAccess = decideByAccess(article.access, rules.openUntil > clock());
        if (byAccess) return uncounted(view, headers, byAccess.state, byAccess.reason, around, name);
        return await meter(view, headers, article.name, account, around, name, rules);
      } catch (error) {
        report('ERR_PAYWALL_INTERNAL', 'The paywall failed; the view passes unmetered', error);
        return uncounted(view, headers, 'free', 'undecided', nobody);
      }
    },

    async reading(view) {
      const rules = rulesNow();
      const account = await accountOf(view.account, rules, report);
      if (account?.access === 'full') {
        return unmeteredReading(periods.at(clock()).end, surroundingsOf('metered', account, periods));
      }
      const facts = await factsOfReader(fieldsOf(view.headers), account, rules);
      return readingFrom(facts, store, idOf(ids, facts));
    },
  };

  return {
    ...core,
    async decide(view) {
      const outcome = await core.decide(view);
      metrics.decisions.count(outcome.decision.state, outcome.decision.reason);
      return outcome;
    },
  };
}

function secondsSince(then: number): number {
  return (performance.now() - then) / 1000;
}

/** What takes a view back goes on once it has been answered, for as long as the platform is asked to wait for it. */
function takeBackOf(view: View, { takeBack }: Decided, report: Report): (() => void) | null {
  if (!takeBack) return null;
  return () => {
    const done = takeBack();
    callSafely(
      () => view.waitUntil?.(done),
      (error) => report('ERR_PAYWALL_TAKE_BACK', 'waitUntil() failed; a view may not be taken back', error),
    );
  };
}

function idOf(ids: IdsByFormat, { format, period }: Facts): (article: string) => number {
  return (article) => ids[format].idOf(article, period.key);
}
