import {
  type Account,
  createPaywall,
  memoryStore,
  type PaywallEvent,
  type PaywallOptions,
  type SignedPolicy,
  type Store,
  signedPolicy,
} from '../../src/index.js';
import { readKeys } from '../../src/pass/index.js';
import { type Entry, type Logged, NOTHING } from '../../src/policy/document.js';
import { localDocuments } from '../../src/policy/local-documents.js';
import { createSigning, HOLDS } from '../../src/policy/signing.js';
import { frozenClock, NOON, testOptions } from './site.js';

// A newsroom's desk in one process and without a network, for what does not need the store that processes share.

export const LIMITS = { promptAfter: 1, blockAfter: 3 };
export const PLANS = { registered: { promptAfter: 2, blockAfter: 4 }, subscriber: 'full' } as const;
export const ANN = { id: 'ann', plan: 'registered' };

const policies: SignedPolicy[] = [];

/** Ends what was opened. */
export function closeDesks(): void {
  for (const policy of policies.splice(0)) policy.close();
}

/** A site with a policy, whose store a test may change under its hands. */
export function openLocalDesk(
  more: Partial<PaywallOptions> = {},
  plans: Pick<PaywallOptions, 'plans'> = { plans: PLANS },
) {
  const time = frozenClock();
  const policy = signedPolicy();
  const events: PaywallEvent[] = [];
  const documents = localDocuments();
  const store: Store = { ...memoryStore({ clock: time.clock }), documents };
  const options = { clock: time.clock, store, policy, onEvent: (event: PaywallEvent) => events.push(event) };
  const paywall = createPaywall(testOptions({ ...LIMITS, ...plans, ...options, ...more }));
  policies.push(policy);

  /** Views of articles by one reader; their states, and the pass that they end with. */
  async function read(articles: readonly number[], before = '', account: Account | null = null) {
    let cookie = before;
    const states: string[] = [];
    for (const article of articles) {
      const view = {
        method: 'GET',
        target: '/',
        headers: { cookie },
        article: () => `${article}`,
        account: () => account,
      };
      const outcome = await paywall.decide(view);
      states.push(outcome.decision.state);
      cookie = outcome.end(200).cookie?.split(';')[0] ?? cookie;
    }
    return { states, cookie };
  }
  /** Has another process give readers something, by their ids in the store. */
  async function put(readers: Readonly<Record<string, Entry>>, log: readonly Logged[] = []): Promise<void> {
    const { site, keys } = testOptions();
    const document = { ...NOTHING, version: NOON / 1000 + 1, readers: new Map(Object.entries(readers)), log };
    const text = await createSigning(site, readKeys(keys, 'keys')).sign(document, NOON);
    if (!(await documents.replace('', null, text, HOLDS))) throw new Error('there is a document already');
  }

  return { time, policy, paywall, events, store, documents, read, put };
}
