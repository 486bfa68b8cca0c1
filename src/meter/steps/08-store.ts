import { MOST_ARTICLES, union, withArticle } from '../../pass/index.js';
import { stateOf } from '../../policy/index.js';
import type { GuardedStore, Visited } from '../../store/index.js';
import { type Decided, decidedAs } from '../decided.js';
import { type Facts, newSetEnd, setEnd } from '../facts.js';
import type { OnStoreError } from '../options.js';
import { withoutStore } from './09-store-down.js';

/** Step 8: one call to the store unites ledger and set, and adds the article where there is room. */
export async function askStore(
  facts: Facts,
  storeKey: string,
  store: GuardedStore,
  onStoreError: OnStoreError,
): Promise<Decided> {
  const { visited, takeBack } = await store.visit({
    key: storeKey,
    article: facts.article,
    ledger: facts.pass?.ledger ?? [],
    limit: Math.min(facts.limits.blockAfter, MOST_ARTICLES),
    endsIn: newSetEnd(facts) - facts.now,
    rolling: facts.rolling,
    brought: facts.brought,
  });
  if (typeof visited !== 'string') return asFound(facts, visited, takeBack);
  return withoutStore(facts, onStoreError, visited === 'lost' ? takeBack : null);
}

function asFound(
  facts: Facts,
  { outcome, read, members, provisional, endsIn }: Visited,
  takeBack: () => Promise<void>,
): Decided {
  const alreadyRead = outcome === 'known';
  const counted = outcome === 'added';
  const own = facts.pass?.ledger ?? [];
  const found = members
    ? union(
        members.filter((id) => !provisional.includes(id)),
        own,
      )
    : own;
  const isBlocked = stateOf(read, alreadyRead, facts.limits) === 'blocked';
  return decidedAs(facts, alreadyRead ? 're-read' : isBlocked ? 'limit' : 'new-article', {
    alreadyRead,
    counted,
    before: read,
    ledger: isBlocked ? found : withArticle(found, facts.article),
    end: setEnd(facts, endsIn),
    takeBack: alreadyRead || counted ? takeBack : null,
  });
}
