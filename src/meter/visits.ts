import type { Brought, Store, TakeBack, Visited } from '../store/index.js';
import type { Core } from './decide.js';
import { type Facts, newSetEnd } from './facts.js';
import type { Traces } from './outcome.js';

/** What a paywall elsewhere asks of the store, which it does not reach itself. */
export interface BroughtVisit extends Brought {
  /** The article's id; `undefined` where something is to be taken back and nothing else. */
  readonly article: number | undefined;
  /** The article is added only while the set is smaller than this. */
  readonly limit: number;
  readonly takeBacks: readonly TakeBack[];
}

/** None of the passes counts here, and no account is named. */
export class NoReader extends Error {
  constructor() {
    super('None of the passes counts here, and no account is named');
  }
}

/**
 * Visits the set of the reader whose passes these are.
 *
 * @param facts Of a request that brings them.
 * @returns What the store found; `null` where nothing was asked but to take back.
 * @throws {NoReader} where none of the passes counts and there is no account.
 */
export async function visitBrought(facts: Facts, asked: BroughtVisit, store: Store): Promise<Visited | null> {
  const { storeKey, pass, rolling, now } = facts;
  const { article, limit, takeBacks } = asked;
  if (storeKey === undefined) throw new NoReader();
  if (article === undefined) {
    await store.takeBack(storeKey, takeBacks);
    return null;
  }
  const ledger = pass?.ledger ?? [];
  return store.visit({ key: storeKey, article, ledger, limit, endsIn: newSetEnd(facts) - now, rolling, takeBacks });
}

/**
 * Takes back a view that was decided here, or in another process of the service, and came to nothing elsewhere, such as in a cache:
 * out of the store and out of the figures.
 *
 * @param facts Of the very request that was decided.
 * @param view Names the view, so that the store takes it back once, however often it is asked to.
 */
export async function takeBackView(
  { storeKey, article, networkCap }: Facts,
  view: string,
  { stored, figures: added, newReader }: Traces,
  { store, figures }: Pick<Core, 'store' | 'figures'>,
): Promise<void> {
  if (added) figures?.takeBack(added);
  if (!stored) return;
  if (storeKey !== undefined) await store.takeBack(storeKey, { article, view });
  else if (networkCap && newReader !== undefined) await store.takeBack(networkCap.key, { article: newReader, view });
}
