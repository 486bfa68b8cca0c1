import { afterEach, describe, expect, test } from '@jest/globals';
import { createPaywall, memoryStore } from '../src/index.js';
import { createService, type ServiceOptions } from '../src/service.js';
import { type Served, serve } from './support/http.js';
import { KEY_OF } from './support/keys.js';
import { http } from './support/service.js';
import { NOON, testOptions } from './support/site.js';

const served: Served[] = [];
afterEach(async () => {
  for (const server of served.splice(0)) await server.close();
});

async function startService(more: Partial<ServiceOptions> = {}): Promise<number> {
  const { site, keys } = testOptions();
  const server = await serve(createService({ site, keys, clock: () => NOON, promptAfter: 1, blockAfter: 3, ...more }));
  served.push(server);
  return server.port;
}

const question = (article: string, cookie: string) => ({
  ...{ 'X-Original-Method': 'GET', 'X-Original-URI': '/news/a', 'Paywall-Article': article, Cookie: cookie },
});

/** A reader whose cache asks for them, and keeps what it is told. */
function readerAt(port: number) {
  let cookie = '';
  return {
    async ask(article: string, isShown = true) {
      const asked = question(article, cookie);
      const { headers } = await http(port, 'GET', '/forward-auth', asked);
      if (isShown) cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? cookie;
      return { paywall: String(headers.paywall).split('; limit')[0], takeBack: headers['paywall-take-back'], asked };
    },
  };
}

describe('a page that failed after the decision', () => {
  test('is taken back by the same question, once', async () => {
    const port = await startService();
    const reader = readerAt(port);
    expect((await reader.ask('a')).takeBack).toBeUndefined();
    await reader.ask('b');
    const { asked, takeBack, paywall } = await reader.ask('c', false);
    expect([paywall, takeBack]).toEqual(['register-prompt; read=2; left=0', expect.stringMatching(/^[\w-]+$/)]);
    for (let times = 0; times < 2; times += 1) {
      const sent = { ...asked, 'Paywall-Take-Back': String(takeBack) };
      expect(await http(port, 'GET', '/take-back', sent)).toMatchObject({ status: 204, text: '' });
    }
    expect((await reader.ask('d')).paywall).toBe('register-prompt; read=2; left=0');
    expect((await reader.ask('c')).paywall).toBe('blocked; read=3; left=0');
  });

  test('has no name where there is nothing to take back: a first view, a re-read, a wall', async () => {
    const reader = readerAt(await startService({ blockAfter: 1 }));
    const seen = [await reader.ask('a'), await reader.ask('a'), await reader.ask('b')];
    expect(seen.map(({ takeBack }) => takeBack)).toEqual([undefined, undefined, undefined]);
  });

  test('named by nothing is refused', async () => {
    expect(await http(await startService(), 'GET', '/take-back', question('a', ''))).toMatchObject({ status: 400 });
  });
});

describe('an edge', () => {
  test('is told what it decides by, and the end of it', async () => {
    const port = await startService({ keys: [KEY_OF.EdDSA], prompts: { siteName: 'x', registerUrl: '/r' } });
    const { text } = await http(port, 'GET', '/edge', {});
    const paywall = createPaywall(testOptions({ keys: [KEY_OF.EdDSA], clock: () => NOON }));
    const { key, period, endsAt } = paywall.articleKey(new Date(NOON));
    expect(JSON.parse(text)).toEqual({
      ...{
        site: 'https://news.example',
        cookie: '__Host-paywall',
        attributes: '; Path=/; HttpOnly; Secure; SameSite=Lax',
      },
      ...{ promptAfter: 1, blockAfter: 3, recheck: 60 },
      ...{ period, articleKey: key, endsAt: endsAt?.toISOString(), keys: paywall.jwks().keys },
      ...{ firstViews: true, session: null, agents: [], prompts: true },
    });
  });

  test.each<[string, Partial<ServiceOptions>]>([
    ['a network’s are counted', { newReaders: { perDay: 1 } }],
    ['days are each reader’s own', { period: { days: 30 } }],
    ['passes are of the version before', { passFormat: 1 }],
  ])('may not sign for new readers where %s', async (_why, more) => {
    const { text } = await http(await startService(more), 'GET', '/edge', {});
    expect(JSON.parse(text)).toMatchObject({ firstViews: false });
  });

  test('is told which agents and which cookie are not for it', async () => {
    const account = { cookie: 'session', issuer: 'x', audience: 'y', jwks: 'https://news.example/jwks.json' };
    const { text } = await http(await startService({ account, aiCrawlers: { policy: 'block' } }), 'GET', '/edge', {});
    expect(JSON.parse(text)).toMatchObject({ session: 'session', agents: expect.arrayContaining(['gptbot']) });
  });

  test('tells what it decided alone, which is counted and told of like any decision', async () => {
    const told: unknown[] = [];
    const port = await startService({
      store: memoryStore(),
      onDecision: ({ state, reason, read, left, limit, counted }, article) =>
        told.push({ state, reason, read, left, limit, counted, article }),
    });
    const views = [
      { article: '7', state: 'free', reason: 'first-view', read: 0 },
      { article: '7', state: 'register-prompt', reason: 're-read', read: 1 },
      { article: '8', state: 'blocked', reason: 'recheck', read: 3 },
    ];
    const json = { 'Content-Type': 'application/json' };
    expect(await http(port, 'POST', '/views', json, JSON.stringify({ views }))).toMatchObject({ status: 204 });
    expect(told).toEqual([
      { ...views[0], left: 2, limit: 3, counted: true },
      { ...views[1], left: 1, limit: 3, counted: false },
      { ...views[2], left: 0, limit: 3, counted: false },
    ]);
    const { text } = await http(port, 'GET', '/metrics', {});
    expect(text).toContain('paywall_decisions_total{state="blocked",reason="recheck"} 1');
  });

  test.each([{}, { views: [{ article: '7', state: 'free', reason: 'full-access', read: 0 }] }, { views: [7] }])(
    'that tells anything else is refused: %j',
    async (body) => {
      const json = { 'Content-Type': 'application/json' };
      expect(await http(await startService(), 'POST', '/views', json, JSON.stringify(body))).toMatchObject({
        status: 400,
      });
    },
  );
});
