import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, expect, jest, test } from '@jest/globals';
import { createPaywall, memoryStore, type Store } from '../src/index.js';
import { testOptions } from './support/site.js';

afterEach(() => {
  jest.useRealTimers();
});

function recordingStore() {
  const store = memoryStore();
  const asked: number[] = [];
  const recording: Store = {
    ...store,
    visit(visit) {
      asked.push(visit.article);
      return store.visit(visit);
    },
  };
  return { store: recording, asked };
}

const plans = { limited: { promptAfter: 3, blockAfter: 10 } };

const viewOf = (article: string) => ({
  method: 'GET',
  target: '/',
  article: () => article,
  account: () => ({ id: 'ann', plan: 'limited' }),
  headers: {},
});

test('views of one turn of the event loop are decided together, when it ends', async () => {
  const { store, asked } = recordingStore();
  const { decide } = createPaywall(testOptions({ store, plans }));
  const one = decide(viewOf('one'));
  await Promise.resolve();
  const two = decide(viewOf('two'));
  // Until both wait for the end of this turn, as they do before this test does.
  await new Promise<void>((resolve) => process.nextTick(resolve));
  expect(asked).toHaveLength(0);
  await turn();
  expect(asked).toHaveLength(2);
  await Promise.all([one, two]);
});

test('a view is decided though the timers around it are faked, and so is the next', async () => {
  const { decide } = createPaywall(testOptions({ plans }));
  jest.useFakeTimers();
  const one = decide(viewOf('one'));
  jest.useRealTimers();
  expect((await one).decision.read).toBe(0);
  expect((await decide(viewOf('two'))).decision.read).toBe(1);
});
