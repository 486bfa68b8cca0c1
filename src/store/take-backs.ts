import type { TakeBack } from './store.js';

/** Views to be taken back, each until the store has acknowledged it. */
export interface TakeBacks {
  /** Ends once the store has been asked for the first time; never rejects. */
  add(key: string, takeBack: TakeBack): Promise<void>;
  /** What is owed on one key: to go along with a visit, which would otherwise count it. */
  owed(key: string): readonly TakeBack[];
  /** Tells that the store has taken these back. */
  done(key: string, takeBacks: readonly TakeBack[]): void;
  /** How many are waiting. */
  count(): number;
  /** Tells that the store answers, so that it may be asked for what it owes; at most once a second it is. */
  storeAnswers(): void;
}

/** Views that may be owed at once; what is beyond is lost. */
const MOST_OWED = 1000;

/** Views that go along with one visit. */
const MOST_ALONG = 16;

/** Milliseconds after which a view is lost: its key may be broken for good, and the store does not remember views for ever. */
const OWED_FOR = 60_000;

/** Milliseconds between attempts. */
const ASK_EVERY = 1000;

interface Owed extends TakeBack {
  readonly since: number;
}

const NOTHING: readonly TakeBack[] = [];

/**
 * Sees to it that a view that came to nothing is taken back even if the store fails just then: it may have counted the view
 * though its reply was lost, and would count one article too many for the rest of the period. A view is named, so that it may be
 * asked for as often as need be.
 *
 * @param ask Asks the store.
 * @param leftAlone Tells whether the store should not be asked just now.
 * @param lost Told of each view that could not be taken back.
 */
export function createTakeBacks(
  ask: (key: string, takeBacks: readonly TakeBack[]) => Promise<void>,
  leftAlone: () => boolean,
  lost: () => void,
): TakeBacks {
  const byKey = new Map<string, Owed[]>();
  let size = 0;
  let askedAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;

  function keep(key: string, left: Owed[]): void {
    size += left.length - (byKey.get(key)?.length ?? 0);
    if (left.length > 0) byKey.set(key, left);
    else byKey.delete(key);
  }

  function done(key: string, takeBacks: readonly TakeBack[]): void {
    if (takeBacks.length === 0) return;
    const views = new Set(takeBacks.map(({ view }) => view));
    keep(key, byKey.get(key)?.filter(({ view }) => !views.has(view)) ?? []);
  }

  function send(key: string, takeBacks: readonly TakeBack[]): Promise<void> {
    return ask(key, takeBacks).then(
      () => done(key, takeBacks),
      () => undefined,
    );
  }

  function forgetOld(): void {
    timer = undefined;
    const oldest = performance.now() - OWED_FOR;
    for (const [key, owed] of byKey) {
      const left = owed.filter(({ since }) => since > oldest);
      for (let count = left.length; count < owed.length; count += 1) lost();
      keep(key, left);
    }
    if (size > 0) wait();
  }

  function wait(): void {
    timer ??= setTimeout(forgetOld, OWED_FOR);
    timer.unref?.();
  }

  return {
    async add(key, takeBack) {
      if (size >= MOST_OWED) return lost();
      keep(key, [...(byKey.get(key) ?? []), { ...takeBack, since: performance.now() }]);
      wait();
      if (!leftAlone()) await send(key, [takeBack]);
    },

    owed(key) {
      return byKey.get(key)?.slice(0, MOST_ALONG) ?? NOTHING;
    },

    done,
    count: () => size,

    storeAnswers() {
      if (size === 0 || performance.now() - askedAt < ASK_EVERY) return;
      askedAt = performance.now();
      for (const [key, owed] of byKey) void send(key, owed);
    },
  };
}
