import { createHash } from 'node:crypto';
import type { Clock } from '../clock/index.js';
import type { Report } from '../events/index.js';
import { type Documents, setName } from '../store/index.js';
import type { Document } from './document.js';
import { createKeeper, type Keeper } from './keeper.js';
import { createSigning } from './signing.js';
import type { PolicyPlace } from './source.js';

/** Follows the policy of one paywall, and has what is from before a fresh start forgotten. */
export function keeperOf(place: PolicyPlace, documents: Documents, clock: Clock, report: Report): Keeper {
  const { site, keyring, store } = place;
  const forget = async (set: string): Promise<void> => {
    try {
      await store.forget?.(set);
    } catch (error) {
      report('ERR_PAYWALL_POLICY', 'What a reader read before a fresh start could not be forgotten', error);
    }
  };
  return createKeeper({
    documents,
    // Several sites may share a store, and none of its keys says which.
    name: `policy:${createHash('sha256').update(site).digest('base64url').slice(0, 16)}`,
    signing: createSigning(site, keyring),
    clock,
    report,
    adopted: (document, before) => {
      const { key } = place.periods.at(clock());
      for (const set of setsLeftBehind(document, before, key)) void forget(set);
    },
  });
}

/** Sets from before a fresh start. Every process forgets them once it counts elsewhere, so that none comes back. */
function setsLeftBehind({ readers }: Document, before: Document, period: string): readonly string[] {
  return [...readers].flatMap(([id, { generation }]) => {
    const since = before.readers.get(id)?.generation ?? 0;
    return Array.from({ length: Math.max(0, generation - since) }, (_, index) => setName(period, id, since + index));
  });
}
