import { describe, expect, test } from '@jest/globals';
import { redisStore } from '../../src/store/redis.js';
import type { IoredisClient } from '../../src/store/redis-client.js';
import { visitOf } from './backends.js';

// What is sent, and what is made of each reply; that Redis does as it is told, the contract shows.

const MINUTE = 60_000;

/** A client that carries out every script in the same way, and what each was called with. */
function clientOf(reply: (...args: readonly unknown[]) => unknown, more: object = {}) {
  const calls: (readonly unknown[])[] = [];
  const client: IoredisClient = {
    ...more,
    defineCommand(name) {
      Reflect.set(client, name, async (...args: unknown[]) => {
        calls.push(args);
        return reply(...args);
      });
    },
  };
  return { client, calls };
}

const ADDED = [1, 0, 5000, 0];
const json = JSON.stringify;
const added = (visits = 1) => json(Array(visits).fill(ADDED));
const BEHIND_PROXY = { options: { enableReadyCheck: false } };

describe('a visit', () => {
  test('is sent with all that the script needs, in its order', async () => {
    const { client, calls } = clientOf(() => added());
    const store = redisStore(client);
    const takeBacks = [
      { article: 7, view: 'a' },
      { article: 8, view: 'b' },
    ];
    await store.visit(visitOf('k', 5, { ledger: [1, 2, 3], limit: 4, endsIn: 99.2, rolling: true, takeBacks }));
    const asked = ['5', 4, '100', takeBacks.map(({ article, view }) => [article, view]), ['1', '2', '3']];
    expect(calls).toEqual([[1, 'paywall:{k}', json([120, asked])]]);
  });

  test('of a set that no pass holds has no ledger, which is not one without articles', async () => {
    const { client, calls } = clientOf(() => added());
    const store = redisStore(client, { prefix: 'p:', longestView: 0 });
    await store.visit(visitOf('k', 5, { ledger: null, rolling: true }));
    await store.visit(visitOf('k', 5, { ledger: [], rolling: true }));
    expect(calls).toEqual([
      [1, 'p:{k}', json([0, ['5', 10, `${MINUTE}`, [], null]])],
      [1, 'p:{k}', json([0, ['5', 10, `${MINUTE}`, [], []]])],
    ]);
  });

  test('goes with the others of its turn, 64 at most', async () => {
    const { client, calls } = clientOf((count) => added(Number(count)));
    const store = redisStore(client);
    const visits = Array.from({ length: 66 }, (_, nth) => store.visit(visitOf(`k${nth}`, nth, { rolling: true })));
    await Promise.all(visits);
    expect(calls.map(([count]) => count)).toEqual([64, 2]);
    const asked = [64, 65].map((article) => [`${article}`, 10, `${MINUTE}`, [], []]);
    expect(calls[1]).toEqual([2, 'paywall:{k64}', 'paywall:{k65}', json([120, ...asked])]);
  });

  test('goes by itself behind a proxy, where a call may have one key', async () => {
    const { client, calls } = clientOf(() => added(), BEHIND_PROXY);
    const store = redisStore(client);
    await Promise.all([1, 2].map((article) => store.visit(visitOf(`k${article}`, article, { rolling: true }))));
    expect(calls).toEqual([
      ['paywall:{k1}', json([120, ['1', 10, `${MINUTE}`, [], []]])],
      ['paywall:{k2}', json([120, ['2', 10, `${MINUTE}`, [], []]])],
    ]);
  });

  test.each([
    [99.2, 100],
    [0.1, 1],
    [0, 1],
    [-5, 1],
    [7, 7],
  ])('of a rolling period with %d ms left keeps its set for %d', async (endsIn, kept) => {
    const { client, calls } = clientOf(() => added());
    await redisStore(client).visit(visitOf('k', 1, { endsIn, rolling: true }));
    expect(calls[0]?.[2]).toBe(json([120, ['1', 10, `${kept}`, [], []]]));
  });

  // FNV-1a of 32 bits, as its authors give it: of nothing 811c9dc5, of `a` e40c292c, of `foobar` bf9cf968.
  test.each([
    ['', 0x811c9dc5],
    ['a', 0xe40c292c],
    ['foobar', 0xbf9cf968],
  ])('of a calendar period keeps its set up to ten minutes longer: of key %j', async (key, hash) => {
    const { client, calls } = clientOf(() => added());
    await redisStore(client).visit(visitOf(key, 1, { endsIn: 1000 }));
    expect(calls[0]?.[2]).toBe(json([120, ['1', 10, `${1000 + (hash % 600_001)}`, [], []]]));
  });
});

describe('the reply to a visit', () => {
  const replied = (reply: unknown, more: Parameters<typeof visitOf>[2] = {}) =>
    redisStore(clientOf(() => json([reply])).client).visit(visitOf('k', 5, more));

  test.each([
    [0, 'known'],
    [1, 'added'],
    [2, 'full'],
  ] as const)('with %d is %s', async (code, outcome) => {
    expect(await replied([code, 3, 5000, 0])).toEqual({
      ...{ outcome, read: 3, members: null, provisional: [], endsIn: MINUTE },
    });
  });

  test('tells members, and of them the first so many are provisional', async () => {
    expect(await replied([1, 3, 5000, 2, 7, 8, 9, 5])).toMatchObject({ members: [7, 8, 9, 5], provisional: [7, 8] });
    expect(await replied([1, 3, 5000, 0, 7])).toMatchObject({ members: [7], provisional: [] });
  });

  test('has members as texts', async () => {
    expect(await replied([1, 3, 5000, 1, '-7', '8'], { rolling: true })).toEqual({
      ...{ outcome: 'added', read: 3, members: [-7, 8], provisional: [-7], endsIn: 5000 },
    });
  });

  test('tells when a rolling period ends, as the script knows it', async () => {
    expect(await replied(ADDED, { rolling: true, endsIn: 9 })).toMatchObject({ endsIn: 5000 });
    expect(await replied(ADDED, { endsIn: 9 })).toMatchObject({ endsIn: 9 });
  });

  test.each([
    ['is no list', 'OK', '"OK"'],
    ['is nothing', null, 'null'],
    ['is an outcome that there is none of', [3, 0, 1, 0], 'a list'],
    ['is no number', ['x', 0, 1, 0], 'a list'],
    ['is too short', [1, 0, 5000], 'a list'],
    ['is of no words', [], 'a list'],
  ])('that %s is refused', async (_which, reply, said) => {
    await expect(replied(reply)).rejects.toThrow('unexpected reply of Redis: ');
    await expect(replied(reply)).rejects.toThrow(said === 'a list' ? /Redis: / : `Redis: ${said}`);
  });

  test('that is an error fails, without what it quotes', async () => {
    const err = 'WRONGTYPE of this, with args beginning with: paywall:{k}';
    await expect(replied({ err })).rejects.toThrow(/^WRONGTYPE of this$/);
    await expect(replied({ err: 1 })).rejects.toThrow('unexpected reply of Redis: ');
  });
});

describe('a call', () => {
  test('that fails does so without the secrets of the client', async () => {
    const down = () => Promise.reject(new Error('NOAUTH sesame, with args beginning with: 1'));
    const store = redisStore(clientOf(down, { options: { password: 'sesame' } }).client);
    const words = /^NOAUTH …$/;
    await expect(store.visit(visitOf('k', 1))).rejects.toThrow(words);
    await expect(store.takeBack('k', [])).rejects.toThrow(words);
    await expect(store.forget?.('k')).rejects.toThrow(words);
    await expect(store.documents?.read('k', null)).rejects.toThrow(words);
    await expect(store.documents?.replace('k', null, 'text', 1)).rejects.toThrow(words);
  });

  test('takes back views of one reader, or forgets one, by the key alone', async () => {
    const { client, calls } = clientOf(() => null, BEHIND_PROXY);
    const store = redisStore(client);
    await store.takeBack('k', [
      { article: 7, view: 'a' },
      { article: 8, view: 'b' },
    ]);
    await store.forget?.('k');
    expect(calls).toEqual([['paywall:{k}', 7, 'a', 8, 'b'], ['paywall:{k}']]);
  });

  test.each([
    ['QUEUED', '"QUEUED"'],
    ['{}', '"{}"'],
    [null, 'null'],
    [[ADDED, ADDED], 'an array of 2'],
  ])('is answered for all visits of a turn, or each fails: %j', async (answer, said) => {
    const store = redisStore(clientOf(() => answer).client);
    const ends = await Promise.allSettled([1, 2].map((article) => store.visit(visitOf(`k${article}`, article))));
    const refused = { reason: { message: `unexpected reply of Redis: ${said}` } };
    expect(ends).toMatchObject([refused, refused]);
  });
});

test.each([
  [{ longestView: -1 }, /redisStore\.longestView: -1/],
  [{ longestView: 3601 }, /redisStore\.longestView: 3601/],
])('a view may stay open for nothing to an hour: %j is refused', (options, message) => {
  expect(() => redisStore(clientOf(() => null).client, options)).toThrow(message);
  expect(() => redisStore(clientOf(() => null).client, { longestView: 3600 })).not.toThrow();
});

describe('a text', () => {
  const documentsOf = (reply: unknown) => {
    const { client, calls } = clientOf(() => reply, BEHIND_PROXY);
    const { documents } = redisStore(client);
    if (!documents) throw new Error('the store has room for none');
    return { ...documents, calls };
  };

  test.each([
    [null, null],
    [undefined, null],
    [0, 'unchanged'],
    ['0', 'unchanged'],
    ['a text', { text: 'a text' }],
    ['', { text: '' }],
  ])('of which Redis says %j is read as %j', async (reply, read) => {
    expect(await documentsOf(reply).read('policy', null)).toEqual(read);
  });

  test.each([1, [], true])('is none where Redis says %j', async (reply) => {
    await expect(documentsOf(reply).read('policy', null)).rejects.toThrow('unexpected reply of Redis: ');
  });

  test('is asked for by its name and what is known of it', async () => {
    const { read, calls } = documentsOf(null);
    await read('policy', null);
    await read('policy', 'a digest');
    expect(calls).toEqual([
      ['paywall:{policy}', ''],
      ['paywall:{policy}', 'a digest'],
    ]);
  });

  test.each([
    [1, true],
    ['1', true],
    [0, false],
    [null, false],
  ])('is replaced where Redis says 1: %j', async (reply, replaced) => {
    const { replace, calls } = documentsOf(reply);
    expect(await replace('policy', null, 'new', 99.2)).toBe(replaced);
    expect(await replace('policy', 'a digest', 'new', 7)).toBe(replaced);
    expect(calls).toEqual([
      ['paywall:{policy}', '', 'new', 100],
      ['paywall:{policy}', 'a digest', 'new', 7],
    ]);
  });
});
