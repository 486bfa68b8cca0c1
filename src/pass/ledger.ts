import { Buffer } from 'node:buffer';
import { decodeBase64url } from './base64url.js';

/**
 * The set of articles inside a pass: distinct ids, signed 32-bit integers, the newest last.
 * As a set it only grows, and two of them merge by union, in any order and any number of times.
 */
export type Ledger = readonly number[];

/** The most ids a pass carries; of a longer ledger the newest stay. */
export const LEDGER_SIZE = 64;

/** The largest finite limit, and the most articles ever kept for one reader. */
export const MOST_ARTICLES = 1000;

const BYTES_PER_ID = 4;

/** Everything in either ledger. The order of `older` is kept; what only `newer` has follows it. */
export function union(older: Ledger, newer: Ledger): Ledger {
  const known = new Set(older);
  const added = newer.filter((id) => !known.has(id));
  return added.length === 0 ? older : [...older, ...added];
}

/** The ledger with one more article, which is then its newest. */
export function withArticle(ledger: Ledger, id: number): Ledger {
  return ledger.at(-1) === id ? ledger : [...ledger.filter((other) => other !== id), id];
}

/** As much of the ledger as a pass carries. */
export function newest(ledger: Ledger): Ledger {
  return ledger.length > LEDGER_SIZE ? ledger.slice(-LEDGER_SIZE) : ledger;
}

/** Whether both hold the same articles, in whatever order. */
export function sameArticles(one: Ledger, other: Ledger): boolean {
  return one.length === other.length && one.every((id) => other.includes(id));
}

/** Writes the ids as big-endian 32-bit integers. */
export function writeLedger(ledger: Ledger, bytes: Buffer, from: number): void {
  let at = from;
  for (const id of ledger) at = bytes.writeInt32BE(id, at);
}

/** The ledger that the bytes hold from there to their end; `null` where they hold none. */
export function readLedger(bytes: Buffer, from: number): Ledger | null {
  const count = (bytes.length - from) / BYTES_PER_ID;
  if (!Number.isInteger(count) || count < 0 || count > LEDGER_SIZE) return null;
  const ledger: number[] = [];
  for (let at = from; at < bytes.length; at += BYTES_PER_ID) {
    const id = bytes.readInt32BE(at);
    if (ledger.includes(id)) return null;
    ledger.push(id);
  }
  return ledger;
}

/** The ledger as text for a claim: base64url of big-endian 32-bit integers. */
export function encodeLedger(ledger: Ledger): string {
  const bytes = Buffer.allocUnsafe(ledger.length * BYTES_PER_ID);
  writeLedger(ledger, bytes, 0);
  return bytes.toString('base64url');
}

/** The ledger that `encodeLedger` wrote; `null` for any other text. */
export function decodeLedger(text: string): Ledger | null {
  const bytes = decodeBase64url(text);
  return bytes && readLedger(bytes, 0);
}
