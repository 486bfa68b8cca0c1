import { Redis } from 'ioredis';
import { type PaywallOptions, redisStore, type SignedPolicy, signedPolicy } from '../../src/index.js';
import { redisOptions } from '../../src/store/redis-options.js';
import { createTestSite, frozenClock, type TestSite } from './site.js';
import { waitFor } from './wait.js';

/** One process of a site whose newsroom has a policy, with what it was told of. */
export interface DeskSite extends TestSite {
  readonly policy: SignedPolicy;
  readonly events: readonly { readonly code: string; readonly message: string }[];
}

/** Sites that share one Redis and one clock, as the processes of one site do. */
export interface Desk {
  readonly time: ReturnType<typeof frozenClock>;
  readonly client: Redis;
  open(more?: Partial<PaywallOptions>): DeskSite;
  /** The one document in the store. */
  document(): Promise<string | null>;
  put(text: string): Promise<void>;
  keys(): Promise<readonly string[]>;
  close(): void;
}

/** @param prefix Begins all keys. */
export async function openDesk(url: string, prefix: string): Promise<Desk> {
  const client = new Redis(url, redisOptions());
  await waitFor('Redis to be ready', () => client.status === 'ready');
  const time = frozenClock();
  const policies: SignedPolicy[] = [];
  const keys = async () => {
    const found: string[] = [];
    for await (const batch of client.scanStream({ match: `${prefix}*` })) found.push(...batch);
    return found.sort();
  };
  const keyOfDocument = async () => (await keys()).find((key) => key.startsWith(`${prefix}{policy:`));

  return {
    time,
    client,
    keys,
    open(more = {}) {
      const events: { code: string; message: string }[] = [];
      const policy = signedPolicy();
      policies.push(policy);
      const site = createTestSite({
        clock: time.clock,
        store: redisStore(client, { prefix }),
        deadline: 5000,
        policy,
        onEvent: (event) => events.push(event),
        ...more,
      });
      return { ...site, policy, events };
    },
    async document() {
      const key = await keyOfDocument();
      return key === undefined ? null : client.get(key);
    },
    async put(text) {
      const key = await keyOfDocument();
      if (key === undefined) throw new Error('there is no document yet');
      await client.set(key, text);
    },
    close() {
      for (const policy of policies) policy.close();
      client.disconnect();
    },
  };
}
