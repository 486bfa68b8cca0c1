import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { localDocuments } from '../../src/policy/local-documents.js';
import type { Documents } from '../../src/store/store.js';
import { describeEveryStore, newKey, visitOf } from './backends.js';

const digestOf = (text: string) => createHash('sha1').update(text).digest('hex');
const MINUTE = 60_000;

describeEveryStore((backend) => {
  // A store of one process has none, and the policy then keeps its own.
  const documents = (): Documents => backend().store.documents ?? localDocuments();

  test('keeps a text, and tells whoever knows it that it is the same', async () => {
    const [home, name] = [documents(), newKey()];
    expect(await home.read(name, null)).toBe(null);
    expect(await home.read(name, digestOf('one'))).toBe(null);
    expect(await home.replace(name, null, 'one', MINUTE)).toBe(true);
    expect(await home.read(name, null)).toEqual({ text: 'one' });
    expect(await home.read(name, digestOf('one'))).toBe('unchanged');
    expect(await home.read(name, digestOf('two'))).toEqual({ text: 'one' });
  });

  test('replaces a text for whoever knows it, and for nobody else', async () => {
    const [home, name] = [documents(), newKey()];
    await home.replace(name, null, 'one', MINUTE);
    expect(await home.replace(name, null, 'two', MINUTE)).toBe(false);
    expect(await home.replace(name, digestOf('two'), 'two', MINUTE)).toBe(false);
    expect(await home.replace(name, digestOf('one'), 'ü\u0000'.repeat(1000), MINUTE)).toBe(true);
    expect(await home.read(name, digestOf('one'))).toEqual({ text: 'ü\u0000'.repeat(1000) });
    expect(await home.read(name, digestOf('ü\u0000'.repeat(1000)))).toBe('unchanged');
  });

  test('lets one of several replace it that come at once', async () => {
    const [home, name] = [documents(), newKey()];
    const done = await Promise.all(['a', 'b', 'c'].map((text) => home.replace(name, null, text, MINUTE)));
    expect(done.filter(Boolean)).toEqual([true]);
  });

  test('forgets a reader’s set, and what is beside it', async () => {
    const { store } = backend();
    const key = newKey();
    await store.visit(visitOf(key, 1));
    await store.takeBack(key, [{ article: 9, view: 'a view' }]);
    await store.forget?.(key);
    expect(await store.visit(visitOf(key, 1))).toMatchObject({ outcome: 'added', read: 0 });
    await store.forget?.(newKey());
  });
});

describe('texts of one process', () => {
  test('are no other’s', async () => {
    await localDocuments().replace('a', null, 'one', MINUTE);
    expect(await localDocuments().read('a', null)).toBe(null);
  });
});
