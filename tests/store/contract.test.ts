import { describe, expect, test } from '@jest/globals';
import { memoryStore } from '../../src/store/memory.js';
import type { Store, Visited } from '../../src/store/store.js';
import { storeContract } from '../../src/store-contract.js';
import { describeEveryStore } from './backends.js';

describeEveryStore((backend) => {
  for (const { name, check } of storeContract) test(name, () => check(backend().store));
});

describe('the contract', () => {
  /** A store that answers otherwise than it should. */
  function answering(change: (visited: Visited) => Visited): Store {
    const store = memoryStore();
    return { ...store, visit: async (visit) => change(await store.visit(visit)) };
  }

  function asked(change: (store: Store) => Partial<Store>): Store {
    const store = memoryStore();
    return { ...store, ...change(store) };
  }

  test.each<[string, () => Store]>([
    ['tells of no members', () => answering((visited) => ({ ...visited, members: null }))],
    ['tells the size after the view', () => answering((visited) => ({ ...visited, read: visited.read + 1 }))],
    ['forgets the ledger', () => asked(({ visit }) => ({ visit: (asked) => visit({ ...asked, ledger: [] }) }))],
    ['knows no limit', () => asked(({ visit }) => ({ visit: (asked) => visit({ ...asked, limit: 1000 }) }))],
    ['knows one reader', () => asked(({ visit }) => ({ visit: (asked) => visit({ ...asked, key: 'all' }) }))],
    ['takes nothing back', () => asked(() => ({ takeBack: async () => undefined }))],
    ['moves the end', () => asked(({ visit }) => ({ visit: (asked) => visit({ ...asked, rolling: false }) }))],
    [
      'keeps 16 bits of an id',
      () => asked(({ visit }) => ({ visit: (asked) => visit({ ...asked, article: asked.article & 0xffff }) })),
    ],
  ])('is not kept by a store that %s', async (_how, make) => {
    const checks = await Promise.allSettled(storeContract.map(({ check }) => check(make())));
    expect(checks.map(({ status }) => status)).toContain('rejected');
  });
});
