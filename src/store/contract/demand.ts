import { deepEqual, ok } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Store, TakeBack, Visit, Visited } from '../store.js';

/** One thing that is demanded of every store. */
export interface StoreDemand {
  /** As a sentence. */
  readonly name: string;
  /**
   * Rejects with an `AssertionError` where the store does otherwise. It makes up readers that no other run has, who need not be
   * cleared away, and takes below a second; demands may be checked in any order, and beside each other.
   */
  check(store: Store): Promise<void>;
}

/** A store, and a reader whom it has never seen. */
export class NewReader {
  readonly key = `2026-11:${randomUUID()}`;
  readonly store: Store;

  constructor(store: Store) {
    this.store = store;
  }

  /** A visit of a calendar month, with a limit of 10. */
  visit(article: number, more: Partial<Visit> = {}): Promise<Visited> {
    const visit = { key: this.key, article, ledger: [], limit: 10, endsIn: 60_000, rolling: false };
    return this.store.visit({ ...visit, ...more });
  }

  /** Takes back one more view of each article, or those that are named. */
  takeBack(...views: readonly (number | TakeBack)[]): Promise<void> {
    return this.store.takeBack(this.key, views.map(takeBackOf));
  }

  /** Everything that the store holds for the reader, seen through a visit that can add nothing. */
  async articles(): Promise<readonly number[]> {
    return inOrder(await this.visit(0, { limit: 0 }));
  }
}

/** A view of the article that no other has the name of. */
export function takeBackOf(view: number | TakeBack): TakeBack {
  return typeof view === 'number' ? { article: view, view: randomUUID() } : view;
}

/** A demand that concerns one reader. */
export function demand(name: string, check: (reader: NewReader) => Promise<void>): StoreDemand {
  return { name, check: (store) => check(new NewReader(store)) };
}

/** That a visit found what is expected; of its members nothing is. */
export function found(visited: Visited, outcome: Visited['outcome'], read: number): void {
  deepEqual({ outcome: visited.outcome, read: visited.read }, { outcome, read });
}

export function between(value: number, least: number, most: number): void {
  ok(value >= least && value <= most, `${value} is not between ${least} and ${most}`);
}

/** The members that a visit told of that may yet be taken back, in order. */
export function provisionalOf({ provisional }: Visited): readonly number[] {
  return [...provisional].sort((a, b) => a - b);
}

/** The members that a visit told of, which come in no order. */
export function inOrder({ members }: Visited): readonly number[] {
  return [...(members ?? [])].sort((a, b) => a - b);
}

/** Whole numbers from `first` on: articles that differ. */
export function articles(count: number, first = 1): number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}
