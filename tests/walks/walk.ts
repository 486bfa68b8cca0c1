import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { createArticleIds } from '../../src/article/index.js';
import {
  type Decision,
  type FiguresReport,
  memoryFigures,
  PolicyError,
  type ReaderReport,
  type Reading,
} from '../../src/index.js';
import { createPasses, type Pass, readKeys } from '../../src/pass/index.js';
import { createPeriods } from '../../src/period/index.js';
import { openLocalDesk } from '../support/local-desk.js';
import { frozenClock, NOON, SECRET, testOptions } from '../support/site.js';
import { faultyStore } from './faulty-store.js';
import { BROWSERS, type Setting, type Step } from './steps.js';

const NAME = '__Host-paywall';
const BY = { by: 'Anna Lind' };

interface Browser {
  /** The tokens that it holds, and all that it ever held. */
  tokens: readonly string[];
  held: string[];
  account: { readonly id: string; readonly plan: string } | null;
}

/** One view, and what was asked beside it. */
export interface Seen {
  readonly step: Step & { readonly act: 'read' };
  readonly account: string | null;
  readonly decision: Decision;
  /** Whether it stands: a page went out. */
  readonly shown: boolean;
  readonly sent: boolean;
  readonly before: readonly Pass[];
  readonly after: Pass | null;
  /** Whether what was sent reads back to the very pass that it was made from. */
  readonly roundTrip: boolean;
  /** Articles that whoever is counted together with this reader was served: at the least, and at the most. */
  readonly surely: ReadonlySet<number>;
  readonly perhaps: ReadonlySet<number>;
  /** What this browser itself was served, as its tokens say. */
  readonly mine: ReadonlySet<number>;
  /** Whether the store has answered ever since the walk began. */
  readonly alwaysUp: boolean;
  readonly reload: { readonly decision: Decision; readonly sent: boolean } | null;
  readonly head: Decision | null;
  readonly reading: (Reading & { readonly hasIt: boolean }) | null;
  readonly explained: ReaderReport | null;
}

export interface Walked {
  readonly seen: readonly Seen[];
  /** All that was answered to readers and to what fetched ahead of them, in order. */
  readonly log: readonly Shown[];
  readonly figures: FiguresReport;
  readonly faults: readonly string[];
}

export interface Shown {
  readonly decision: Decision;
  readonly browser: number;
}

/** Walks, and tells what was seen. */
export async function walk(setting: Setting, steps: readonly Step[]): Promise<Walked> {
  const time = frozenClock();
  const { store, ...fault } = faultyStore(time.clock);
  const articleSecret = 'another secret of thirty-two bytes';
  const { paywall, policy, events } = openLocalDesk(
    {
      ...setting,
      ...{ clock: time.clock, store, articleSecret, figures: memoryFigures() },
      account: (req: object) => (req instanceof AskedBy ? req.account : null),
    },
    { plans: { registered: { promptAfter: 2, blockAfter: 4 }, member: { promptAfter: 3, blockAfter: 5 } } },
  );
  const { site, keys } = testOptions({ keys: [{ id: '2026-11', secret: SECRET }] });
  const periods = createPeriods(setting.period, 'UTC');
  const ids = createArticleIds(Buffer.from(articleSecret), site);
  const passes = createPasses(site, readKeys(keys, 'keys'), ids);
  const browsers = Array.from({ length: BROWSERS }, (): Browser => ({ tokens: [], held: [], account: null }));
  const at = (index: number): Browser => {
    const browser = browsers[index];
    if (!browser) throw new RangeError(`no browser ${index}`);
    return browser;
  };
  // What holders of a token were served, by themselves and with all whom the store counted together with them.
  const own = new Map<string, ReadonlySet<number>>();
  const all = new Map<string, ReadonlySet<number>>();
  const served = new Map<string, Set<number>>();
  const maybe = new Map<string, Set<number>>();
  const starts = new Map<string, number>();
  const seen: Seen[] = [];
  const log: Shown[] = [];

  const cookieOf = ({ tokens }: Browser): string => tokens.map((token) => `${NAME}=${token}`).join('; ');
  const periodNow = () => periods.at(time.clock());
  const open = async (token: string): Promise<Pass | null> => passes.open(token, periodNow(), time.clock());
  const startsOf = (who: string): number => starts.get(who) ?? 0;
  const place = (who: string): string => `${periods.rolling ? '' : periodNow().key}:${who}~${startsOf(who)}`;

  const add = (sets: Map<string, Set<number>>, who: string, articles: Iterable<number>): void => {
    sets.set(place(who), new Set([...(sets.get(place(who)) ?? []), ...articles]));
  };

  const tagOf = (account: string | null, format: 1 | 2): string | undefined =>
    account === null ? undefined : ids[format].accountReader(account, periodNow().key).slice(0, 8);

  async function decide(browser: Browser, article: number, method: string, more: Record<string, string> = {}) {
    const outcome = await paywall.decide({
      method,
      target: '/',
      headers: { cookie: cookieOf(browser), ...more },
      article: () => `${article}`,
      account: () => browser.account,
    });
    return outcome;
  }

  function keep(browser: Browser, cookie: string | undefined): boolean {
    const token = cookie?.split(';')[0]?.slice(NAME.length + 1);
    if (token === undefined) return false;
    browser.tokens = [token];
    browser.held.push(token);
    return true;
  }

  /** The passes that count for whoever asks, by the words of the papers. */
  async function counting(browser: Browser) {
    const found = await Promise.all(browser.tokens.map(async (token) => ({ token, pass: await open(token) })));
    const account = browser.account?.id ?? null;
    return found.flatMap(({ token, pass }) => {
      if (!pass) return [];
      const isAccounts = pass.account !== undefined && pass.account === tagOf(account, pass.format);
      if (account !== null && pass.account !== undefined && !isAccounts) return [];
      const who = isAccounts ? `account ${account}` : pass.reader;
      if (pass.generation < startsOf(who)) return [];
      return [{ token, pass }];
    });
  }

  async function read(step: Step & { readonly act: 'read' }): Promise<void> {
    const browser = at(step.browser);
    const account = browser.account?.id ?? null;
    const req = new AskedBy(browser.account, cookieOf(browser));
    let reading: Seen['reading'] = null;
    if (step.beside === 'reading') {
      const told = await paywall.reading(req);
      reading = { ...told, hasIt: told.has(`${step.article}`) };
    }
    const explained =
      step.beside === 'explain' && isKnown(browser) ? await ifFound(() => paywall.explain(refOf(browser))) : null;
    const head = step.beside === 'head' ? await decide(browser, step.article, 'HEAD') : null;
    head?.end(200);
    const brought = await counting(browser);
    if (reading || explained) await look(browser);
    const before = (await Promise.all(browser.tokens.map(open))).filter((pass) => pass !== null);
    const outcome = await decide(browser, step.article, 'GET', step.ahead ? { 'sec-purpose': 'prefetch' } : {});
    const { decision, answer } = outcome;
    const status = answer?.status ?? step.status;
    const fields = outcome.end(status);
    const shown = !answer && (status < 400 || decision.state === 'blocked');
    const sent = keep(browser, fields.cookie);
    const token = browser.tokens.length === 1 ? browser.tokens[0] : undefined;
    const after = token === undefined ? null : await open(token);
    const who = account === null ? after?.reader : `account ${account}`;
    const mine = new Set(brought.flatMap(({ token }) => [...(own.get(token) ?? [])]));
    // Started again as one reader; a pass of format 1 does not say so, nor does one that was not sent.
    const saysNothing = !after || after.format === 1;
    const isFresh = brought.length > 1 && starts.size > 0 && (saysNothing || after.generation > 0);
    const others = who === undefined ? [] : (served.get(place(who)) ?? []);
    const surely = new Set([...(isFresh ? [] : mine), ...others]);
    const perhaps = new Set([
      ...surely,
      ...mine,
      ...(who === undefined ? [] : (maybe.get(place(who)) ?? [])),
      ...brought.flatMap(({ token, pass }) => [...(all.get(token) ?? []), ...(maybe.get(place(pass.reader)) ?? [])]),
    ]);
    const stays = decision.counted || decision.reason === 're-read';
    const isRead = shown && decision.state !== 'blocked' && decision.reason !== 'open' && decision.access === 'metered';
    const now = isRead ? [step.article] : [];
    if (token !== undefined && who !== undefined && (sent || isRead)) {
      own.set(token, new Set([...(isFresh ? [] : mine), ...(stays ? now : [])]));
      all.set(token, new Set([...perhaps, ...now]));
    }
    if (who !== undefined) {
      const isKnownToPass = mine.has(step.article);
      const told = ['new-article', 'limit', 're-read'].includes(decision.reason) && !isKnownToPass;
      // A first view is in the pass alone.
      if (told || decision.reason === 'first-view') add(served, who, isFresh ? now : [...mine, ...now]);
      const lost = decision.degraded ? [step.article] : [];
      add(maybe, who, [...perhaps, ...now, ...lost]);
    }
    if (shown || answer) log.push({ decision, browser: step.browser });
    await settled();
    let reload: Seen['reload'] = null;
    if (step.beside === 'reload' && shown) {
      const again = await decide(browser, step.article, 'GET');
      reload = { decision: again.decision, sent: keep(browser, again.end(200).cookie) };
      const next = browser.tokens[0];
      if (reload.sent && token !== undefined && next !== undefined) {
        own.set(next, own.get(token) ?? new Set());
        all.set(next, all.get(token) ?? new Set());
      }
      log.push({ decision: again.decision, browser: step.browser });
      await settled();
    }
    const roundTrip = !sent || !after || !token || (await passes.seal(after, periodNow())) === token;
    seen.push({
      ...{ step, account, decision, shown, sent, before, after, roundTrip, surely, perhaps, mine },
      ...{
        alwaysUp: fault.alwaysUp() && (!periods.rolling || time.clock() - NOON < 2 * 86_400_000),
        reload,
        head: head?.decision ?? null,
        reading,
        explained,
      },
    });
  }

  const isKnown = ({ account, tokens }: Browser): boolean => account !== null || tokens.length > 0;
  const refOf = (browser: Browser) => {
    const pass = cookieOf(browser);
    return browser.account ? { account: browser.account, ...(pass === '' ? {} : { pass }) } : { pass };
  };

  /** Whoever asks for what was read has the store unite it with what the pass says. */
  async function look(browser: Browser): Promise<void> {
    for (const { token, pass } of await counting(browser)) {
      const who = browser.account ? `account ${browser.account.id}` : pass.reader;
      add(maybe, who, all.get(token) ?? []);
    }
  }

  async function help(step: Step & { readonly browser: number }): Promise<void> {
    const browser = at(step.browser);
    if (!isKnown(browser)) return;
    const ref = refOf(browser);
    const { readers } = policy;
    await look(browser);
    if (step.act === 'grant') await ifFound(() => readers.grant(ref, 2, BY));
    if (step.act === 'open') await ifFound(() => readers.open(ref, `${step.article}`, BY));
    if (step.act !== 'reset' && step.act !== 'forget') return;
    const report = await ifFound(() => readers.explain(ref));
    const done = await ifFound(async () => {
      if (step.act === 'reset') await readers.reset(ref, BY);
      else await readers.forget(ref, BY);
      return true;
    });
    if (report === null || done === null) return;
    const who = browser.account ? `account ${browser.account.id}` : report.reader;
    starts.set(who, report.freshStarts + 1);
  }

  async function take(step: Step): Promise<void> {
    switch (step.act) {
      case 'read':
        return read(step);
      case 'wait':
        return time.advance(step.milliseconds);
      case 'store':
        return fault.set(step.fault);
      case 'account': {
        at(step.browser).account = step.id === null ? null : { id: step.id, plan: step.plan };
        return;
      }
      case 'leave': {
        at(step.browser).tokens = [];
        return;
      }
      case 'replay': {
        const { held } = at(step.browser);
        const old = held[Math.floor(held.length / 2)];
        if (old !== undefined) at(step.browser).tokens = [old];
        return;
      }
      case 'copy': {
        at(step.other).tokens = at(step.browser).tokens;
        return;
      }
      case 'unite': {
        const [one, other] = [at(step.browser), at(step.other)];
        if (one === other) return;
        one.tokens = [...new Set([...one.tokens, ...other.tokens])].slice(0, 4);
        other.tokens = [];
        return;
      }
      case 'limits': {
        const limits = { promptAfter: step.promptAfter, blockAfter: step.blockAfter };
        await policy.change(step.of === null ? limits : { plans: { [step.of]: limits } }, BY);
        return;
      }
      case 'prompts': {
        await policy.change({ prompts: step.are }, BY);
        return;
      }
      default:
        return help(step);
    }
  }

  try {
    for (const step of steps) await take(step);
    const figures = await paywall.figures?.read({ from: '2026-11-15' });
    if (!figures) throw new Error('there are figures');
    return { seen, log, figures, faults: events.map(({ code }) => code) };
  } finally {
    policy.close();
  }
}

/** A request as Node has it, of which the site knows the account. */
class AskedBy extends IncomingMessage {
  readonly account: Browser['account'];

  constructor(account: Browser['account'], cookie: string) {
    super(new Socket());
    this.account = account;
    this.headers.cookie = cookie;
  }
}

/** What cannot be is refused; that is all that may go wrong. */
async function ifFound<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof PolicyError) return null;
    throw error;
  }
}

/** Until what goes on after an answer has been done. */
async function settled(): Promise<void> {
  await setImmediate();
}
