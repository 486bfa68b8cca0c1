/** A view that came to nothing (an error or a redirect was sent instead, or the reader was gone), to be taken back. */
export interface TakeBack {
  /** The article that it was a view of. */
  readonly article: number;
  /** Names the view, and no other: a view is taken back once, however often the store is told of it. */
  readonly view: string;
}

/** What a reader brought, for a store that is at the other end of a service and is told no keys. */
export interface Brought {
  /** The passes as the reader's cookies hold them, four at most. */
  readonly passes: readonly string[];
  /** The account's id and the name of its plan; `null` without one. */
  readonly account: { readonly id: string; readonly plan: string | null } | null;
}

/** One reader's view of one article, as the store is told of it. */
export interface Visit {
  /** Names the reader's set: the period and the reader. Never a pattern, never shown to anyone. */
  readonly key: string;
  /** The article's id, a signed 32-bit integer. */
  readonly article: number;
  /**
   * The ledger of the reader's pass, each article once, to be united with the set up to 1,000 articles. `null` for a set that no
   * pass holds: nothing but its size is asked for, and no view of it is found by another.
   */
  readonly ledger: readonly number[] | null;
  /** The article is added only while the set is smaller than this; a whole number from 0 to 1,000. */
  readonly limit: number;
  /** Milliseconds until the period ends, and a set that is new with it; a set that exists keeps the end it began with. */
  readonly endsIn: number;
  /**
   * The period began with the reader's own first article: the set is gone when it ends, and the store tells when that is.
   * Otherwise the period ends for everyone at once, and the store may keep the set a little longer.
   */
  readonly rolling: boolean;
  /** What the reader brought, from which the key was made. Default: nothing; the set is none of a reader's. */
  readonly brought?: Brought;
  /** What is to be taken back of this reader before anything else. Default: nothing. */
  readonly takeBacks?: readonly TakeBack[];
}

/** What the store found, and what the pass needs to be whole again. */
export interface Visited {
  /** `known`: read before this period. `added`: counted now. `full`: neither, and nothing was added. */
  readonly outcome: 'known' | 'added' | 'full';
  /** Articles in the set before this view, after the union with the ledger. */
  readonly read: number;
  /** Every member of the set where the ledger lacked some of at most 64; `null` where it lacked none, or there is no ledger. */
  readonly members: readonly number[] | null;
  /**
   * Those of `members`, other than the article itself, that the ledger lacked and that another view, which is still open, may have
   * added: no pass may speak of them, for that view may yet be taken back. A store that cannot know when an article was added counts
   * from when a visit first came upon it.
   */
  readonly provisional: readonly number[];
  /** Milliseconds until the period ends: of a rolling one until its set does; of any other as given. */
  readonly endsIn: number;
}

/**
 * The set's other home: for each reader and period a set of article ids, which grows, but for views that came to nothing.
 *
 * Of several views of one article, whichever process they are in, one adds it and the others find it. As many as fail may be taken
 * back, in any order: the article stays as long as one of them is not. So a store remembers for a while how many found an article
 * that their ledger lacked, and which views were taken back.
 *
 * An implementation keeps each call atomic for one key, and may throw or hang: the paywall has a deadline of its own.
 */
export interface Store {
  /** Takes back what is to be, unites the ledger with the set, then adds the article if it is new and there is room. */
  visit(visit: Visit): Promise<Visited>;
  /** Takes back views of one reader: of each, the one that added the article or one of those that found it. */
  takeBack(key: string, takeBacks: readonly TakeBack[]): Promise<void>;
  /**
   * Why the store is out of reach, as far as it knows: told beside what a call failed with, which may be no more than a deadline.
   * Default: nothing is known. Whoever reads the log reads it, so no secret and no key of a reader may be in it.
   */
  fault?(): Error | undefined;
  /** Whether the store has the sets of readers alone, so that nothing else can be counted in it. Default: no. */
  readonly readersOnly?: boolean;
  /** Whether no other process has these sets, so that what is to be known to all of them need not leave this one. Default: no. */
  readonly local?: boolean;
  /** Forgets one reader's set, and all that is remembered beside it. Default: it cannot. */
  forget?(key: string): Promise<void>;
  /** Texts that all processes share, such as a newsroom's policy. Default: it has room for none. */
  readonly documents?: Documents;
}

/** A few texts beside the sets, each under a name of its own. */
export interface Documents {
  /** Whether they are only read here, and replaced where their store is. Default: no. */
  readonly readOnly?: boolean;
  /**
   * @param known The SHA-1 of the text that whoever asks has already, in hex; `null` for none.
   * @returns `unchanged` where it is that very text, `null` where there is none.
   */
  read(name: string, known: string | null): Promise<DocumentText | 'unchanged' | null>;
  /**
   * Puts a text in the place of the one known, and does nothing where another has come in between.
   *
   * @param keep Milliseconds after which it is gone.
   * @returns Whether it was put there.
   */
  replace(name: string, known: string | null, text: string, keep: number): Promise<boolean>;
}

/** A text of the store's. */
export interface DocumentText {
  /** The text itself. */
  readonly text: string;
}
