import { randomBytes } from 'node:crypto';
import { after, type Clock, inTime } from '../clock/index.js';
import { callSafely, type Report } from '../events/index.js';
import { createPeriods, type Periods } from '../period/index.js';
import { HOUR } from './fields.js';
import type { Known, SeenView } from './seen.js';
import type { FiguresBatch, FiguresStore } from './store.js';
import { countsOfView, createTally, type Tally, type ToldConversion } from './tally.js';

/** What counting needs to know of the paywall that it counts for. */
export interface Around {
  readonly periods: Pick<Periods, 'option' | 'timeZone'>;
  readonly clock: Clock;
  readonly report: Report;
}

/** Keeps the platform from ending what goes on after a response. */
export type WaitUntil = (work: Promise<unknown>) => unknown;

/** What one view added, and to which day. */
export type Added = Pick<FiguresBatch, 'day' | 'counts'>;

/** Views that were decided elsewhere, numbered as batches are. */
export interface ViewsElsewhere extends Pick<FiguresBatch, 'process' | 'sequence'> {
  /** When they were, in milliseconds since the epoch. */
  readonly at: number;
  readonly views: readonly { readonly view: SeenView; readonly known: Known }[];
}

/** Counts in the process, and sends what was counted to the store about once a second. */
export interface Counting {
  /**
   * Counts a view that has ended; the paywall calls it.
   *
   * @hidden
   */
  view(view: SeenView, known: Known, waitUntil: WaitUntil | undefined): void;
  /**
   * What `view` adds just now, for whoever may learn later that no page came of it; the paywall asks.
   *
   * @hidden
   */
  addedBy(view: SeenView, known: Known): Added;
  /**
   * Takes out again what a view added, in whatever process it was counted; the paywall calls it.
   *
   * @hidden
   */
  takeBack(added: Added): void;
  /**
   * Adds views that were decided elsewhere, once however often they are sent; the service asks. Rejects where the store fails.
   *
   * @hidden
   */
  elsewhere(views: ViewsElsewhere): Promise<void>;
  /** Counts a reader who registered or subscribed, where the way in has no `converted()` of its own. */
  converted(conversion: ToldConversion, waitUntil?: WaitUntil): void;
  /** The day that it is now in the publication's time zone. */
  today(): string;
  /** Sends what has been counted. Rejects where the store fails; then it is kept, and sent later. */
  flush(): Promise<void>;
  /** Sends what is left, trying for up to two seconds. */
  close(): Promise<void>;
}

/** Milliseconds between what is counted and what is sent: what a process that is killed may lose. */
const SENT_EVERY = 1000;

/** Milliseconds after which a batch is sent again. */
const PATIENCE = 5000;

/** Milliseconds after which a timer that has not come is taken to have been dropped with the request that began it. */
const ARMED_AT_MOST = 60_000;

const LATE = 'the store of the figures gave no answer in time';

const hourOf = (now: number): number => Math.floor(now / HOUR);

const LAST_PATIENCE = 2000;
const LAST_ATTEMPTS_EVERY = 100;

export function createCounting(store: FiguresStore, { periods, clock, report }: Around): Counting {
  const days = createPeriods('day', periods.timeZone);
  const process = randomBytes(9).toString('base64url');
  let sequence = 0;
  let waiting: readonly FiguresBatch[] = [];
  let open = new Map<string, Tally>();
  let takenBack = new Map<string, Tally>();
  let latest: { readonly day: string; readonly tally: Tally } | null = null;
  let sending: Promise<void> | null = null;
  let armedAt: number | null = null;

  const today = (): string => days.at(clock()).key;

  function tallyAt(now: number): Tally {
    const day = days.at(now).key;
    if (latest?.day === day) return latest.tally;
    const tally = open.get(day) ?? createTally();
    open.set(day, tally);
    latest = { day, tally };
    return tally;
  }

  /** What is on its way keeps its number and stays as it is: it may have been added already. */
  function takeOpen(): void {
    const batches: FiguresBatch[] = [];
    for (const [day, tally] of [...open, ...takenBack])
      for (const counts of tally.parts(store.mostCounts)) {
        sequence += 1;
        batches.push({ process, sequence, day, counts });
      }
    open = new Map();
    takenBack = new Map();
    latest = null;
    waiting = batches;
  }

  async function sendWaiting(): Promise<void> {
    for (const batch of waiting) {
      await inTime(store.add(batch), PATIENCE, LATE);
      waiting = waiting.slice(1);
    }
  }

  async function send(): Promise<void> {
    await sendWaiting();
    takeOpen();
    await sendWaiting();
  }

  async function flush(): Promise<void> {
    while (sending) await sending.catch(() => undefined);
    sending = send().finally(() => {
      sending = null;
    });
    await sending;
  }

  async function flushDue(waitUntil: WaitUntil | undefined): Promise<void> {
    try {
      await flush();
    } catch (error) {
      report('ERR_PAYWALL_FIGURES', 'Figures could not be added; they are kept, and sent later', error);
    }
    armedAt = null;
    // Where a platform ends what goes on after a request, the next one sends what is left.
    if (!waitUntil && (open.size > 0 || takenBack.size > 0 || waiting.length > 0)) arm(undefined);
  }

  function arm(waitUntil: WaitUntil | undefined): void {
    if (armedAt !== null && !(waitUntil && performance.now() - armedAt > ARMED_AT_MOST)) return;
    armedAt = performance.now();
    const sent = new Promise<void>((resolve) => {
      const timer = setTimeout(() => void flushDue(waitUntil).then(resolve), SENT_EVERY);
      timer.unref?.();
    });
    // Whoever is not waited for loses no more than what a process that is killed does.
    callSafely(
      () => waitUntil?.(sent),
      () => undefined,
    );
  }

  return {
    today,
    flush,

    view(view, known, waitUntil) {
      const now = clock();
      tallyAt(now).view(view, known, hourOf(now));
      arm(waitUntil);
    },

    addedBy(view, known) {
      const now = clock();
      return { day: days.at(now).key, counts: countsOfView(view, known, hourOf(now)) };
    },

    takeBack({ day, counts }) {
      const tally = takenBack.get(day) ?? createTally();
      takenBack.set(day, tally);
      tally.takeBack(counts);
      arm(undefined);
    },

    async elsewhere({ process, sequence, at, views }) {
      const tally = createTally();
      for (const { view, known } of views) tally.view(view, known, hourOf(at));
      // The same views come to the same parts, each of which has a name of its own to be numbered under.
      for (const [nth, counts] of tally.parts(store.mostCounts).entries()) {
        const part = nth === 0 ? process : `${process}-${nth}`;
        await inTime(store.add({ process: part, sequence, day: days.at(at).key, counts }), PATIENCE, LATE);
      }
    },

    converted(conversion, waitUntil) {
      tallyAt(clock()).converted(conversion);
      arm(waitUntil);
    },

    async close() {
      const giveUpAt = performance.now() + LAST_PATIENCE;
      for (;;) {
        try {
          await inTime(flush(), Math.max(0, giveUpAt - performance.now()), LATE);
          return;
        } catch (error) {
          if (performance.now() >= giveUpAt) {
            report('ERR_PAYWALL_FIGURES', 'The last figures could not be added, and are lost', error);
            return;
          }
          await new Promise<void>((resolve) => void after(LAST_ATTEMPTS_EVERY, resolve));
        }
      }
    },
  };
}
