import { describe, expect, jest, test } from '@jest/globals';
import { memoryStore } from '../../src/store/memory.js';
import { createReach } from '../../src/store/reach.js';
import type { Store, Visit } from '../../src/store/store.js';

/** Asks a store, and ends when it is told to. */
function asking(store: Store = memoryStore(), mayAsk = true) {
  const ends: ((answers: boolean) => void)[] = [];
  const answers = jest.fn((_visit: Visit) => new Promise<boolean>((resolve) => ends.push(resolve)));
  const reaches = createReach(store, () => mayAsk, answers);
  return { reaches, answers, end: (how: boolean) => ends.at(-1)?.(how) };
}

describe('whether a store answers', () => {
  test.each([true, false])('is asked for once at a time, and then anew (%s)', async (how) => {
    const { reaches, answers, end } = asking();
    const both = [reaches(), reaches()];
    end(how);
    expect(await Promise.all(both)).toEqual([how, how]);
    expect(answers).toHaveBeenCalledTimes(1);
    const again = reaches();
    end(!how);
    expect(await again).toBe(!how);
    expect(answers).toHaveBeenCalledTimes(2);
  });

  test('is asked for anew after a failure', async () => {
    const answers = jest.fn<() => Promise<boolean>>().mockRejectedValueOnce(new Error('down')).mockResolvedValue(true);
    const reaches = createReach(memoryStore(), () => false, answers);
    await expect(reaches()).rejects.toThrow('down');
    expect(await reaches()).toBe(true);
  });

  test('leaves nothing behind, and asks for nobody’s set', async () => {
    const store = memoryStore();
    const { reaches, answers } = asking(store);
    void reaches();
    const [[visit] = []] = answers.mock.calls;
    if (!visit) throw new Error('nothing was asked');
    expect(visit).toEqual({ key: 'readyz', article: 0, ledger: null, limit: 0, endsIn: 1000, rolling: false });
    const empty = { outcome: 'full', read: 0, members: null };
    expect([await store.visit(visit), await store.visit(visit)]).toMatchObject([empty, empty]);
  });

  test.each([true, false])('is what the breaker says, of a store that is told readers alone: %s', async (mayAsk) => {
    const { reaches, answers } = asking({ ...memoryStore(), readersOnly: true }, mayAsk);
    expect(await reaches()).toBe(mayAsk);
    expect(answers).not.toHaveBeenCalled();
  });
});
