import { type Clock, steadyClock, systemClock } from '../clock/index.js';
import { callable, optional, readOptions, wholeNumber } from '../options/index.js';
import { LEDGER_SIZE, MOST_ARTICLES } from '../pass/index.js';
import { recentReaders } from './recent-readers.js';
import type { Store } from './store.js';

/** How much the store keeps, and what time it is. */
export interface MemoryStoreOptions {
  /**
   * Readers kept at most, 2 to 10,000,000; beyond it those not seen for longest are forgotten, and never any of the half seen last.
   * With 10 articles each takes up to 460 bytes, and a visit takes as long among 1,000,000 as among 10,000. Default: 100,000.
   */
  readonly maxReaders?: number;
  /** Tells the time. Default: the machine's clock. */
  readonly clock?: Clock;
}

/** A reader's set. An array, for a `Set` takes twice the memory, and of a few articles it is as quick to search. */
interface Reader {
  readonly articles: number[];
  readonly endsAt: number;
}

/** Milliseconds (10 minutes) after which readers whose period is over are looked for and forgotten. */
const SWEEP_EVERY = 600_000;

/**
 * Keeps each reader's articles in this process: for one process, for development and for tests.
 * A restart forgets them, and what the readers' own passes carry heals that.
 *
 * @throws {OptionError} when an option is wrong.
 */
export function memoryStore(options: MemoryStoreOptions = {}): Store {
  const { maxReaders, clock } = readOptions<Required<MemoryStoreOptions>>(options, 'memoryStore', {
    maxReaders: optional(wholeNumber(2, 10_000_000), 100_000),
    clock: optional(callable<Clock>(), systemClock),
  });
  const tellTime = steadyClock(clock, () => undefined);
  const readers = recentReaders<Reader>(maxReaders);
  let sweptAt = tellTime();

  function sweep(now: number): void {
    if (now - sweptAt < SWEEP_EVERY) return;
    sweptAt = now;
    readers.deleteWhere(({ endsAt }) => endsAt <= now);
  }

  return {
    async visit(visit) {
      const now = tellTime();
      sweep(now);
      const kept = readers.get(visit.key);
      const goesOn = kept !== undefined && kept.endsAt > now;
      const reader = goesOn ? kept : { articles: [], endsAt: now + visit.endsIn };
      const { articles } = reader;
      unite(articles, visit.ledger);

      const read = articles.length;
      const outcome = articles.includes(visit.article) ? 'known' : read < visit.limit ? 'added' : 'full';
      if (outcome === 'added') articles.push(visit.article);
      if (!goesOn && articles.length > 0) readers.set(visit.key, reader);

      const lacking = read > visit.ledger.length && articles.length <= LEDGER_SIZE;
      return {
        outcome,
        read,
        members: lacking ? [...articles] : null,
        endsIn: visit.rolling ? reader.endsAt - now : visit.endsIn,
      };
    },

    async takeBack(key, article) {
      const articles = readers.get(key)?.articles ?? [];
      const index = articles.indexOf(article);
      if (index >= 0) articles.splice(index, 1);
      if (articles.length === 0) readers.delete(key);
    },
  };
}

function unite(articles: number[], ledger: readonly number[]): void {
  for (const article of ledger) {
    if (articles.length >= MOST_ARTICLES) return;
    if (!articles.includes(article)) articles.push(article);
  }
}
