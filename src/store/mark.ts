import type { TakeBack } from './store.js';

/** Seconds that a view may stay open, and what failed may wait to be taken back. */
export const LONGEST_VIEW = 120;

/** Milliseconds (1 hour) that the mark is kept after it was last needed. */
export const MARK_KEPT = 3_600_000;

/** What is remembered for a while beside a reader's set. */
export interface Mark {
  /** One more view has found the article, though its ledger lacked it. */
  found(article: number): void;
  /** Which of these articles, that a ledger lacked, a view that is still open may have added. */
  provisional(foreign: readonly number[], now: number): readonly number[];
  /** Whether the article goes with the view: nobody else found it. A view that was taken back before takes nothing with it. */
  takeBack(takeBack: TakeBack): boolean;
}

/** Views beyond which those that were taken back are forgotten. */
const MOST_TAKEN_BACK = 1000;

/** @param longestView Milliseconds that a view may stay open. */
export function createMark(longestView: number): Mark {
  const finders = new Map<number, number>();
  const firstSeen = new Map<number, number>();
  const takenBack = new Set<string>();

  function since(article: number, now: number): number {
    const seen = firstSeen.get(article) ?? now;
    firstSeen.set(article, seen);
    return seen;
  }

  return {
    found(article) {
      finders.set(article, (finders.get(article) ?? 0) + 1);
    },

    provisional: (foreign, now) => foreign.filter((article) => now - since(article, now) < longestView),

    takeBack({ article, view }) {
      if (takenBack.has(view)) return false;
      if (takenBack.size >= MOST_TAKEN_BACK) takenBack.clear();
      takenBack.add(view);
      const others = finders.get(article) ?? 0;
      if (others > 1) finders.set(article, others - 1);
      else finders.delete(article);
      if (others === 0) firstSeen.delete(article);
      return others === 0;
    },
  };
}
