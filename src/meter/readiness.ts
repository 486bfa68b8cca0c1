import type { Keyring } from '../pass/index.js';
import type { BreakerState, GuardedStore } from '../store/index.js';
import type { OnStoreError } from './options.js';
import type { Settings } from './settings.js';

/** Whether a process can serve readers, and how well. */
export interface Readiness {
  /**
   * - `ready`: all is well
   * - `degraded`: the store is out of reach; readers are served all the same, as `onStoreError` says
   * - `unavailable`: the store is out of reach, and `onStoreError` is `closed`: every view that needs it is blocked
   */
  readonly status: 'ready' | 'degraded' | 'unavailable';
  readonly store: 'reachable' | 'out-of-reach';
  /** Of the circuit breaker: while it is `open` the store is left alone, but for probes. */
  readonly breaker: BreakerState;
  readonly onStoreError: OnStoreError;
  /** Ids of keys, never a secret: the one that signs, and all that verify. */
  readonly keys: { readonly signs: string; readonly verify: readonly string[] };
}

/** Asks the store once, within the deadline. */
export async function readinessOf({ keyring, onStoreError }: Settings, store: GuardedStore): Promise<Readiness> {
  const reaches = await store.reaches();
  return {
    status: reaches ? 'ready' : onStoreError === 'closed' ? 'unavailable' : 'degraded',
    store: reaches ? 'reachable' : 'out-of-reach',
    breaker: store.breaker(),
    onStoreError,
    keys: idsOf(keyring),
  };
}

function idsOf({ first, all }: Keyring): Readiness['keys'] {
  return { signs: first.id, verify: all.map(({ id }) => id) };
}
