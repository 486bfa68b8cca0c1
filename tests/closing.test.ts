import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createPaywall as createFetchPaywall } from '../src/fetch/index.js';
import {
  createPaywall,
  type Documents,
  type Figures,
  memoryFigures,
  memoryStore,
  type Store,
  signedPolicy,
} from '../src/index.js';
import { localDocuments } from '../src/policy/local-documents.js';
import { createService } from '../src/service/index.js';
import { testOptions } from './support/site.js';

interface Closing {
  close(): Promise<void>;
}

const makers: readonly [string, (options: ReturnType<typeof testOptions>) => Closing][] = [
  ['createPaywall', (options) => createPaywall(options)],
  [
    'createPaywall of metered-paywall/fetch',
    ({ account: _, onView: __, crawlers: ___, ...rest }) => createFetchPaywall(rest),
  ],
  ['createService', ({ account: _, onView: __, ...rest }) => createService(rest)],
];

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** All that waits for nothing but timers. */
async function passed<T>(done: Promise<T>): Promise<T> {
  await jest.advanceTimersByTimeAsync(5000);
  return done;
}

describe.each(makers)('what %s makes is closed', (_what, make) => {
  test('by one call, which sends the figures and asks for the policy no more', async () => {
    const order: string[] = [];
    const kept = localDocuments();
    let asked = 0;
    const documents: Documents = {
      ...kept,
      async read(...args) {
        asked += 1;
        return kept.read(...args);
      },
    };
    const store: Store = { ...memoryStore(), documents };
    const figures: Figures = memoryFigures();
    const counting: Figures = {
      ...figures,
      async close() {
        order.push('figures');
        await figures.close();
      },
    };
    const policy = signedPolicy();
    const { close } = make(testOptions({ store, policy, figures: counting }));
    await policy.read();
    const before = asked;
    await passed(close());
    expect(order).toEqual(['figures']);
    expect(asked).toBe(before);
  });

  test('without figures and policy as well', async () => {
    await expect(passed(make(testOptions()).close())).resolves.toBeUndefined();
  });
});
