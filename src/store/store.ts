/** One reader's view of one article, as the store is told of it. */
export interface Visit {
  /** Names the reader's set: the period and the reader. Never a pattern, never shown to anyone. */
  readonly key: string;
  /** The article's id, a signed 32-bit integer. */
  readonly article: number;
  /** The ledger of the reader's pass, each article once, to be united with the set up to 1,000 articles. */
  readonly ledger: readonly number[];
  /** The article is added only while the set is smaller than this; a whole number from 0 to 1,000. */
  readonly limit: number;
  /** Milliseconds until the period ends, and a set that is new with it; a set that exists keeps the end it began with. */
  readonly endsIn: number;
  /**
   * The period began with the reader's own first article: the set is gone when it ends, and the store tells when that is.
   * Otherwise the period ends for everyone at once, and the store may keep the set a little longer.
   */
  readonly rolling: boolean;
}

/** What the store found, and what the pass needs to be whole again. */
export interface Visited {
  /** `known`: read before this period. `added`: counted now. `full`: neither, and nothing was added. */
  readonly outcome: 'known' | 'added' | 'full';
  /** Articles in the set before this view, after the union with the ledger. */
  readonly read: number;
  /** Every member of the set where the ledger lacked some of at most 64; else `null`. */
  readonly members: readonly number[] | null;
  /** Milliseconds until the period ends: of a rolling one until its set does; of any other as given. */
  readonly endsIn: number;
}

/**
 * The set's other home: for each reader and period a grow-only set of article ids.
 * An implementation keeps `visit` atomic for one key, and may throw or hang: the paywall has a deadline of its own.
 */
export interface Store {
  /** Unites the ledger with the set, then adds the article if it is new and there is room. */
  visit(visit: Visit): Promise<Visited>;
  /** Takes back an article whose view came to nothing (an error or a redirect was sent instead). */
  takeBack(key: string, article: number): Promise<void>;
  /**
   * Why the store is out of reach, as far as it knows: told beside what a call failed with, which may be no more than a deadline.
   * Default: nothing is known. Whoever reads the log reads it, so no secret and no key of a reader may be in it.
   */
  fault?(): Error | undefined;
}
