import { isRecord, show } from '../options/index.js';
import { createRecent } from './recent.js';
import { serviceEndpoint } from './service-endpoint.js';
import type { Brought, Store, TakeBack, Visit, Visited } from './store.js';

/** How the service is asked. */
export interface ServiceStoreOptions {
  /** The bearer token that the service wants. */
  readonly token: string | undefined;
  /** Milliseconds after which a question is dropped, so that none piles up; a view waits no longer than its deadline. Default: 2,000. */
  readonly timeout?: number;
}

/** Readers of whom it is remembered what they brought, of half of them in any case, for what has to be taken back of them. */
const MOST_REMEMBERED = 2000;

/**
 * The store at the other end of the service (`POST /visits`), for a paywall at an edge that cannot reach Redis. It is told passes,
 * and never the keys of sets: the service verifies them, with the key of the edge among its own, and works out whose set is meant.
 * So both are to be given the same `site`, `articleSecret`, `period`, `timeZone` and `plans`; and `newReaders` is for the service alone.
 * A newsroom's policy in the service's own store is followed by `signedPolicy()` here too; it is changed there.
 *
 * @param url Where the service is, as in `https://paywall.internal.example`.
 * @throws {OptionError} when the URL or an option is wrong.
 */
export function serviceStore(url: string | URL, options: ServiceStoreOptions): Store {
  const post = serviceEndpoint('/visits', url, options, 'serviceStore');
  const postDocument = serviceEndpoint('/documents', url, options, 'serviceStore');
  const remembered = createRecent<Brought>(MOST_REMEMBERED);

  async function ask({ passes, account }: Brought, question: object): Promise<unknown> {
    const response = await post({ passes, account: account && { id: account.id, plan: account.plan }, ...question });
    const answer: unknown = await response.json();
    if (response.ok) return answer;
    throw new Error(`the service answered ${response.status}: ${isRecord(answer) ? answer.detail : ''}`);
  }

  return {
    readersOnly: true,

    async visit({ key, brought, article, limit, takeBacks = [] }: Visit) {
      if (!brought) throw new Error('this store has no sets but those of readers');
      remembered.set(key, brought);
      return visited(await ask(brought, { article, limit, takeBacks }));
    },

    async takeBack(key: string, takeBacks: readonly TakeBack[]) {
      const brought = remembered.get(key);
      if (!brought) throw new Error('too many readers came since: it is not known any more whose view it was');
      await ask(brought, { takeBacks });
    },

    documents: {
      readOnly: true,
      replace: async () => false,
      async read(name, known) {
        const response = await postDocument({ name, known });
        if (response.status === 304) return 'unchanged';
        if (response.status === 204) return null;
        if (response.status === 200) return { text: await response.text() };
        throw new Error(`the service answered ${response.status}`);
      },
    },
  };
}

/** What the service found, which the guard checks as it does that of any store. */
function visited(answer: unknown): Visited {
  if (isVisited(answer)) return answer;
  throw new Error(`the service answered ${show(answer)}`);
}

function isVisited(answer: unknown): answer is Visited {
  return isRecord(answer) && 'outcome' in answer;
}
