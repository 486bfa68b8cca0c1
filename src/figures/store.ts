import type { RawCounts } from './fields.js';

/** What one process counted in a moment, to be added once however often it is sent. */
export interface FiguresBatch {
  /** A random name of the process. */
  readonly process: string;
  /** Batches of a process are sent one after the other, each with a higher number than any before; from 1. */
  readonly sequence: number;
  /** The day in which it was counted, `YYYY-MM-DD`, in the publication's time zone. */
  readonly day: string;
  /** What it counted. */
  readonly counts: RawCounts;
}

/** Where figures are kept, by day. */
export interface FiguresStore {
  /** Adds a batch, unless it or a later one of that process has been added. May throw or hang: it is sent again. */
  add(batch: FiguresBatch): Promise<void>;
  /** What was counted in each of these days; nothing where nothing is known. */
  read(days: readonly string[]): Promise<readonly RawCounts[]>;
  /** Counts that a batch may have at most. */
  readonly mostCounts: number;
}
