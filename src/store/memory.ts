import { type Clock, steadyClock, systemClock } from '../clock/index.js';
import { callable, optional, readOptions, wholeNumber } from '../options/index.js';
import { LEDGER_SIZE, MOST_ARTICLES } from '../pass/index.js';
import { createMark, LONGEST_VIEW, MARK_KEPT, type Mark } from './mark.js';
import { createRecent } from './recent.js';
import type { Store, TakeBack } from './store.js';

/** How much the store keeps, and what time it is. */
export interface MemoryStoreOptions {
  /**
   * Readers kept at most, 2 to 10,000,000; beyond it those not seen for longest are forgotten, and never any of the half seen last.
   * With 10 articles each takes up to 460 bytes, and a visit takes as long among 1,000,000 as among 10,000. Default: 100,000.
   */
  readonly maxReaders?: number;
  /**
   * Seconds, 0 to 3,600, that a view may stay open and then be taken back; until then no other view's pass speaks of its article.
   * Default: 120.
   */
  readonly longestView?: number;
  /** Tells the time, in milliseconds since the Unix epoch. Default: the machine's clock. */
  readonly clock?: Clock;
}

/** A reader's set. An array, for a `Set` takes twice the memory, and of a few articles it is as quick to search. */
interface Reader {
  readonly articles: number[];
  readonly endsAt: number;
  /** Only for one whose ledger lacked some of the set, or with a view taken back. */
  mark: { readonly of: Mark; usedAt: number } | undefined;
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
  const { maxReaders, longestView, clock } = readOptions<Required<MemoryStoreOptions>>(options, 'memoryStore', {
    maxReaders: optional(wholeNumber(2, 10_000_000), 100_000),
    longestView: optional(wholeNumber(0, 3600), LONGEST_VIEW),
    clock: optional(callable<Clock>(), systemClock),
  });
  const tellTime = steadyClock(clock, () => undefined);
  const readers = createRecent<Reader>(maxReaders);
  let sweptAt = tellTime();

  function sweep(now: number): void {
    if (now - sweptAt < SWEEP_EVERY) return;
    sweptAt = now;
    readers.deleteWhere(({ endsAt }) => endsAt <= now);
  }

  function markOf(reader: Reader, now: number): Mark {
    const { mark } = reader;
    const of = mark && now - mark.usedAt < MARK_KEPT ? mark.of : createMark(longestView * 1000);
    reader.mark = { of, usedAt: now };
    return of;
  }

  /** The reader stays, though without an article, for whoever tells of the same view again. */
  function takeBackOf(reader: Reader, takeBacks: readonly TakeBack[], now: number): void {
    for (const takeBack of takeBacks) {
      const index = reader.articles.indexOf(takeBack.article);
      if (markOf(reader, now).takeBack(takeBack) && index >= 0) reader.articles.splice(index, 1);
    }
  }

  return {
    async visit(visit) {
      const now = tellTime();
      sweep(now);
      const kept = readers.get(visit.key);
      const goesOn = kept !== undefined && kept.endsAt > now;
      if (goesOn && visit.takeBacks) takeBackOf(kept, visit.takeBacks, now);
      const begins = !goesOn || kept.articles.length === 0;
      const reader = begins ? { articles: [], endsAt: now + visit.endsIn, mark: kept?.mark } : kept;
      const { articles } = reader;
      const ledger = visit.ledger ?? [];
      unite(articles, ledger);

      const read = articles.length;
      const outcome = articles.includes(visit.article) ? 'known' : read < visit.limit ? 'added' : 'full';
      if (outcome === 'added') articles.push(visit.article);
      if (begins && articles.length > 0) readers.set(visit.key, reader);

      const lacking = visit.ledger !== null && read > ledger.length;
      if (lacking && outcome === 'known' && !ledger.includes(visit.article)) markOf(reader, now).found(visit.article);
      const members = lacking && articles.length <= LEDGER_SIZE ? [...articles] : null;
      const foreign = members?.filter((id) => id !== visit.article && !ledger.includes(id)) ?? [];
      return {
        outcome,
        read,
        members,
        provisional: foreign.length > 0 ? markOf(reader, now).provisional(foreign, now) : [],
        endsIn: visit.rolling ? reader.endsAt - now : visit.endsIn,
      };
    },

    async takeBack(key, takeBacks) {
      const now = tellTime();
      let reader = readers.get(key);
      if (!reader) {
        reader = { articles: [], endsAt: now + MARK_KEPT, mark: undefined };
        readers.set(key, reader);
      }
      takeBackOf(reader, takeBacks, now);
    },

    local: true,
    forget: async (key) => readers.delete(key),
  };
}

function unite(articles: number[], ledger: readonly number[]): void {
  for (const article of ledger) {
    if (articles.length >= MOST_ARTICLES) return;
    if (!articles.includes(article)) articles.push(article);
  }
}
