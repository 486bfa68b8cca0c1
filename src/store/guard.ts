import { randomBytes } from 'node:crypto';
import { after, nextTurn } from '../clock/index.js';
import type { Report } from '../events/index.js';
import type { Metric } from '../metrics/index.js';
import { isRecord, show } from '../options/index.js';
import { type BreakerState, createBreaker } from './breaker.js';
import { createReach } from './reach.js';
import { beginSpan } from './span.js';
import type { Store, TakeBack, Visit, Visited } from './store.js';
import { createStoreMetrics } from './store-metrics.js';
import { createTakeBacks } from './take-backs.js';
import { countUnsettled } from './unsettled.js';

/** No answer from the store: it was asked and failed (`lost`; it may have acted all the same), or was left alone (`unasked`). */
export type NoAnswer = 'lost' | 'unasked';

/** A visit once it has been answered, or is waited for no longer. */
export interface StoredView {
  readonly visited: Visited | NoAnswer;
  /**
   * Takes the view back, where the store holds it or may hold it. Goes on in the background, once the call has ended and for as
   * long as the store fails; no reader waits for it. To be called once. Ends once that has been tried, and never rejects.
   */
  takeBack(): Promise<void>;
}

/** A store that always answers in time. */
export interface GuardedStore {
  visit(visit: Visit): Promise<StoredView>;
  /** Takes back one view, for as long as the store fails; ends once it has been asked, and never rejects. */
  takeBack(key: string, takeBack: TakeBack): Promise<void>;
  /** Whether the store answers just now. Asks it, and never takes longer than the deadline. */
  reaches(): Promise<boolean>;
  breaker(): BreakerState;
  /** What is counted of it. */
  readonly metrics: readonly Metric[];
}

/** After this many failures in a row the store is left alone, but for probes. */
const FAILURES_TO_BREAK = 5;

/** Milliseconds between probes of a store left alone. A healed one is back within this and one deadline. */
const PROBE_EVERY = 250;

/** Calls that a store may owe us an answer to; above it no more are made, so that no client's queue grows without end. */
const MOST_UNSETTLED = 1000;

/** Milliseconds after which, or after twice as many, a call that was never settled is taken to have been dropped. */
const CALL_FORGOTTEN = 30_000;

/** Milliseconds after which a probe that hangs no longer keeps the next from being sent. */
const PROBE_FORGOTTEN = 5000;

class DeadlineError extends Error {
  constructor(deadline: number) {
    super(`no answer within ${deadline} ms`);
  }
}

/**
 * Puts our own deadline, a circuit breaker and a cap on unsettled calls around a store, whatever its client does: clients have
 * been seen to wait for minutes, or for ever, and to queue all the while.
 *
 * @param deadline Milliseconds that a view waits for the store.
 */
export function guardStore(store: Store, deadline: number, report: Report): GuardedStore {
  const breaker = createBreaker({
    failures: FAILURES_TO_BREAK,
    probeEvery: PROBE_EVERY,
    closed: () => report('PAYWALL_STORE_BACK', 'The store answers again'),
  });
  const unsettled = countUnsettled(CALL_FORGOTTEN);
  let lastFailure: unknown = new Error(`${MOST_UNSETTLED} calls have no answer yet`);
  let probe: { readonly sentAt: number } | null = null;
  // Of each reader the end of all calls whose views are to be taken back. Until then their next visit is not sent: the call may
  // yet be carried out, and be counted in it.
  const endings = new Map<string, Promise<void>>();

  /** In an async function even a store that throws at once only rejects. */
  async function call<T>(ask: () => Promise<T>): Promise<T> {
    const era = unsettled.begin();
    try {
      return await ask();
    } catch (error) {
      lastFailure = error;
      throw error;
    } finally {
      unsettled.end(era);
    }
  }

  const takeBacks = createTakeBacks(
    (key, owed) => call(() => store.takeBack(key, owed)),
    () => breaker.state() === 'open' || unsettled.count() >= MOST_UNSETTLED,
    () => {
      metrics.takeBacksLost();
      report('ERR_PAYWALL_TAKE_BACK', 'A view could not be taken back', withFault(lastFailure, store));
    },
  );
  const metrics = createStoreMetrics({
    breaker: breaker.state,
    callsInFlight: unsettled.count,
    takeBacksWaiting: () => takeBacks.count() + endings.size,
  });

  async function visitStore(visit: Visit): Promise<Visited> {
    const mine = breaker.state() === 'closed' ? null : { sentAt: performance.now() };
    probe = mine;
    try {
      let owed: readonly TakeBack[] = [];
      const ask = () => {
        owed = takeBacks.owed(visit.key);
        return store.visit(owed.length > 0 ? { ...visit, takeBacks: owed } : visit);
      };
      const visited = checked(await call(() => endings.get(visit.key)?.then(ask) ?? ask()));
      takeBacks.done(visit.key, owed);
      takeBacks.storeAnswers();
      return visited;
    } finally {
      if (probe === mine) probe = null;
    }
  }

  /** Whether asking would only lengthen a queue. What waits for another call finds out nothing, and is no probe. */
  function leftAlone(key: string): boolean {
    if (unsettled.count() >= MOST_UNSETTLED || !breaker.allows()) return true;
    if (breaker.state() === 'open' && endings.has(key)) return true;
    return probe !== null && performance.now() - probe.sentAt < PROBE_FORGOTTEN;
  }

  /** Not before the call has ended: it may be on its way still, and would be carried out after what takes it back. */
  async function takeBack({ key, article }: Visit, asked: Promise<Visited>): Promise<void> {
    let sent: Promise<void> | undefined;
    const ended = new Promise<Visited | null>((resolve) => {
      const timer = setTimeout(resolve, CALL_FORGOTTEN, null);
      timer.unref?.();
      void asked
        .catch(() => null)
        .then(resolve)
        .then(() => clearTimeout(timer));
    }).then((visited) => {
      if (visited?.outcome !== 'full') sent = takeBacks.add(key, { article, view: nameView() });
    });
    const before = endings.get(key);
    const all = before ? before.then(() => ended) : ended;
    endings.set(key, all);
    void all.then(() => {
      if (endings.get(key) === all) endings.delete(key);
    });
    await ended;
    await sent;
  }

  async function visitGuarded(visit: Visit): Promise<StoredView> {
    let asked: Promise<Visited> | undefined;
    let visited: Visited | NoAnswer = 'unasked';
    if (!leftAlone(visit.key)) {
      const call = visitStore(visit);
      asked = call;
      const askedAt = performance.now();
      const endSpan = beginSpan();
      try {
        visited = await breaker.execute(() => inTime(call, deadline));
        endSpan?.();
      } catch (error) {
        endSpan?.(error);
        lastFailure = error;
        visited = 'lost';
      }
      metrics.duration.observe((performance.now() - askedAt) / 1000);
    }
    metrics.views.count(typeof visited === 'string' ? visited : 'answered');
    if (typeof visited === 'string')
      report('ERR_PAYWALL_STORE', 'The store failed; ledgers decide', withFault(lastFailure, store));
    return { visited, takeBack: async () => asked && takeBack(visit, asked) };
  }

  return {
    visit: visitGuarded,
    takeBack: takeBacks.add,
    reaches: createReach(
      store,
      breaker.allows,
      async (visit) => typeof (await visitGuarded(visit)).visited !== 'string',
    ),
    breaker: breaker.state,
    metrics: metrics.all,
  };
}

/** A name that no other view has, in whatever process. */
function nameView(): string {
  return randomBytes(9).toString('base64url');
}

/** What a call failed with, and what the store knows to be behind it. */
function withFault(error: unknown, store: Store): unknown {
  try {
    const fault = store.fault?.();
    if (!fault || !(error instanceof Error) || error.message === fault.message) return fault ?? error;
    return new Error(`${error.message}: ${fault.message}`, { cause: fault });
  } catch {
    return error;
  }
}

/**
 * What the promise gives within the deadline, which begins with the next turn: a client that sends together what it is given in
 * one, as ioredis can, sends it only then.
 */
function inTime<T>(promise: Promise<T>, deadline: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new DeadlineError(deadline));
    let callOff = nextTurn(() => {
      // After a stall of the event loop the timer comes first, though the reply may be there to be read: give it one turn.
      callOff = after(deadline, () => nextTurn(late));
    });
    const settled = () => callOff();
    promise.then(resolve, reject);
    promise.then(settled, settled);
  });
}

const OUTCOMES: ReadonlySet<unknown> = new Set<Visited['outcome']>(['known', 'added', 'full']);

/** A site's own store may answer anything; what is no answer is a failure like any other. */
function checked(visited: Visited): Visited {
  if (!isRecord(visited)) throw new TypeError(`the store answered ${show(visited)}`);
  const { outcome, read, members, provisional, endsIn } = visited;
  const sound =
    OUTCOMES.has(outcome) &&
    isCount(read) &&
    Number.isFinite(endsIn) &&
    (members === null || isSet(members)) &&
    isSet(provisional);
  if (!sound)
    throw new TypeError(
      `the store answered an outcome of ${show(outcome)} at ${show(read)} articles, to end in ${show(endsIn)}`,
    );
  return visited;
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 0;
}

function isSet(members: unknown): boolean {
  return Array.isArray(members) && members.every((member) => Number.isInteger(member));
}
