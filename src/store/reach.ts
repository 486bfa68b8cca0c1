import type { Store, Visit } from './store.js';

/** A visit of nobody's set, in which there is room for nothing: it leaves nothing behind. */
const NOBODY: Visit = { key: 'readyz', article: 0, ledger: null, limit: 0, endsIn: 1000, rolling: false };

/**
 * Finds out whether a store answers by asking it as a view would, within the deadline, and at most once at a time. A breaker that
 * is open is asked through too, at its own pace: a process that nobody sends views any more would otherwise never find its store well
 * again.
 *
 * @param mayAsk Whether the breaker lets a call through.
 * @param answers Whether a visit is answered.
 */
export function createReach(
  { readersOnly = false }: Store,
  mayAsk: () => boolean,
  answers: (visit: Visit) => Promise<boolean>,
): () => Promise<boolean> {
  let asking: Promise<boolean> | null = null;
  return () => {
    // Such a store is told readers alone, and there is none to tell it of.
    if (readersOnly) return Promise.resolve(mayAsk());
    asking ??= answers(NOBODY).finally(() => {
      asking = null;
    });
    return asking;
  };
}
