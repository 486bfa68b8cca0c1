import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { PolicyError } from '../../src/index.js';
import { digestOf } from '../../src/policy/digest.js';
import { type Document, type Entry, NOTHING } from '../../src/policy/document.js';
import { documentOfJson, documentToJson } from '../../src/policy/document-json.js';
import { createKeeper, type Keeper } from '../../src/policy/keeper.js';
import { localDocuments } from '../../src/policy/local-documents.js';
import { type DocumentFault, HOLDS, type Signing } from '../../src/policy/signing.js';
import type { Documents } from '../../src/store/index.js';

const NOON = Date.UTC(2026, 10, 15, 12);
const SECONDS = NOON / 1000;
const DAY = 86_400_000;
const ENTRY: Entry = { generation: 0, granted: 1, ends: NOON + 60_000, opened: [] };

const OLDER = 'ERR_PAYWALL_POLICY: The policy in the store was refused: it is older than the one in force';
const OUT = 'ERR_PAYWALL_POLICY: The policy cannot be read from the store; the last one known stays in force';

/** Documents as text; a fault is its own name. */
const signing: Signing = {
  sign: async (document, now) => textOf(document, now),
  async open(text) {
    if (!text.startsWith('{')) return FAULTS.find((fault) => fault === text) ?? 'unreadable';
    const { policy, signedAt } = Object(JSON.parse(text));
    return { document: documentOfJson(policy), signedAt: Number(signedAt) };
  },
};
const FAULTS: readonly DocumentFault[] = [
  'unreadable',
  'other-version',
  'unknown-key',
  'bad-signature',
  'foreign',
  'expired',
];

function textOf(document: Document, now: number): string {
  return JSON.stringify({ policy: documentToJson(document), signedAt: Math.floor(now / 1000) * 1000 });
}

const of = (version: number, more: Partial<Document> = {}): Document => ({ ...NOTHING, version, ...more });
const turned = (blockAfter: number): Partial<Document> => ({ turned: { ...NOTHING.turned, blockAfter } });
const blockAfter = (limit: number) => (now: Document) => ({ ...now, ...turned(limit) });

const keepers: Keeper[] = [];
beforeEach(() => void jest.useFakeTimers({ now: NOON }));
afterEach(() => {
  for (const keeper of keepers.splice(0)) keeper.close();
  jest.useRealTimers();
});

/** A store of texts that counts what it is asked, and does otherwise where a test says so. */
function openDocuments() {
  const kept = localDocuments();
  const asked: string[] = [];
  const keeps: number[] = [];
  let text: string | null = null;
  const documents: Documents = {
    async read(name, known) {
      asked.push('read');
      const found = await kept.read(name, known);
      if (found !== 'unchanged') text = found?.text ?? null;
      return found;
    },
    async replace(name, known, next, keep) {
      asked.push('replace');
      keeps.push(keep);
      return kept.replace(name, known, next, keep);
    },
  };
  const textNow = async () => {
    const found = await kept.read('', '');
    return found === 'unchanged' ? text : (found?.text ?? null);
  };
  return {
    documents,
    asked,
    keeps,
    textNow,
    /** Whatever anybody may write. */
    async put(next: string) {
      const now = await kept.read('', '');
      await kept.replace('', now === null || now === 'unchanged' ? null : digestOf(now.text), next, 0);
    },
  };
}

async function openKeeper(documents: Documents) {
  const told: string[] = [];
  const adopted: (readonly [number, number])[] = [];
  const keeper = createKeeper({
    documents,
    name: 'policy',
    signing,
    clock: Date.now,
    report: (code, message) => told.push(`${code}: ${message}`),
    adopted: (document, before) => adopted.push([before.version, document.version]),
  });
  keepers.push(keeper);
  await jest.advanceTimersByTimeAsync(0);
  return { keeper, told, adopted };
}

describe('a keeper', () => {
  test('asks at once and every two seconds, and follows what another has written', async () => {
    const { documents, asked, textNow } = openDocuments();
    const one = await openKeeper(documents);
    expect(asked).toEqual(['read']);
    expect(one.keeper.document).toBe(NOTHING);
    expect(one.keeper.confirmedAt).toBe(NOON);
    const other = await openKeeper(documents);
    const written = await other.keeper.write(blockAfter(5));
    expect(written).toEqual(of(SECONDS, turned(5)));
    expect(other.keeper.document).toBe(written);
    expect(await textNow()).toBe(textOf(written, NOON));
    await jest.advanceTimersByTimeAsync(1999);
    expect(one.keeper.document).toBe(NOTHING);
    await jest.advanceTimersByTimeAsync(1);
    expect(one.keeper.document).toEqual(written);
    expect(one.keeper.confirmedAt).toBe(NOON + 2000);
    await jest.advanceTimersByTimeAsync(10_000);
    for (const { told, adopted } of [one, other]) {
      expect(told).toEqual([]);
      expect(adopted).toEqual([[0, SECONDS]]);
    }
    expect(asked.filter((what) => what === 'replace')).toHaveLength(1);
  });

  test('asks with a view where a platform has no timers, or ends them with the request that began them', async () => {
    const { documents, asked } = openDocuments();
    const writer = await openKeeper(documents);
    const interval = jest.spyOn(globalThis, 'setInterval');
    interval.mockImplementationOnce(() => {
      throw new Error('no timers outside of requests');
    });
    interval.mockImplementationOnce(() => setTimeout(() => undefined, 1e9));
    const without = (await openKeeper(documents)).keeper;
    const ended = (await openKeeper(documents)).keeper;
    interval.mockRestore();
    const written = await writer.keeper.write(blockAfter(5));
    writer.keeper.close();
    const works: Promise<unknown>[] = [];
    const view = (keeper: Keeper) => keeper.askIfDue((work) => works.push(work));
    await jest.advanceTimersByTimeAsync(1999);
    asked.length = 0;
    for (const keeper of [without, ended]) view(keeper);
    expect(asked).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    view(without);
    view(without);
    await jest.advanceTimersByTimeAsync(500);
    view(ended);
    await Promise.all(works);
    expect(works).toHaveLength(2);
    expect(asked).toEqual(['read', 'read']);
    expect([without.document, ended.document]).toEqual([written, written]);
  });

  test('asks with no view while its timer lives', async () => {
    const { documents, asked } = openDocuments();
    const { keeper } = await openKeeper(documents);
    for (let times = 0; times < 20; times += 1) {
      await jest.advanceTimersByTimeAsync(500);
      keeper.askIfDue();
    }
    expect(asked).toHaveLength(6);
  });

  test('is told that nothing has changed where nothing has', async () => {
    const { documents } = openDocuments();
    const found: unknown[] = [];
    const read: Documents['read'] = async (...args) => {
      const answer = await documents.read(...args);
      found.push(answer);
      return answer;
    };
    const { keeper } = await openKeeper({ ...documents, read });
    await keeper.write(blockAfter(5));
    await keeper.refresh();
    const other = await openKeeper({ ...documents, read });
    await other.keeper.refresh();
    expect(found).toEqual([null, null, 'unchanged', { text: expect.any(String) }, 'unchanged']);
  });

  test('asks no more once it is closed', async () => {
    const { documents, asked } = openDocuments();
    const { keeper } = await openKeeper(documents);
    keeper.close();
    expect(jest.getTimerCount()).toBe(0);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(asked).toEqual(['read']);
  });

  test('keeps no process running', async () => {
    const set = jest.spyOn(globalThis, 'setInterval');
    const early = jest.spyOn(globalThis, 'setTimeout');
    const read = () => Promise.reject(new Error('not connected'));
    const { keeper } = await openKeeper({ ...openDocuments().documents, read });
    keeper.close();
    const timers = [...set.mock.results, ...early.mock.results.slice(-1)];
    expect(timers.map(({ value }) => Object(value).hasRef())).toEqual([false, false]);
    jest.restoreAllMocks();
  });
});

test('a keeper works where timers are numbers', async () => {
  jest.spyOn(globalThis, 'setInterval').mockReturnValue(Object(1));
  jest.spyOn(globalThis, 'setTimeout').mockReturnValue(Object(2));
  const read = () => Promise.reject(new Error('not connected'));
  const { told } = await openKeeper({ ...openDocuments().documents, read });
  jest.restoreAllMocks();
  expect(told).toEqual([]);
});

describe('documents that can only be read', () => {
  test('are followed, and neither changed, renewed nor put right', async () => {
    const { documents, asked, put, textNow } = openDocuments();
    const { keeper: elsewhere } = await openKeeper(documents);
    const written = await elsewhere.write(blockAfter(5));
    elsewhere.close();
    const { keeper, told } = await openKeeper({ ...documents, readOnly: true });
    expect(keeper.document).toEqual(written);
    asked.splice(0);
    const edit = jest.fn(blockAfter(6));
    await expect(keeper.write(edit)).rejects.toMatchObject({
      name: 'PolicyError',
      code: 'ERR_PAYWALL_POLICY_STORE',
      message: 'The policy can only be read here: change it where its store is',
    });
    expect(edit).not.toHaveBeenCalled();
    expect(asked).toEqual([]);
    keeper.close();
    jest.setSystemTime(NOON + DAY + 1);
    await keeper.refresh();
    expect(await textNow()).toBe(textOf(written, NOON));
    await put('unreadable');
    await keeper.refresh();
    expect(await textNow()).toBe('unreadable');
    expect(asked).toEqual(['read', 'read']);
    expect(told).toHaveLength(1);
    expect(keeper.document).toEqual(written);
  });
});

describe('a change', () => {
  test('of several in one second has a version of its own', async () => {
    const { keeper, adopted } = await openKeeper(openDocuments().documents);
    await Promise.all([keeper.write(blockAfter(5)), keeper.write(blockAfter(6))]);
    expect(adopted).toEqual([
      [0, SECONDS],
      [SECONDS, SECONDS + 1],
    ]);
    expect((await keeper.write((now, version) => ({ ...now, version: version * 0 }))).version).toBe(SECONDS + 2);
    jest.setSystemTime(NOON + 60_999);
    expect((await keeper.write((now) => ({ ...now }))).version).toBe(SECONDS + 60);
  });

  test('is told its version', async () => {
    const { keeper } = await openKeeper(openDocuments().documents);
    const versions: number[] = [];
    const note = (now: Document, version: number) => {
      versions.push(version);
      return { ...now };
    };
    await keeper.write(note);
    await keeper.write(note);
    expect(versions).toEqual([SECONDS, SECONDS + 1]);
  });

  test('of nothing is not written', async () => {
    const { documents, asked } = openDocuments();
    const { keeper } = await openKeeper(documents);
    expect(await keeper.write((now) => now)).toEqual(NOTHING);
    expect(asked).not.toContain('replace');
  });

  test('forgets what has ended, and holds for a week', async () => {
    const { documents, keeps } = openDocuments();
    const { keeper } = await openKeeper(documents);
    await keeper.write((now) => ({ ...now, readers: new Map([['r', ENTRY]]) }));
    expect(keeper.document.readers.size).toBe(1);
    jest.setSystemTime(ENTRY.ends);
    const seen: number[] = [];
    await keeper.write((now) => {
      seen.push(now.readers.size);
      return { ...now, readers: new Map([['s', ENTRY]]) };
    });
    expect(seen).toEqual([0]);
    expect(keeper.document.readers.size).toBe(0);
    expect(new Set(keeps)).toEqual(new Set([HOLDS]));
  });

  test('is made anew where another came in between', async () => {
    const { documents } = openDocuments();
    const [one, other] = [await openKeeper(documents), await openKeeper(documents)];
    await other.keeper.write((now) => ({ ...now, ...turned(6) }));
    const seen: (number | null)[] = [];
    let meanwhile = 0;
    const slow: Documents = {
      ...documents,
      async replace(...args) {
        if (meanwhile++ < 2) await other.keeper.write(blockAfter(10 + meanwhile));
        return documents.replace(...args);
      },
    };
    const { keeper } = await openKeeper(slow);
    await keeper.write((now) => {
      seen.push(now.turned.blockAfter);
      return { ...now, turned: { ...now.turned, promptAfter: 1 } };
    });
    expect(seen).toEqual([6, 11, 12]);
    await one.keeper.refresh();
    expect(one.keeper.document.turned).toMatchObject({ promptAfter: 1, blockAfter: 12 });
  });

  test('is given up after ten attempts', async () => {
    const { keeper } = await openKeeper({ ...openDocuments().documents, replace: async () => false });
    const edit = jest.fn(blockAfter(5));
    const error = await keeper.write(edit).catch((thrown) => thrown);
    expect(edit).toHaveBeenCalledTimes(10);
    const message = 'Others are changing the policy at this moment: try again';
    expect(error).toMatchObject({ code: 'ERR_PAYWALL_POLICY_CHANGED', message });
    expect(error).not.toHaveProperty('cause');
  });

  test('that cannot be is told to whoever asked, and changes nothing', async () => {
    const { documents, asked } = openDocuments();
    const { keeper, told } = await openKeeper(documents);
    const fault = new Error('no such plan');
    await expect(
      keeper.write(() => {
        throw fault;
      }),
    ).rejects.toBe(fault);
    expect(asked).not.toContain('replace');
    expect((await keeper.write(blockAfter(5))).turned.blockAfter).toBe(5);
    expect(told).toEqual([]);
  });

  test.each([
    ['read', 'The store of the policy does not answer: try again'],
    ['replace', 'The store of the policy does not answer: look whether the change was made before you repeat it'],
  ])('while the store does not %s says so', async (method, message) => {
    const down = new Error('down');
    const { documents } = openDocuments();
    const { keeper } = await openKeeper(documents);
    jest.spyOn(documents, method === 'read' ? 'read' : 'replace').mockRejectedValue(down);
    const thrown = await keeper.write(blockAfter(5)).catch((error) => error);
    expect(thrown).toBeInstanceOf(PolicyError);
    expect(thrown).toMatchObject({ name: 'PolicyError', code: 'ERR_PAYWALL_POLICY_STORE', message, cause: down });
    expect(keeper.document).toBe(NOTHING);
  });
});

describe('what is found in the store', () => {
  const SAID: Readonly<Record<DocumentFault, string>> = {
    unreadable: 'it is no policy',
    'other-version': 'it is of another version of the package',
    'unknown-key': 'it is signed by a key that is not known here',
    'bad-signature': 'its signature is wrong',
    foreign: 'it is of another site, or no policy',
    expired: 'it has expired',
  };

  test.each<[DocumentFault, boolean]>([
    ['unreadable', true],
    ['other-version', false],
    ['unknown-key', false],
    ['bad-signature', true],
    ['foreign', true],
    ['expired', true],
  ])('and is %s is told of, changes nothing, and is put right: %s', async (fault, right) => {
    const { documents, put, textNow } = openDocuments();
    const { keeper, told } = await openKeeper(documents);
    const written = await keeper.write(blockAfter(5));
    await put(fault);
    await keeper.refresh();
    const refusal = `ERR_PAYWALL_POLICY: The policy in the store was refused: ${SAID[fault]}`;
    expect(told).toEqual([refusal]);
    expect(keeper.document.turned.blockAfter).toBe(5);
    expect(await textNow()).toBe(right ? textOf(written, NOON) : fault);
    // What stays there is told of once: no key becomes known while a process runs.
    await keeper.refresh();
    expect(told).toEqual([refusal]);
    // Whoever knows nothing better leaves it.
    await put(fault);
    const { keeper: fresh, told: toldFresh, adopted } = await openKeeper(documents);
    await fresh.refresh();
    expect(toldFresh).toEqual([refusal]);
    expect(fresh.document).toBe(NOTHING);
    expect(await textNow()).toBe(fault);
    expect(adopted).toEqual([]);
    if (fault === 'other-version') {
      // What a newer process wrote is for that to change.
      await expect(fresh.write(blockAfter(6))).rejects.toMatchObject({ code: 'ERR_PAYWALL_POLICY_CHANGED' });
      expect(await textNow()).toBe(fault);
      return;
    }
    // A change puts another in its place.
    expect((await fresh.write(blockAfter(6))).turned.blockAfter).toBe(6);
    expect(await textNow()).toContain('"blockAfter":6');
  });

  test('is told of once, and put right once it can be', async () => {
    const { documents, put, textNow } = openDocuments();
    const { keeper, told } = await openKeeper(documents);
    const text = textOf(await keeper.write(blockAfter(5)), NOON);
    for (const wrong of ['unreadable', textOf(of(SECONDS - 1), NOON)]) {
      await put(wrong);
      const replace = jest.spyOn(documents, 'replace').mockRejectedValue(new Error('down'));
      await expect(keeper.refresh()).rejects.toThrow(PolicyError);
      replace.mockRestore();
      expect(await textNow()).toBe(wrong);
      await keeper.refresh();
      expect(await textNow()).toBe(text);
    }
    expect(told.length).toBe(2);
  });

  test('and is signed by a key that is not known here, is put right after a minute', async () => {
    const { documents, put, textNow } = openDocuments();
    const { keeper, told } = await openKeeper(documents);
    await keeper.write(blockAfter(5));
    await put('unknown-key');
    await keeper.refresh();
    jest.setSystemTime(NOON + 59_999);
    await keeper.refresh();
    expect(await textNow()).toBe('unknown-key');
    jest.setSystemTime(NOON + 60_000);
    await keeper.refresh();
    expect(await textNow()).toContain('"blockAfter":5');
    expect(told.length).toBe(1);
  });

  test('and is of another version, outlives the day after which ours would be renewed', async () => {
    const { documents, put, textNow } = openDocuments();
    const { keeper } = await openKeeper(documents);
    await keeper.write(blockAfter(5));
    await put('other-version');
    await keeper.refresh();
    jest.setSystemTime(NOON + DAY + 1000);
    await keeper.refresh();
    expect(await textNow()).toBe('other-version');
  });

  test('which is nothing any more, is put back', async () => {
    const { documents, textNow } = openDocuments();
    const { keeper, told } = await openKeeper(documents);
    const text = textOf(await keeper.write(blockAfter(5)), NOON);
    const gone = openDocuments();
    jest.spyOn(documents, 'read').mockImplementation(gone.documents.read);
    jest.spyOn(documents, 'replace').mockImplementation(gone.documents.replace);
    await keeper.refresh();
    expect(await gone.textNow()).toBe(text);
    expect(await textNow()).toBe(text);
    expect(told).toEqual([]);
  });

  test.each<[string, Document, number, boolean]>([
    ['of a version before', of(SECONDS - 1), 60_000, false],
    ['of the same, signed before', of(SECONDS), -1000, false],
    ['of the same, signed then', of(SECONDS, turned(6)), 0, true],
    ['of the same, signed since', of(SECONDS, turned(6)), 1000, true],
    ['of a version since', of(SECONDS + 1, turned(6)), -60_000, true],
  ])('%s', async (_what, document, since, taken) => {
    const { documents, put, textNow } = openDocuments();
    const { keeper, told, adopted } = await openKeeper(documents);
    const written = await keeper.write(blockAfter(5));
    await put(textOf(document, NOON + since));
    await keeper.refresh();
    expect(told).toEqual(taken ? [] : [OLDER]);
    expect(keeper.document).toEqual(taken ? document : written);
    expect(await textNow()).toBe(taken ? textOf(document, NOON + since) : textOf(written, NOON));
    expect(adopted.slice(1)).toEqual(document.version > SECONDS ? [[SECONDS, SECONDS + 1]] : []);
  });

  test('is signed anew after a day', async () => {
    const { documents, asked, textNow } = openDocuments();
    const { keeper } = await openKeeper(documents);
    const written = await keeper.write(blockAfter(5));
    keeper.close();
    jest.setSystemTime(NOON + DAY);
    await keeper.refresh();
    expect(await textNow()).toBe(textOf(written, NOON));
    jest.setSystemTime(NOON + DAY + 1);
    await keeper.refresh();
    expect(await textNow()).toBe(textOf(written, NOON + DAY));
    const before = asked.length;
    await keeper.refresh();
    expect(asked.slice(before)).toEqual(['read']);
  });

  test('is signed anew once something in it has ended', async () => {
    const { documents, textNow } = openDocuments();
    const { keeper, adopted } = await openKeeper(documents);
    await keeper.write((now) => ({ ...now, readers: new Map([['r', ENTRY]]) }));
    await jest.advanceTimersByTimeAsync(ENTRY.ends - NOON);
    expect(await textNow()).toBe(textOf(of(SECONDS), ENTRY.ends));
    expect(keeper.document.readers.size).toBe(0);
    expect(adopted).toHaveLength(1);
  });
});

describe('a store that is out of reach', () => {
  const down = () => Promise.reject(new Error('down'));

  test('at first is asked again every tenth of a second, and told of after two', async () => {
    const { documents } = openDocuments();
    const read = jest.fn<Documents['read']>(down);
    const { keeper, told } = await openKeeper({ ...documents, read });
    await jest.advanceTimersByTimeAsync(99);
    expect(read).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(read).toHaveBeenCalledTimes(2);
    await jest.advanceTimersByTimeAsync(1850);
    expect(read).toHaveBeenCalledTimes(20);
    expect(told).toEqual([]);
    await jest.advanceTimersByTimeAsync(50);
    // By the question that comes every two seconds too.
    expect(told).toEqual([OUT, OUT]);
    await jest.advanceTimersByTimeAsync(2000);
    expect(told).toEqual([OUT, OUT, OUT]);
    expect(keeper.confirmedAt).toBeNull();
    read.mockImplementation(documents.read);
    await jest.advanceTimersByTimeAsync(2000);
    expect(keeper.confirmedAt).toBe(Date.now());
  });

  test('at first, and then answers, is told of nothing, and followed', async () => {
    const { documents } = openDocuments();
    await (await openKeeper(documents)).keeper.write(blockAfter(5));
    const read = jest.fn<Documents['read']>(documents.read).mockRejectedValueOnce(new Error('not connected'));
    const { keeper, told } = await openKeeper({ ...documents, read });
    expect(keeper.document).toBe(NOTHING);
    await jest.advanceTimersByTimeAsync(100);
    expect(keeper.document.turned.blockAfter).toBe(5);
    expect(told).toEqual([]);
  });

  test('later is told of at once, and what is known stays', async () => {
    const { documents } = openDocuments();
    const { keeper, told } = await openKeeper(documents);
    await keeper.write(blockAfter(5));
    jest.spyOn(documents, 'read').mockImplementation(down);
    await jest.advanceTimersByTimeAsync(2000);
    expect(told).toEqual([OUT]);
    expect(keeper.document.turned.blockAfter).toBe(5);
    expect(keeper.confirmedAt).toBe(NOON);
    await expect(keeper.refresh()).rejects.toThrow(PolicyError);
    expect(told).toEqual([OUT]);
  });

  test('and closed by then is asked no more', async () => {
    const read = jest.fn<Documents['read']>(down);
    const { keeper } = await openKeeper({ ...openDocuments().documents, read });
    keeper.close();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(read).toHaveBeenCalledTimes(1);
  });

  test('without a word is given two seconds, and three calls in half a minute', async () => {
    const read = jest.fn<Documents['read']>(() => new Promise(() => undefined));
    const { keeper, told } = await openKeeper({ ...openDocuments().documents, read });
    const first = keeper.refresh().catch((error) => error);
    await jest.advanceTimersByTimeAsync(1999);
    expect(read).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(2001);
    expect((await first).cause).toMatchObject({ message: 'no answer within 2000 ms' });
    await jest.advanceTimersByTimeAsync(20_000);
    expect(read).toHaveBeenCalledTimes(3);
    expect((await keeper.refresh().catch((error) => error)).cause.message).toBe('3 calls have no answer yet');
    await jest.advanceTimersByTimeAsync(40_000);
    expect(read.mock.calls.length).toBeGreaterThan(3);
    expect(new Set(told)).toEqual(new Set([OUT]));
  });

  test('that answers after all is owed nothing', async () => {
    const { documents } = openDocuments();
    const read = jest.fn<Documents['read']>(
      (...args) => new Promise((resolve) => setTimeout(() => resolve(documents.read(...args)), 3000)),
    );
    const { keeper } = await openKeeper({ ...documents, read });
    await jest.advanceTimersByTimeAsync(60_000);
    expect(read.mock.calls.length).toBeGreaterThan(10);
    expect(keeper.confirmedAt).toBeNull();
  });
});

test('one question waits for the end of another, and none is asked by itself meanwhile', async () => {
  const { documents } = openDocuments();
  const waiting: (() => void)[] = [];
  const read = jest.fn<Documents['read']>(async (...args) => {
    await new Promise<void>((resolve) => waiting.push(resolve));
    return documents.read(...args);
  });
  const { keeper } = await openKeeper({ ...documents, read });
  const written = [keeper.write(blockAfter(5)), keeper.write(blockAfter(6))];
  await jest.advanceTimersByTimeAsync(1000);
  expect(read).toHaveBeenCalledTimes(1);
  for (let asked = 1; asked <= 3; asked += 1) {
    waiting.shift()?.();
    await jest.advanceTimersByTimeAsync(0);
    expect(read).toHaveBeenCalledTimes(Math.min(asked + 1, 3));
  }
  await Promise.all(written);
  expect(keeper.document.turned.blockAfter).toBe(6);
  void keeper.refresh();
  await jest.advanceTimersByTimeAsync(1000);
  expect(read).toHaveBeenCalledTimes(4);
  waiting.shift()?.();
  await jest.advanceTimersByTimeAsync(2000);
  expect(read).toHaveBeenCalledTimes(5);
});
