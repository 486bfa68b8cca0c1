import type { RedisClient } from '../store/index.js';
import { type Around, type Counting, createCounting } from './counter.js';
import { type MemoryFiguresOptions, memoryFiguresStore } from './memory.js';
import { type RedisFiguresOptions, redisFiguresStore } from './redis.js';
import { type FiguresQuery, type FiguresReport, reportOf } from './report.js';
import { type ServiceFiguresOptions, serviceFiguresStore } from './service.js';
import type { FiguresBatch, FiguresStore } from './store.js';

/** Counts for one paywall, and reads what all its processes counted. */
export interface FiguresOf extends Counting {
  /** Figures of some days, what this process has counted among them. Rejects where the store fails. */
  read(query?: FiguresQuery): Promise<FiguresReport>;
  /** Adds what another process counted. */
  add(batch: FiguresBatch): Promise<void>;
}

/** Where figures are kept: what `redisFigures()`, `memoryFigures()` or `serviceFigures()` makes, for the option `figures`. */
export interface Figures {
  /**
   * Begins to count; the paywall calls it.
   *
   * @hidden
   */
  begin(around: Around): FiguresOf;
  /**
   * Sends what has been counted and not sent yet, trying for up to two seconds; `paywall.close()` calls it.
   *
   * @hidden
   */
  close(): Promise<void>;
}

/**
 * Keeps figures in Redis: a hash for each day, to which each process adds what it counted about once a second, in one call.
 *
 * @param client As for `redisStore()`; the same client may serve both.
 * @throws {OptionError} when the client is of another kind, or an option is wrong.
 */
export function redisFigures(client: RedisClient, options: RedisFiguresOptions = {}): Figures {
  return figuresIn(redisFiguresStore(client, options));
}

/**
 * Keeps figures in this process: for one process, for development and for tests. A restart forgets them.
 *
 * @throws {OptionError} when an option is wrong.
 */
export function memoryFigures(options: MemoryFiguresOptions = {}): Figures {
  return figuresIn(memoryFiguresStore(options));
}

/**
 * Sends figures to the service (`POST /figures`), for a paywall at an edge that cannot reach Redis. They are read at the service.
 *
 * @param url Where the service is, as in `https://paywall.internal.example`.
 * @throws {OptionError} when the URL or an option is wrong.
 */
export function serviceFigures(url: string | URL, options: ServiceFiguresOptions): Figures {
  return figuresIn(serviceFiguresStore(url, options));
}

function figuresIn(store: FiguresStore): Figures {
  const begun: Counting[] = [];
  return {
    begin(around) {
      const counting = createCounting(store, around);
      begun.push(counting);
      const { option: period, timeZone } = around.periods;
      return {
        ...counting,
        add: (batch) => store.add(batch),
        async read(query = {}) {
          await counting.flush();
          return reportOf(store, query, counting.today(), { period, timeZone });
        },
      };
    },

    async close() {
      await Promise.all(begun.map((counting) => counting.close()));
    },
  };
}
