import { describe, expect, test } from '@jest/globals';
import { memoryStore } from '../../src/store/memory.js';
import { newKey, visitOf } from './backends.js';

const NOON = Date.UTC(2026, 10, 15, 12);

describe('memoryStore', () => {
  test('forgets a reader when the period ends, not before', async () => {
    let now = NOON;
    const store = memoryStore({ clock: () => now });
    const key = newKey();
    await store.visit(visitOf(key, 1, { endsIn: 1000 }));
    now += 999;
    expect(await store.visit(visitOf(key, 2, { endsIn: 1 }))).toMatchObject({ outcome: 'added', read: 1 });
    now += 1;
    expect(await store.visit(visitOf(key, 1))).toMatchObject({ outcome: 'added', read: 0 });
  });

  test('keeps the end of a rolling period’s set, and gives a new set the end given', async () => {
    let now = NOON;
    const store = memoryStore({ clock: () => now });
    const key = newKey();
    const endsIn = async (given: number) =>
      (await store.visit(visitOf(key, 1, { endsIn: given, rolling: true }))).endsIn;
    expect(await endsIn(1000)).toBe(1000);
    now += 100;
    expect(await endsIn(1000)).toBe(900);
    expect(await endsIn(500)).toBe(900);
    now += 899;
    expect(await endsIn(700)).toBe(1);
    now += 1;
    expect(await endsIn(700)).toBe(700);
  });

  test('moves the end of a calendar period not at all', async () => {
    let now = NOON;
    const store = memoryStore({ clock: () => now });
    const key = newKey();
    await store.visit(visitOf(key, 1, { endsIn: 1000 }));
    await store.visit(visitOf(key, 1, { endsIn: 10 }));
    now += 999;
    expect(await store.visit(visitOf(key, 1))).toMatchObject({ outcome: 'known' });
  });

  test('keeps as many readers as it may, those seen last', async () => {
    const store = memoryStore({ maxReaders: 2 });
    const read = async (key: string) => (await store.visit(visitOf(key, 1))).outcome;
    await read('one');
    await read('two');
    expect(await read('one')).toBe('known');
    await read('three');
    expect(await read('one')).toBe('known');
    expect(await read('two')).toBe('added');
  });

  test('keeps at most as many readers as it may, and never fewer than the half seen last', async () => {
    const store = memoryStore({ maxReaders: 10 });
    for (let reader = 0; reader < 100; reader += 1) await store.visit(visitOf(`reader ${reader}`, 1));
    const kept: number[] = [];
    for (let reader = 0; reader < 100; reader += 1) {
      const { read } = await store.visit(visitOf(`reader ${reader}`, 2, { limit: 0 }));
      if (read > 0) kept.push(reader);
    }
    expect(kept.length).toBeLessThanOrEqual(10);
    expect(kept).toEqual(expect.arrayContaining([95, 96, 97, 98, 99]));
  });

  test('gives the places of readers whose period is over to others, every ten minutes', async () => {
    let now = NOON;
    const store = memoryStore({ maxReaders: 2, clock: () => now });
    await store.visit(visitOf('long', 1, { endsIn: 3_600_000 }));
    await store.visit(visitOf('short', 1, { endsIn: 600_000 }));
    now += 600_000;
    await store.visit(visitOf('new', 1));
    expect(await store.visit(visitOf('long', 1))).toMatchObject({ outcome: 'known' });
    expect(await store.visit(visitOf('new', 1))).toMatchObject({ outcome: 'known' });
  });

  test('gives no place to readers with nothing to keep', async () => {
    const store = memoryStore({ maxReaders: 2 });
    await store.visit(visitOf('one', 1));
    await store.visit(visitOf('two', 1, { limit: 0 }));
    await store.visit(visitOf('three', 1, { limit: 0 }));
    expect(await store.visit(visitOf('one', 1))).toMatchObject({ outcome: 'known' });
  });

  test('lets nobody change what it keeps', async () => {
    const store = memoryStore();
    const key = newKey();
    const ledger = [1];
    await store.visit(visitOf(key, 2, { ledger }));
    ledger.push(3);
    const { members } = await store.visit(visitOf(key, 2));
    expect(members).toEqual([1, 2]);
    await store.visit(visitOf(key, 4));
    expect(members).toEqual([1, 2]);
  });

  test.each<[string, readonly number[], 'known' | 'added']>([
    ['a moment short of an hour after it was taken back', [3_600_000 - 1], 'known'],
    ['an hour after it was taken back', [3_600_000], 'added'],
    ['an hour after it was last told of', [3_599_999, 3_600_000], 'added'],
  ])('a view told of again %s: its article is %s', async (_when, waits, outcome) => {
    let now = NOON;
    const store = memoryStore({ clock: () => now });
    const key = newKey();
    const visit = () => store.visit(visitOf(key, 1, { ledger: [], endsIn: 86_400_000 }));
    await visit();
    await store.takeBack(key, [{ article: 1, view: 'v' }]);
    await visit();
    for (const wait of waits) {
      now += wait;
      await store.takeBack(key, [{ article: 1, view: 'v' }]);
    }
    expect(await visit()).toMatchObject({ outcome });
  });

  test('visits that nothing is to be remembered of do not keep what was taken back in mind', async () => {
    let now = NOON;
    const store = memoryStore({ clock: () => now });
    const key = newKey();
    const visit = (ledger: readonly number[]) => store.visit(visitOf(key, 1, { ledger, endsIn: 86_400_000 }));
    await visit([]);
    await store.takeBack(key, [{ article: 1, view: 'v' }]);
    await visit([]);
    now += 1_800_000;
    await visit([1]);
    now += 1_800_000;
    await store.takeBack(key, [{ article: 1, view: 'v' }]);
    expect(await visit([])).toMatchObject({ outcome: 'added' });
  });

  test('a view taken back of a reader it does not have is in mind for an hour, whoever is forgotten meanwhile', async () => {
    let now = NOON;
    const store = memoryStore({ clock: () => now });
    const key = newKey();
    await store.takeBack(key, [{ article: 1, view: 'v' }]);
    now += 600_000;
    await store.visit(visitOf(key, 1));
    await store.takeBack(key, [{ article: 1, view: 'v' }]);
    expect(await store.visit(visitOf(key, 1))).toMatchObject({ outcome: 'known' });
  });

  test('is of this process alone, and forgets whom it is told to', async () => {
    const store = memoryStore();
    expect(store.local).toBe(true);
    const [key, other] = [newKey(), newKey()];
    for (const each of [key, other]) await store.visit(visitOf(each, 1));
    await store.forget?.(key);
    expect(await store.visit(visitOf(key, 1))).toMatchObject({ outcome: 'added', read: 0 });
    expect(await store.visit(visitOf(other, 1))).toMatchObject({ outcome: 'known' });
  });
});
