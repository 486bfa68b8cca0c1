import { Buffer } from 'node:buffer';
import { randomFillSync } from 'node:crypto';
import { type Ledger, MOST_ARTICLES } from './ledger.js';
import type { State } from './state.js';

/** How a pass is written. A reader's stays what it is until their period ends, since the formats' ids cannot be compared. */
export type PassFormat = 1 | 2;

/** What a reader's own cookie says of them, once its signature and every claim have been checked. */
export interface Pass {
  readonly format: PassFormat;
  /** A random id, minted for each period anew: 16 characters of base64url. */
  readonly reader: string;
  /** The account whose reading the ledger holds, as a keyed hash; `undefined` while none has signed in. */
  readonly account: string | undefined;
  /** The state of the view for which the pass was signed. */
  readonly state: State;
  /** Whether the reader is prompted from the first article on, as a new reader of a crowded network may be. */
  readonly prompted: boolean;
  /** Whether the reader has met the prompt, or the wall of the limit, since their count began. */
  readonly metPrompt: boolean;
  readonly metWall: boolean;
  /** Distinct articles read; more than the ledger holds where the limits are above 64. */
  readonly read: number;
  readonly ledger: Ledger;
  /** Readers whose passes went into this one, four at most, and whose passes beside it are none. */
  readonly replaces: readonly string[];
  /** The arm of a test that the reader is in, up to 255; `undefined` for none. Never in format 1. */
  readonly arm: number | undefined;
  /** How often the reader was given a fresh start, up to 255; 0 in format 1. */
  readonly generation: number;
  /** Articles granted beyond the limit, up to 255; 0 in format 1. */
  readonly granted: number;
  /** When the period ends, in milliseconds since the epoch; whole seconds. */
  readonly end: number;
  /** When the pass was signed, in milliseconds since the epoch; whole seconds. */
  readonly signedAt: number;
  /** The id of the key that signed it. */
  readonly keyId: string;
}

/** What a pass to be signed needs; the rest is known to the signer. */
export type UnsignedPass = Omit<Pass, 'keyId'>;

/** The most readers that one pass replaces. */
export const MOST_REPLACED = 4;

const LATEST = 8_640_000_000_000;

// Random bytes are drawn for many readers at once: a draw takes as long for 12 bytes as for 1,536.
const READER_BYTES = 12;
const RANDOM = Buffer.alloc(128 * READER_BYTES);
let drawn = RANDOM.length;

/** A random reader id of 96 bits: two of a billion readers share one with a chance of one in 10^11. */
export function mintReader(): string {
  if (drawn === RANDOM.length) {
    randomFillSync(RANDOM);
    drawn = 0;
  }
  drawn += READER_BYTES;
  return RANDOM.toString('base64url', drawn - READER_BYTES, drawn);
}

/** Whether these are readers whom a pass of this one may replace: others, each once, four at most. */
export function areReplaced(readers: readonly string[], reader: string): boolean {
  if (readers.length === 0) return true;
  return readers.length <= MOST_REPLACED && new Set([reader, ...readers]).size === readers.length + 1;
}

/** Whether a pass of this ledger can say that so many articles were read. */
export function isCount(value: unknown, ledger: Ledger): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= ledger.length && value <= MOST_ARTICLES;
}

/** Whole seconds since the epoch that a `Date` can hold (ECMA-262 section 21.4.1.1). */
export function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= LATEST;
}
