import { createHash } from 'node:crypto';
import { afterEach, describe, expect, test } from '@jest/globals';
import {
  createPaywall,
  memoryStore,
  type PaywallEvent,
  type PaywallOptions,
  type Store,
  serviceStore,
  signedPolicy,
} from '../src/index.js';
import { createService } from '../src/service.js';
import { type Served, serve } from './support/http.js';
import { http } from './support/service.js';
import { frozenClock, NOON, testOptions } from './support/site.js';

const TOKEN = 'a-token-that-is-long-enough';
const EDGE_KEY = { id: 'edge', secret: 'a secret of the edge, 32 bytes or more' };
const { articleSecret, plans } = {
  articleSecret: 'a secret of the articles, 32 bytes or more',
  plans: { registered: { promptAfter: 4, blockAfter: 6 } },
};

const served: Served[] = [];
afterEach(async () => {
  for (const server of served.splice(0)) await server.close();
});

/** The service beside the site's own store, and the keys of edges among its own. */
async function startService(store: Store, more: Pick<Partial<PaywallOptions>, 'keys' | 'policy'> = {}) {
  const { site, keys } = testOptions();
  const server = await serve(
    createService({
      ...{
        site,
        keys: [...keys, EDGE_KEY],
        articleSecret,
        plans,
        store,
        clock: () => NOON,
        token: TOKEN,
        onEvent: () => undefined,
      },
      ...more,
    }),
  );
  served.push(server);
  return { port: server.port, origin: `http://127.0.0.1:${server.port}` };
}

/** A paywall at an edge, which signs with a key of its own. */
function createEdge(origin: string, more: Partial<PaywallOptions> = {}, token = TOKEN) {
  const events: PaywallEvent[] = [];
  const paywall = createPaywall(
    testOptions({
      keys: [EDGE_KEY, ...testOptions().keys],
      ...{ articleSecret, plans, deadline: 5000, promptAfter: 1, blockAfter: 3 },
      store: serviceStore(origin, { token }),
      onEvent: (event) => void events.push(event),
      ...more,
    }),
  );
  return { paywall, events };
}

type Edge = ReturnType<typeof createEdge>;

function createReader(account?: string) {
  let cookie: string | undefined;
  return {
    get cookie() {
      return cookie;
    },
    async view({ paywall }: Edge, article: string, status: number | null = 200) {
      const { decision, end } = await paywall.decide({
        method: 'GET',
        target: '/',
        headers: { cookie },
        article: () => article,
        account: () => account !== undefined && { id: account, plan: 'registered' },
      });
      cookie = end(status).cookie?.split(';')[0] ?? cookie;
      return decision;
    },
  };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

/** Texts as a store has them that several processes share. */
function sharedDocuments(): NonNullable<Store['documents']> {
  let kept: string | null = null;
  const digest = (text: string) => createHash('sha1').update(text).digest('hex');
  return {
    read: async (_name, known) => (kept === null ? null : digest(kept) === known ? 'unchanged' : { text: kept }),
    async replace(_name, known, text) {
      if ((kept === null ? null : digest(kept)) !== known) return false;
      kept = text;
      return true;
    },
  };
}

describe('a newsroom’s policy, at an edge with its store at the service', () => {
  test.each([
    ['that processes share', { documents: sharedDocuments() }],
    ['of the service’s own process', {}],
  ])('is followed out of a store %s, and changed at the service alone', async (_whose, more) => {
    const store = { ...memoryStore({ clock: () => NOON }), ...more };
    const [atService, atEdge] = [signedPolicy(), signedPolicy()];
    const { origin } = await startService(store, { policy: atService });
    const edge = createEdge(origin, { policy: atEdge });
    const reader = createReader();
    try {
      for (const article of ['a', 'b', 'c']) await reader.view(edge, article);
      expect(await reader.view(edge, 'd')).toMatchObject({ state: 'blocked', limit: 3 });
      await atService.change({ blockAfter: 5 }, { by: 'Anna' });
      await atEdge.read();
      expect(await reader.view(edge, 'd')).toMatchObject({ state: 'register-prompt', limit: 5 });
      await atService.change({ openUntil: new Date(NOON + 3_600_000) }, { by: 'Anna' });
      await atEdge.read();
      expect(await reader.view(edge, 'e')).toMatchObject({ state: 'free', reason: 'open' });
      await expect(atEdge.change({ blockAfter: 1 }, { by: 'Eve' })).rejects.toMatchObject({
        code: 'ERR_PAYWALL_POLICY_STORE',
        message: expect.stringContaining('only be read here'),
      });
      expect(edge.events).toEqual([]);
    } finally {
      atEdge.close();
      atService.close();
    }
  });

  test.each([{}, { name: 'reader:1', known: null }, { name: `policy:${'a'.repeat(16)}`, known: 7 }])(
    'and nothing else of the store is given out: %j',
    async (body) => {
      const { port } = await startService({ ...memoryStore(), documents: sharedDocuments() });
      const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${TOKEN}` };
      expect(await http(port, 'POST', '/documents', headers, JSON.stringify(body))).toMatchObject({ status: 400 });
    },
  );
});

describe('a paywall at an edge, with its store at the service', () => {
  test.each([
    ['a reader', undefined, 3],
    ['an account', 'ann', 6],
  ] as const)('counts %s as one who reads through two of them, to the wall', async (_who, account, limit) => {
    const { origin } = await startService(memoryStore({ clock: () => NOON }));
    const edges = [createEdge(origin), createEdge(origin)] as const;
    const reader = createReader(account);
    for (let nth = 0; nth < limit; nth += 1)
      expect(await reader.view(edges[nth % 2 ? 1 : 0], `article-${nth}`)).toMatchObject({
        counted: true,
        read: nth,
        degraded: false,
      });
    for (const edge of edges)
      expect(await reader.view(edge, 'one more')).toMatchObject({ state: 'blocked', read: limit, degraded: false });
    expect(await reader.view(edges[1], 'article-0')).toMatchObject({ reason: 're-read' });
    expect(edges.flatMap(({ events }) => events)).toEqual([]);
  });

  test('keeps a second device of an account from reading more', async () => {
    const { origin } = await startService(memoryStore({ clock: () => NOON }));
    const edge = createEdge(origin);
    const [phone, laptop] = [createReader('ann'), createReader('ann')];
    for (let nth = 0; nth < 6; nth += 1) await (nth % 2 ? phone : laptop).view(edge, `article-${nth}`);
    expect(await phone.view(edge, 'one more')).toMatchObject({ state: 'blocked', read: 6 });
    expect(await phone.view(edge, 'article-0')).toMatchObject({ reason: 're-read', read: 5 });
  });

  test('takes a view back that came to nothing', async () => {
    const store = memoryStore({ clock: () => NOON });
    const taken: unknown[] = [];
    const { origin } = await startService({
      ...store,
      async takeBack(key, takeBacks) {
        taken.push(...takeBacks);
        await store.takeBack(key, takeBacks);
      },
    });
    const edge = createEdge(origin);
    const reader = createReader();
    await reader.view(edge, 'a');
    await reader.view(edge, 'b', 404);
    for (let turns = 0; turns < 1000 && taken.length === 0; turns += 1) await settled();
    expect(taken).toHaveLength(1);
    expect(await reader.view(edge, 'c')).toMatchObject({ read: 1, counted: true });
  });

  test('reads what a reader has read without counting', async () => {
    const { origin } = await startService(memoryStore({ clock: () => NOON }));
    const edge = createEdge(origin);
    const [phone, laptop] = [createReader('ann'), createReader('ann')];
    await phone.view(edge, 'a');
    await phone.view(edge, 'b');
    await laptop.view(edge, 'c');
    expect(await laptop.view(edge, 'b')).toMatchObject({ reason: 're-read', read: 2 });
  });

  test('decides by the ledger, and tells why, where the service has not its key, or it not the token', async () => {
    const strange = await startService(memoryStore(), { keys: testOptions().keys });
    const { origin } = await startService(memoryStore());
    for (const [edge, why] of [
      [createEdge(strange.origin), /answered 422: None of the passes counts here/],
      [createEdge(origin, {}, 'another-token-that-is-long'), /answered 401: Send the token/],
      [createEdge('http://127.0.0.1:1'), /fetch failed/],
    ] as const) {
      const reader = createReader();
      for (const article of ['a', 'b', 'c']) await reader.view(edge, article);
      expect(await reader.view(edge, 'd')).toMatchObject({ state: 'blocked', degraded: true, reason: 'store-down' });
      expect(edge.events[0]).toMatchObject({
        code: 'ERR_PAYWALL_STORE',
        error: { message: expect.stringMatching(why) },
      });
    }
  });

  test('has no cap on new readers, which is for the service', async () => {
    const { origin } = await startService(memoryStore());
    expect(() => createEdge(origin, { newReaders: { perDay: 5 } })).toThrow(/newReaders.*serviceStore/);
  });
});

describe('POST /visits', () => {
  const ask = (port: number, body: object, token = TOKEN) =>
    http(
      port,
      'POST',
      '/visits',
      { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
      JSON.stringify(body),
    );

  test.each([
    ['a key in place of passes', { key: '2026-11:abcdefghijklmnop', article: 1, limit: 10 }],
    ['no passes', { article: 1, limit: 10 }],
    ['a pass that is no text', { passes: [7], article: 1 }],
    ['more passes than any browser sends', { passes: Array(65).fill('x'), article: 1 }],
    ['an article beyond 32 bits', { passes: [], article: 2 ** 31 }],
    ['a limit beyond any', { passes: [], article: 1, limit: 1001 }],
    ['an account without an id', { passes: [], account: {}, article: 1 }],
    ['what to take back without a name', { passes: [], takeBacks: [{ article: 1 }] }],
  ])('refuses %s', async (_what, body) => {
    const { port } = await startService(memoryStore());
    expect(await ask(port, body)).toMatchObject({ status: 400 });
  });

  test('refuses passes of nobody, and a forged one', async () => {
    const { port } = await startService(memoryStore());
    expect(await ask(port, { passes: [], article: 1 })).toMatchObject({ status: 422 });
    expect(await ask(port, { passes: ['a.b.c'], article: 1 })).toMatchObject({ status: 422 });
  });

  test('says that the store failed, and nothing of why', async () => {
    const { port } = await startService({
      visit: () => Promise.reject(new Error('secret')),
      takeBack: async () => undefined,
    });
    const { status, text } = await ask(port, { passes: [], account: { id: 'ann' }, article: 1, limit: 5 });
    expect({ status, text }).toEqual({ status: 503, text: expect.not.stringContaining('secret') });
  });
});

test.each([
  ['no address', 'nowhere', { token: TOKEN }, /serviceStore\.url/],
  ['no token', 'https://paywall.example', { token: undefined }, /serviceStore\.token/],
  ['an unknown option', 'https://paywall.example', { token: TOKEN, tokn: 1 }, /serviceStore\.tokn/],
])('is not made with %s', (_what, url, options, message) => {
  expect(() => serviceStore(url, options)).toThrow(message);
});

test('a clock that moves on ends the period at the edge and at the service alike', async () => {
  const { clock, advance } = frozenClock();
  const { site, keys } = testOptions();
  const store = memoryStore({ clock });
  const service = createService({
    ...{ site, keys: [...keys, EDGE_KEY], articleSecret, plans, store, clock, token: TOKEN },
  });
  const server = await serve(service);
  served.push(server);
  const edge = createEdge(`http://127.0.0.1:${server.port}`, { clock });
  const reader = createReader();
  for (const article of ['a', 'b', 'c']) await reader.view(edge, article);
  expect(await reader.view(edge, 'd')).toMatchObject({ state: 'blocked' });
  advance(20 * 24 * 3_600_000);
  expect(await reader.view(edge, 'd')).toMatchObject({ state: 'free', read: 0 });
});
