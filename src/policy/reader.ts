import type { ArticleName } from '../article/index.js';
import type { State } from '../pass/index.js';
import type { Editor } from './editor.js';

/** An account, by its id or as `account(req)` names it. Without its plan it has the limits of a reader without an account. */
export type AccountRef =
  | ArticleName
  | {
      /** The site's own id for it. */
      readonly id: ArticleName;
      /** The name of its plan. */
      readonly plan?: string | null | undefined;
    };

/** Which reader: by a code or the pass in their cookie, as text, or by their account, or by both. */
export type ReaderRef =
  | {
      /** The code that they were shown, the cookie's value, or a whole `Cookie` field. */
      readonly pass: string;
      /** The account that they are signed in with. */
      readonly account?: AccountRef | undefined;
    }
  | {
      /** None is known. */
      readonly pass?: undefined;
      /** The account that they are signed in with. */
      readonly account: AccountRef;
    };

/** What helps to name what was read. */
export interface ExplainOptions {
  /** Names of articles, as `article(req)` gives them, or what gives them: ids are told by trying each. Default: none, and none is named. */
  readonly articles?: Iterable<ArticleName> | (() => Iterable<ArticleName> | PromiseLike<Iterable<ArticleName>>);
  /** An article that the reader asks about. Default: none. */
  readonly article?: ArticleName;
}

/** What is known of one reader. */
export interface ReaderReport {
  /** Their id in the store: a keyed hash of an account, or a random number of a pass. */
  readonly reader: string;
  /** The state that a new article would meet. */
  readonly state: State;
  /** Distinct articles read this period. */
  readonly read: number;
  /** How many they may read, what was granted among them; `Infinity` where nothing ever blocks. */
  readonly limit: number;
  /** When the count starts again. */
  readonly resetsAt: Date;
  /** Articles granted beyond the limit. */
  readonly granted: number;
  /** How often they were given a fresh start. */
  readonly freshStarts: number;
  /** What they have read, as far as it is known by name, the newest last. */
  readonly articles: readonly string[];
  /** Further articles that they have read. */
  readonly unnamed: number;
  /** The same, and why the last view was decided as it was, a sentence each. */
  readonly words: readonly string[];
}

/**
 * What can be said of single readers, and done for them: each of it works although their pass would restore what was removed. With
 * `version`, it is refused where something was done for the same reader meanwhile.
 */
export interface ReaderDesk {
  /**
   * What was read, when it starts again, and why views are decided as they are. Counts nothing.
   *
   * @throws {PolicyError} where the pass is none of this site and period.
   */
  explain(reader: ReaderRef, options?: ExplainOptions): Promise<ReaderReport>;
  /**
   * What a reader can send to whoever answers them, in the place of their pass: it says what the pass does, for a week, to the desk of
   * this site alone. Nobody can read as that reader by it.
   *
   * @param cookie Their `Cookie` field.
   * @param account The account that they are signed in with.
   * @returns `null` where nothing is known of them.
   */
  code(cookie: string | undefined, account?: AccountRef): Promise<string | null>;
  /**
   * Lets them read so many new articles more than they could: of a reader at the wall exactly so many.
   *
   * @param count 1 to 255; as many at most in one period.
   * @throws {PolicyError} where it cannot be, or could not be saved.
   */
  grant(reader: ReaderRef, count: number, editor: Editor): Promise<ReaderReport>;
  /**
   * Opens one metered article to them, uncounted; twenty at most in one period.
   *
   * @throws {PolicyError} where it cannot be, or could not be saved.
   */
  open(reader: ReaderRef, article: ArticleName, editor: Editor): Promise<ReaderReport>;
  /**
   * Lets them start again, with nothing read.
   *
   * @throws {PolicyError} where it cannot be, or could not be saved.
   */
  reset(reader: ReaderRef, editor: Editor): Promise<ReaderReport>;
  /**
   * Forgets what they have read, what was given to them and what the log says of it. Their pass counts for nothing from then on. Until
   * the period ends the policy has their id, and that what came before is none.
   *
   * @throws {PolicyError} where it cannot be, or could not be saved.
   */
  forget(reader: ReaderRef, editor: Editor): Promise<void>;
}
