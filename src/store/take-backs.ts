/** Articles to be taken back, each until the store has done so. */
export interface TakeBacks {
  add(key: string, article: number): void;
  /** Takes back what is owed on one key: to be called before a visit, which would otherwise count it. */
  settle(key: string): void;
  /** Tells that the store answers, so that it may be asked for what it owes; at most once a second it is. */
  storeAnswers(): void;
}

/** Articles that may be owed at once; what is beyond is lost. */
const MOST_OWED = 1000;

/** After so many attempts an article is lost: its key may be broken for good. */
const MOST_ATTEMPTS = 10;

/** Milliseconds between attempts to settle everything. */
const SETTLE_EVERY = 1000;

interface TakeBack {
  readonly key: string;
  readonly article: number;
  attempts: number;
}

/**
 * Sees to it that a view that came to nothing is taken back even if the store fails just then: it may have counted the view
 * though its reply was lost, and would count one article too many for the rest of the period.
 *
 * @param attempt Asks the store.
 * @param leftAlone Tells whether the store should not be asked just now.
 * @param lost Told of each article that could not be taken back.
 */
export function createTakeBacks(
  attempt: (key: string, article: number) => Promise<void>,
  leftAlone: () => boolean,
  lost: () => void,
): TakeBacks {
  const owed = new Map<string, Set<TakeBack>>();
  let size = 0;
  let settledAt = Number.NEGATIVE_INFINITY;

  function owe(takeBack: TakeBack): void {
    if (size >= MOST_OWED || takeBack.attempts >= MOST_ATTEMPTS) {
      lost();
      return;
    }
    size += 1;
    const ofKey = owed.get(takeBack.key);
    if (ofKey) ofKey.add(takeBack);
    else owed.set(takeBack.key, new Set([takeBack]));
  }

  function ask(takeBack: TakeBack): void {
    takeBack.attempts += 1;
    attempt(takeBack.key, takeBack.article).catch(() => owe(takeBack));
  }

  function settle(key: string): void {
    const ofKey = owed.get(key);
    if (!ofKey) return;
    owed.delete(key);
    size -= ofKey.size;
    for (const takeBack of ofKey) ask(takeBack);
  }

  return {
    add(key, article) {
      const takeBack = { key, article, attempts: 0 };
      if (leftAlone()) owe(takeBack);
      else ask(takeBack);
    },
    settle,
    storeAnswers() {
      if (size === 0 || performance.now() - settledAt < SETTLE_EVERY) return;
      settledAt = performance.now();
      for (const key of [...owed.keys()]) settle(key);
    },
  };
}
