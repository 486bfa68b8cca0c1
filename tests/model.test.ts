import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createPaywall, memoryStore, type Store } from '../src/index.js';
import { rounds } from './support/rounds.js';
import { NOON, testOptions } from './support/site.js';

const LIMITS = { promptAfter: 2, blockAfter: 4 };
const ACCOUNT_LIMITS = { promptAfter: 4, blockAfter: 6 };

type Fault = 'none' | 'call lost' | 'reply lost';

/** What the model knows of one cookie. */
interface ModelPass {
  readonly reader: number;
  readonly owner: string | null;
  readonly set: ReadonlySet<string>;
}

interface Step {
  readonly browser: number;
  readonly article: string;
  readonly account: string | null;
  readonly fault: Fault;
  /** Whether the view ends in a 404. */
  readonly missing: boolean;
  /** Puts one of the browser's earlier cookies back before the view. */
  readonly replay: number | null;
  /** Empties the store before the view. */
  readonly restart: boolean;
}

/** The paywall as sets: what a view should come to, in as few words as it can be said. */
function createModel() {
  const store = new Map<string | number, Set<string>>();
  let readers = 0;
  const successors = new Map<string, number>();

  /** An account takes nothing over under a reader id that others may know, and the same reader twice under the same. */
  function takenOver(reader: number, account: string): number {
    const successor = successors.get(`${account} ${reader}`) ?? ++readers;
    successors.set(`${account} ${reader}`, successor);
    return successor;
  }

  return {
    restart: () => store.clear(),
    view(cookie: ModelPass | null, { article, account, fault, missing }: Step) {
      const pass = cookie?.owner && account && cookie.owner !== account ? null : cookie;
      const { promptAfter, blockAfter } = account ? ACCOUNT_LIMITS : LIMITS;
      const key = account ?? pass?.reader;
      const asked = !pass?.set.has(article) && key !== undefined;
      const stored = asked && fault !== 'call lost' ? new Set([...(store.get(key) ?? []), ...(pass?.set ?? [])]) : null;
      const known = fault === 'none' && stored ? stored : new Set(pass?.set);
      const room = (set: ReadonlySet<string>) => !set.has(article) && set.size < blockAfter;
      const read = known.has(article) ? known.size - 1 : known.size;
      const counted = room(known);
      const found = stored?.has(article) ?? false;
      if (stored && room(stored)) stored.add(article);
      if (stored && key !== undefined) store.set(key, stored);
      const open = known.has(article) || counted;
      // What showed nothing is taken back: from an answer that came, or from one that was lost, and may have counted it or not.
      const nothingShown = open ? missing && counted : fault !== 'none';
      // What another view has read stays, where this one found it. A call that was lost found nothing, and may leave one too few.
      if (asked && nothingShown && !found) store.get(key)?.delete(article);
      const state = !open ? 'blocked' : read >= promptAfter ? 'register-prompt' : 'free';
      const set = counted ? new Set([...known, article]) : known;
      const reader = !pass
        ? ++readers
        : account && pass.owner !== account
          ? takenOver(pass.reader, account)
          : pass.reader;
      const sent = open && missing ? cookie : { reader, owner: account ?? pass?.owner ?? null, set };
      return { state, read: Math.min(read, open ? blockAfter - 1 : blockAfter), counted, cookie: sent };
    },
  };
}

/** A store whose next call, or its reply, can be lost; never so often in a row that the paywall leaves it alone. */
function faultyStore(): { store: Store; fail(fault: Fault): Fault; restart(): void } {
  let real = memoryStore({ clock: () => NOON, longestView: 0 });
  let fault: Fault = 'none';
  let inARow = 0;
  const store: Store = {
    async visit(visit) {
      inARow = fault === 'none' ? 0 : inARow + 1;
      if (fault === 'call lost') throw new Error(fault);
      const visited = await real.visit(visit);
      if (fault === 'reply lost') throw new Error(fault);
      return visited;
    },
    takeBack: (key, article) => real.takeBack(key, article),
  };
  return {
    store,
    fail(next) {
      fault = inARow < 4 ? next : 'none';
      return fault;
    },
    restart() {
      real = memoryStore({ clock: () => NOON, longestView: 0 });
    },
  };
}

const steps = fc.array(
  fc.record<Step>({
    browser: fc.nat({ max: 1 }),
    article: fc.constantFrom(...'abcdefgh'),
    account: fc.oneof(
      { weight: 3, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.constantFrom('ann', 'bob') },
    ),
    fault: fc.oneof(
      { weight: 4, arbitrary: fc.constant<Fault>('none') },
      { weight: 1, arbitrary: fc.constantFrom<Fault>('call lost', 'reply lost') },
    ),
    missing: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
    replay: fc.oneof({ weight: 6, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.nat() }),
    restart: fc.oneof({ weight: 19, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  }),
  { minLength: 1, maxLength: 30 },
);

/** One browser: the cookie it holds, real and in the model, and all it ever held. */
function createBrowser() {
  type Held = { readonly real: string | undefined; readonly model: ModelPass | null };
  const history: Held[] = [{ real: undefined, model: null }];
  return {
    get now(): Held {
      return history.at(-1) ?? { real: undefined, model: null };
    },
    keep(held: Held) {
      history.push(held);
    },
    replay(which: number) {
      history.push(history[which % history.length] ?? this.now);
    },
  };
}

async function agrees(sequence: readonly Step[]): Promise<void> {
  const model = createModel();
  const { store, fail, restart } = faultyStore();
  const paywall = createPaywall(
    testOptions({ ...LIMITS, plans: { limited: ACCOUNT_LIMITS }, store, recheck: 0, onEvent: () => {} }),
  );
  const browsers = [createBrowser(), createBrowser()];
  for (const step of sequence) {
    const browser = browsers[step.browser];
    if (!browser) throw new Error('no such browser');
    if (step.restart) {
      model.restart();
      restart();
    }
    if (step.replay !== null) browser.replay(step.replay);
    const fault = fail(step.fault);
    const expected = model.view(browser.now.model, { ...step, fault });
    const { decision, end } = await paywall.decide({
      method: 'GET',
      target: '/',
      article: () => step.article,
      account: () => step.account !== null && { id: step.account, plan: 'limited' },
      headers: { cookie: browser.now.real },
    });
    const { state, read, counted } = decision;
    expect({ state, read, counted }).toEqual({ state: expected.state, read: expected.read, counted: expected.counted });
    const { cookie } = end(step.missing ? 404 : 200);
    browser.keep({ real: cookie?.split(';')[0] ?? browser.now.real, model: expected.cookie });
  }
}

describe('the model', () => {
  test('agrees with any sequence of reads, re-reads, replays, faults, sign-ins and restarts', async () => {
    await fc.assert(fc.asyncProperty(steps, agrees), { numRuns: rounds(60, 2000) });
  });
});
