import type { GuardedStore, StoredView } from '../../store/index.js';
import { countedInPass, type Decided, decidedAs } from '../decided.js';
import type { Facts, NetworkCap } from '../facts.js';
import { firstView } from './05-first-view.js';

/** Step 5, where the new readers of a network are capped: a first view then costs the store a call. */
export async function firstViewOfNetwork(facts: Facts, cap: NetworkCap, store: GuardedStore): Promise<Decided> {
  if (facts.limits.blockAfter === 0) return firstView(facts);
  const { visited, takeBack } = await visitNetwork(cap, store);
  if (typeof visited === 'string') return countedInPass(facts, 'first-view', { degraded: true, takeBack });
  if (visited.outcome !== 'full') return countedInPass(facts, 'first-view', { takeBack });
  return cap.beyond === 'blocked'
    ? decidedAs(facts, 'network', { state: 'blocked' })
    : countedInPass(facts, 'network', { state: 'register-prompt', prompted: true });
}

/**
 * Whoever follows on several readers is a new one of the network, or the passes of a few would make ever more.
 *
 * @param find Decides on the view once the reader is let in.
 */
export async function unitedReaderOfNetwork(
  facts: Facts,
  cap: NetworkCap,
  store: GuardedStore,
  find: (facts: Facts) => Promise<Decided>,
): Promise<Decided> {
  const { visited } = await visitNetwork(cap, store);
  const isFull = typeof visited !== 'string' && visited.outcome === 'full';
  if (isFull && cap.beyond === 'blocked') return decidedAs(facts, 'network', { state: 'blocked' });
  const { pass, limits } = facts;
  const prompted = { pass: pass && { ...pass, prompted: true }, limits: { ...limits, promptAfter: 0 } };
  return { ...(await find(isFull ? { ...facts, ...prompted } : facts)), admitted: true };
}

function visitNetwork({ key, member, perDay, endsIn }: NetworkCap, store: GuardedStore): Promise<StoredView> {
  return store.visit({ key, article: member, ledger: null, limit: perDay, endsIn, rolling: true });
}
