import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type ServiceStoreOptions, serviceStore } from '../../src/store/service.js';
import type { Brought, Store } from '../../src/store/store.js';
import { visitOf } from './backends.js';

// What is asked of the service, and what is made of each answer; what the two do together, tests/service-store shows.

const TOKEN = 'a-token-that-is-long-enough';
const ADDED = { outcome: 'added', read: 0, members: null, provisional: [], endsIn: 1 };
const BROUGHT: Brought = { passes: ['a.b.c'], account: { id: 'ann', plan: 'registered' } };

const fetched = jest.fn<typeof fetch>();
const { fetch } = globalThis;
beforeEach(() => {
  globalThis.fetch = fetched;
  fetched.mockImplementation(async () => Response.json(ADDED));
});
afterEach(() => {
  globalThis.fetch = fetch;
  fetched.mockReset();
});

const storeAt = (url: string | URL = 'https://paywall.internal.example', more: Partial<ServiceStoreOptions> = {}) =>
  serviceStore(url, { token: TOKEN, ...more });

/** What was asked: where, and with which body. */
const asked = () => fetched.mock.calls.map(([url, init]) => [String(url), JSON.parse(String(init?.body))]);
const answer = (body: unknown, status = 200) =>
  fetched.mockImplementation(
    async () => new Response(status === 204 || status === 304 ? null : String(body), { status }),
  );

function textsOf({ documents }: Store) {
  if (!documents) throw new Error('the store has room for none');
  return documents;
}

describe('a question', () => {
  test('is posted to the service with its token, as JSON, and dropped after a while', async () => {
    const timeout = jest.spyOn(AbortSignal, 'timeout');
    await storeAt().visit(visitOf('k', 1, { brought: BROUGHT }));
    await storeAt('https://paywall.internal.example/some/path', { timeout: 7 }).visit(
      visitOf('k', 1, { brought: BROUGHT }),
    );
    expect(fetched.mock.calls.map(([url]) => String(url))).toEqual([
      'https://paywall.internal.example/visits',
      'https://paywall.internal.example/visits',
    ]);
    expect(fetched.mock.calls[0]?.[1]).toEqual({
      method: 'POST',
      headers: { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' },
      body: expect.any(String),
      signal: timeout.mock.results[0]?.value,
    });
    expect(timeout.mock.calls).toEqual([[2000], [7]]);
    timeout.mockRestore();
  });

  test('of a view tells what the reader brought, and no key', async () => {
    const takeBacks = [{ article: 7, view: 'a view' }];
    const store = storeAt();
    expect(await store.visit(visitOf('k', 5, { brought: BROUGHT, limit: 4, takeBacks }))).toEqual(ADDED);
    await store.visit(visitOf('k', 5, { brought: { passes: [], account: null } }));
    expect(asked()).toEqual([
      ['https://paywall.internal.example/visits', { ...BROUGHT, article: 5, limit: 4, takeBacks }],
      ['https://paywall.internal.example/visits', { passes: [], account: null, article: 5, limit: 10, takeBacks: [] }],
    ]);
  });

  test('tells of an account no more than its id and plan', async () => {
    const account = { id: 'ann', plan: null, email: 'ann@example.org' };
    await storeAt().visit(visitOf('k', 5, { brought: { passes: [], account } }));
    expect(asked()[0]?.[1]).toMatchObject({ account: { id: 'ann', plan: null } });
    expect(JSON.stringify(asked())).not.toContain('example.org');
  });

  test('of a set that is no reader’s is not asked', async () => {
    await expect(storeAt().visit(visitOf('k', 1))).rejects.toThrow('this store has no sets but those of readers');
    expect(fetched).not.toHaveBeenCalled();
  });

  test('is of readers alone', () => {
    expect(storeAt().readersOnly).toBe(true);
  });
});

describe('an answer', () => {
  test.each([
    [JSON.stringify({ detail: 'no such token' }), 'the service answered 401: no such token'],
    [JSON.stringify('no'), 'the service answered 401: '],
  ])('of an error fails, with what the service says: %s', async (body, message) => {
    answer(body, 401);
    await expect(storeAt().visit(visitOf('k', 1, { brought: BROUGHT }))).rejects.toThrow(
      expect.objectContaining({ message }),
    );
  });

  test.each(['7', 'null', '{"read":1}', '"outcome"'])('that is none fails: %s', async (body) => {
    answer(body);
    await expect(storeAt().visit(visitOf('k', 1, { brought: BROUGHT }))).rejects.toThrow(/^the service answered \S/);
  });
});

describe('what is to be taken back', () => {
  const takeBacks = [{ article: 7, view: 'a view' }];
  const FORGOTTEN = 'too many readers came since: it is not known any more whose view it was';

  test('is told with what the reader brought last', async () => {
    const store = storeAt();
    await store.visit(visitOf('k', 1, { brought: { passes: [], account: null } }));
    await store.visit(visitOf('k', 1, { brought: BROUGHT }));
    await store.takeBack('k', takeBacks);
    expect(asked()[2]?.[1]).toEqual({ ...BROUGHT, takeBacks });
  });

  test('of a reader who is not known fails', async () => {
    await expect(storeAt().takeBack('k', takeBacks)).rejects.toThrow(FORGOTTEN);
    expect(fetched).not.toHaveBeenCalled();
  });

  test('fails where the service does', async () => {
    const store = storeAt();
    await store.visit(visitOf('k', 1, { brought: BROUGHT }));
    answer('{"detail":"down"}', 503);
    await expect(store.takeBack('k', takeBacks)).rejects.toThrow('the service answered 503: down');
  });

  test('is known of the thousand readers seen last', async () => {
    const store = storeAt();
    const see = (key: string) => store.visit(visitOf(key, 1, { brought: BROUGHT }));
    for (let nth = 1; nth <= 1500; nth += 1) await see(`k${nth}`);
    await see('k1');
    for (let nth = 1501; nth <= 2001; nth += 1) await see(`k${nth}`);
    await expect(store.takeBack('k2', takeBacks)).rejects.toThrow(FORGOTTEN);
    for (const key of ['k1', 'k1003', 'k2001']) await store.takeBack(key, takeBacks);
  });
});

describe('a text', () => {
  test.each<[number, unknown]>([
    [304, 'unchanged'],
    [204, null],
    [200, { text: 'a text' }],
  ])('answered with %d is read as %j', async (status, read) => {
    answer('a text', status);
    expect(await textsOf(storeAt()).read('policy', 'a digest')).toEqual(read);
    expect(asked()).toEqual([['https://paywall.internal.example/documents', { name: 'policy', known: 'a digest' }]]);
  });

  test.each([201, 404, 500])('answered with %d is none', async (status) => {
    answer('a text', status);
    await expect(textsOf(storeAt()).read('policy', null)).rejects.toThrow(`the service answered ${status}`);
  });

  test('is read here alone', async () => {
    const documents = textsOf(storeAt());
    expect(documents.readOnly).toBe(true);
    expect(await documents.replace('policy', null, 'text', 1)).toBe(false);
    expect(fetched).not.toHaveBeenCalled();
  });
});

describe('refused are', () => {
  test.each(['paywall.internal', 'ftp://paywall.internal.example', ''])('what is no address: %j', (url) => {
    expect(() => storeAt(url)).toThrow(
      expect.objectContaining({
        code: 'ERR_PAYWALL_OPTION_RANGE',
        option: 'serviceStore.url',
        message: expect.stringMatching(
          /is no web address\. Give its address, as in https:\/\/paywall\.internal\.example/,
        ),
      }),
    );
  });

  test.each<[Partial<ServiceStoreOptions>, RegExp]>([
    [{ token: undefined }, /serviceStore\.token.*Give the TOKEN of the service/],
    [{ token: '' }, /serviceStore\.token/],
    [{ timeout: 0 }, /serviceStore\.timeout: 0 .*1 to 60000/],
    [{ timeout: 60_001 }, /serviceStore\.timeout: 60001/],
  ])('%j', (options, message) => {
    expect(() => storeAt(undefined, options)).toThrow(message);
  });

  test('not a URL as an object, nor a minute', () => {
    expect(() => storeAt(new URL('http://127.0.0.1:8080'), { timeout: 60_000 })).not.toThrow();
    expect(() => storeAt(undefined, { timeout: 1 })).not.toThrow();
  });
});
