import { createArticleIds } from '../article/ids.js';
import { steadyClock } from '../clock/clock.js';
import { turnEnds } from '../clock/turn.js';
import type { Report } from '../events/events.js';
import { writeCookie } from '../pass/cookie.js';
import { createPasses } from '../pass/pass.js';
import { guardStore } from '../store/guard.js';
import { accountOf } from './account.js';
import { articleOf } from './article.js';
import { type Decision, decisionOf, type Surroundings, surroundingsOf, uncountedDecision } from './decision.js';
import { paywallHeader } from './header.js';
import { createOpenViews, type OpenView, type OpenViews } from './open-views.js';
import { type Answer, cameToNothing, type EndedView, type Outcome } from './outcome.js';
import { type Reading, readingFrom, unmeteredReading } from './reading.js';
import { createRefusals, type RefusedPasses } from './refusals.js';
import { renewedPass } from './renewal.js';
import { fieldsOf, type RequestFields } from './request-fields.js';
import {
  type FieldChanges,
  ignoredFields,
  type Keeping,
  keptBy,
  NO_FIELDS,
  type PresentFields,
} from './response-fields.js';
import type { Settings } from './settings.js';
import { situate } from './situation.js';
import { SPECULATIVE_ANSWER } from './speculation.js';
import { SUBRESOURCE_ANSWER } from './subresource.js';
import { judge, placeOf, type Situation, type Verdict } from './verdict.js';
import type { View } from './view.js';
import { type Visitor, visitorOf } from './visitor.js';

/** A view whose fields have been read. */
type Asked = View & { readonly headers: RequestFields };

/** The paywall without any way in. */
export interface Core {
  /** Decides one view. Never rejects: where the paywall itself fails, it tells of it and lets the view pass. */
  decide(view: View): Promise<Outcome>;
  /** What the reader has read, without counting anything. */
  reading(view: Pick<View, 'account' | 'headers'>): Promise<Reading>;
  /** How many passes counted as none though their period went on, since the process began, by cause. */
  refusedPasses(): RefusedPasses;
}

const METERED_METHODS: readonly string[] = ['GET', 'HEAD'];

const ANSWERS: Partial<Record<Decision['reason'], Answer>> = {
  speculative: SPECULATIVE_ANSWER,
  subresource: SUBRESOURCE_ANSWER,
};

/** Makes the decision out of its parts. */
export function createCore(settings: Settings, report: Report): Core {
  const { site, keyring, articleSecret, periods, cookie, recheck } = settings;
  const clock = steadyClock(settings.clock, (error) =>
    report('ERR_PAYWALL_CLOCK', "clock() was of no use; the machine's stands in", error),
  );
  const ids = createArticleIds(articleSecret, site);
  const refusals = createRefusals(report);
  const passes = createPasses(site, keyring, ids.fingerprint, refusals.count);
  const store = guardStore(settings.store, settings.deadline, report);
  const openViews = createOpenViews(({ key, member }) => store.takeBack(key, member));

  /** A view that goes on to the site and whose response is kept by nobody it is not for. */
  function outcomeOf(
    view: Asked,
    decision: Decision,
    now: number,
    keeping: Keeping,
    { token, open, end }: { token: string | null; open: OpenView | null; end: number } = NO_PASS,
  ): Outcome {
    const told = onceOf(view.ended);
    return {
      decision,
      metered: true,
      answer: undefined,
      ignore: ignoredFields(keeping, view.headers),
      end(status, present = NO_FIELDS) {
        const shown = !cameToNothing(status) || (decision.state === 'blocked' && status !== null);
        open?.end(shown);
        told(decision, status, shown && view.method !== 'HEAD');
        const { set, remove } = keptBy(keeping, present);
        const replayed = withoutReplayed(present);
        if (!shown) return { set: { ...set, ...replayed }, cookie: undefined, remove };
        return {
          set: { Paywall: paywallHeader(decision, now), ...set, ...replayed },
          cookie: token === null ? undefined : writeCookie(token, (end - now) / 1000, cookie),
          remove,
        };
      },
    };
  }

  /** A pass that is on the response already is not this reader's: a cache before us replays what another was sent. */
  function withoutReplayed({ names, get }: PresentFields): FieldChanges['set'] {
    if (!names.includes('set-cookie')) return {};
    const cookies = [get('set-cookie') ?? []].flat().map(String);
    const others = cookies.filter((one) => !one.startsWith(`${cookie.name}=`));
    if (others.length === cookies.length) return {};
    report('ERR_PAYWALL_REPLAYED', 'A response brought a pass that is not of this view; it was taken out');
    return { 'Set-Cookie': others };
  }

  function uncounted(view: Asked, state: Decision['state'], reason: Decision['reason'], around: Surroundings): Outcome {
    const now = clock();
    const keeping = state === 'blocked' ? 'nobody' : 'reader-by-validator';
    return outcomeOf(view, uncountedDecision(state, reason, periods.at(now).end, around), now, keeping);
  }

  function passOn(): Outcome {
    const decision = uncountedDecision('free', 'not-metered', periods.at(clock()).end, UNKNOWN);
    return { decision, metered: false, answer: undefined, ignore: [], end: () => NO_CHANGES };
  }

  function crawled(view: Asked, visitor: Exclude<Visitor, 'reader'>, around: Surroundings): Outcome {
    if (visitor === 'crawler') return uncounted(view, 'free', visitor, around);
    const refused = uncounted(view, 'blocked', visitor, around);
    return settings.aiCrawlers && visitor === 'ai-crawler'
      ? instead(view, refused.decision, settings.aiCrawlers)
      : refused;
  }

  const UNKNOWN = surroundingsOf('metered', null, periods);

  return {
    refusedPasses: refusals.counts,

    async decide(asked) {
      const headers = fieldsOf(asked.headers);
      const view: Asked = { ...asked, headers };
      let open: OpenView | null = null;
      try {
        if (!METERED_METHODS.includes(view.method)) return passOn();
        const named = articleOf(view.article, view.target, report);
        const article = named instanceof Promise ? await named : named;
        if (article === null) return passOn();
        const whoever = accountOf(view.account, settings, report);
        const account = whoever instanceof Promise ? await whoever : whoever;
        const around = surroundingsOf(article.access, account, periods);
        if (account?.access === 'full') return uncounted(view, 'free', 'full-access', around);
        const visitor = visitorOf(view.headers, view.address, settings, report);
        if (visitor !== 'reader') return crawled(view, visitor, around);
        if (article.access === 'open') return uncounted(view, 'free', 'open', around);
        if (article.access === 'locked') return uncounted(view, 'blocked', 'locked', around);
        await turnEnds();
        const request = { head: view.method === 'HEAD', headers, account, address: view.address };
        const situation = await situate(request, article.name, clock(), settings, ids, passes);
        const place = placeOf(situation);
        open = place && openViews.begin(place);
        const verdict = await judge(situation, store, settings);
        if (verdict.stored === 'counted') open?.counted();
        if (verdict.stored === null || verdict.state === 'blocked') open?.end(false);
        const decision = decisionOf(verdict, situation.limits, around);
        const answer = ANSWERS[verdict.reason];
        if (answer) return instead(view, decision, answer);
        const proven = withoutUnproven(verdict, situation, openViews);
        const renewed = renewedPass(situation, proven, recheck, keyring.first.id);
        const token = renewed && (await passes.seal(renewed, situation.period));
        const keeping = decision.state === 'blocked' ? 'nobody' : 'reader';
        return outcomeOf(view, decision, situation.now, keeping, { token, open, end: verdict.end });
      } catch (error) {
        open?.end(false);
        report('ERR_PAYWALL_INTERNAL', 'The paywall failed; the view passes unmetered', error);
        return uncounted(view, 'free', 'undecided', UNKNOWN);
      }
    },

    async reading(asked) {
      const account = await accountOf(asked.account, settings, report);
      const around = surroundingsOf('metered', account, periods);
      const { access: _, ...surroundings } = around;
      const now = clock();
      if (account?.access === 'full') return unmeteredReading(periods.at(now).end, surroundings);
      const request = { head: false, headers: fieldsOf(asked.headers), account, address: undefined };
      const situation = await situate(request, '', now, settings, ids, passes);
      return readingFrom(situation, store, (article) => ids.idOf(article, situation.period.key), surroundings);
    },
  };
}

const NO_PASS = { token: null, open: null, end: 0 };

const NO_CHANGES: FieldChanges = { set: {}, cookie: undefined, remove: [] };

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
function instead(view: Asked, decision: Decision, answer: Answer): Outcome {
  const told = onceOf(view.ended);
  return {
    decision,
    metered: true,
    answer,
    ignore: [],
    end(status) {
      told(decision, status, false);
      return NO_CHANGES;
    },
  };
}

/** Tells of a view's end, the first time it ends. */
function onceOf(ended: View['ended']): (decision: Decision, status: number | null, shown: boolean) => void {
  if (!ended) return () => undefined;
  let due = true;
  return (decision, status, shown) => {
    if (!due) return;
    due = false;
    const { counted } = decision;
    ended({ decision, status, shown, counted: counted && shown, takenBack: counted && !shown } satisfies EndedView);
  };
}
