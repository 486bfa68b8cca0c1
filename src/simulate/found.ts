import type { Readers } from './readers.js';
import type { Kind } from './sorting.js';

/** A line that could not be read. */
export interface BadLine {
  readonly log: string;
  /** From 1. */
  readonly line: number;
  readonly why: string;
  /** How it begins. */
  readonly text: string;
}

/** What was found in logs. */
export interface Found {
  readonly kinds: Readonly<Record<Kind, number>>;
  readonly badLines: readonly BadLine[];
  readonly readers: Readers;
  /** Of the first line that could be read and of the last, by their times; in milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  /** The address of at least half of the views. */
  readonly oneAddress: string | null;
  readonly withoutUserAgent: number;
}
