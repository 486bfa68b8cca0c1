import { hash } from 'node:crypto';
import { createArticleIds } from '../article/index.js';
import { MOST_ARTICLES } from '../pass/index.js';

/** What was read in one period. */
export interface PeriodReaders {
  readonly key: string;
  readonly readers: number;
}

/** Distinct articles of each reader in each period, in bounded memory. */
export interface Readers {
  /** Counts a view. */
  add(period: string, reader: string, article: string): void;
  /** One in how many readers is kept: 1 for all. */
  readonly oneIn: number;
  /** The periods in which somebody read, in order. */
  periods(): readonly PeriodReaders[];
  /** At `n`, readers of n articles or more in a period; at 0 nothing. Beyond one more than limits can be, nobody reads more. */
  reached(): readonly number[];
  /** At `n`, views of articles before which their reader had read n others. */
  viewsAfter(): readonly number[];
}

/** Articles kept over all readers, at 100 bytes or so. */
export const MOST_KEPT = 2_000_000;

const MOST_DISTINCT = MOST_ARTICLES + 1;

/** The same readers are kept of the same logs: nothing that is made with it leaves the process. */
const KEY = new Uint8Array(32);

/** Ids and views by turns: of each article of one reader, in the order in which they were read. */
type Read = number[];

/**
 * Once there are too many, half of the readers are forgotten, and the same half of those to come: whom their ids choose, as if by lot, not
 * by what they read. Of those who are kept everything is known.
 */
export function createReaders(most = MOST_KEPT): Readers {
  const ids = createArticleIds(KEY, '')[2];
  const periods = new Map<string, Map<string, Read>>();
  let kept = 0;
  let halvings = 0;

  const isKept = (reader: string): boolean => halvings === 0 || lotOf(reader) % 2 ** halvings === 0;

  function halve(): void {
    halvings += 1;
    for (const readers of periods.values()) {
      for (const [reader, read] of readers) {
        if (isKept(reader)) continue;
        readers.delete(reader);
        kept -= read.length / 2;
      }
    }
  }

  function all(): readonly Read[] {
    return [...periods.values()].flatMap((readers) => [...readers.values()]);
  }

  return {
    add(period, name, article) {
      const reader = idOf(period, name);
      if (!isKept(reader)) return;
      const readers = periods.get(period) ?? new Map<string, Read>();
      periods.set(period, readers);
      const id = ids.idOf(article, '');
      const read = readers.get(reader);
      if (!read) readers.set(reader, [id, 1]);
      else if (!countAgain(read, id)) read.push(id, 1);
      else return;
      kept += 1;
      while (kept > most) halve();
    },

    get oneIn() {
      return 2 ** halvings;
    },

    periods: () =>
      [...periods].map(([key, readers]) => ({ key, readers: readers.size })).sort((a, b) => (a.key < b.key ? -1 : 1)),

    reached() {
      const reached = [0];
      for (const { length } of all()) {
        for (let n = 1; n <= length / 2; n += 1) reached[n] = (reached[n] ?? 0) + 1;
      }
      return reached;
    },

    viewsAfter() {
      const views: number[] = [];
      for (const read of all()) {
        read.forEach((count, index) => {
          if (index % 2 === 1) views[(index - 1) / 2] = (views[(index - 1) / 2] ?? 0) + count;
        });
      }
      return views;
    },
  };
}

/** @returns whether the article is among those read, or there are so many that no limit tells it from the last. */
function countAgain(read: Read, id: number): boolean {
  let at = 0;
  while (at < read.length && read[at] !== id) at += 2;
  if (at === 2 * MOST_DISTINCT) at -= 2;
  if (at >= read.length) return false;
  read[at + 1] = (read[at + 1] ?? 0) + 1;
  return true;
}

/** Shorter than an address and a user agent, and neither. Whoever chose it by what it comes to would gain nothing. */
const idOf = (period: string, reader: string): string => hash('sha1', `${period} ${reader}`, 'base64url');

/** 24 bits of an id, each as likely as another. */
function lotOf(reader: string): number {
  return Buffer.from(reader.slice(0, 4), 'base64url').readUIntBE(0, 3);
}
