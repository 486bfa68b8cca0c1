import type { HeaderFields } from './http/exchange.js';

/** What to audit, and how. */
export interface AuditOptions {
  /** An article that is metered. */
  readonly article: URL;
  /** A sentence from the article's end; `undefined` to find one in the page. */
  readonly canary: string | undefined;
  /** Other articles to use up the meter with, before those found by following links. */
  readonly others: readonly URL[];
  /** Articles to read before concluding that the site blocks nobody. */
  readonly limit: number;
  /** Requests a second. */
  readonly rate: number;
  /** Milliseconds for each answer. */
  readonly timeout: number;
  /** HeaderFields to send with every request. */
  readonly headers: HeaderFields;
}

/** Hears how far the audit is. */
export interface Progress {
  /** What goes on now. */
  stage(words: string): void;
  /** How many techniques have been tried, and which one is next. */
  step(done: number, total: number, title: string): void;
}
