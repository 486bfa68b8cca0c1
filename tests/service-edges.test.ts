import { afterEach, describe, expect, test } from '@jest/globals';
import { createPaywall, memoryFigures, memoryStore, signedPolicy } from '../src/index.js';
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

  test('leaves the figures too, whatever it was counted as there, and once', async () => {
    const port = await startService({ figures: memoryFigures() });
    const figures = async () => {
      const { sum, days } = JSON.parse((await http(port, 'GET', '/figures', {})).text);
      return { ...sum, hours: days.flatMap(({ hours }: { hours: object[] }) => hours) };
    };
    const [reader, other] = [readerAt(port), readerAt(port)];
    for (const article of ['a', 'b', 'a']) await reader.ask(article);
    const before = await figures();
    expect(before.plans[0]).toMatchObject({ reached: [0, 1, 1], prompted: [0, 0, 1] });
    // A first view, one more article, a re-read.
    const failed = [await other.ask('c', false), await reader.ask('c', false), await reader.ask('a', false)];
    expect((await figures()).plans[0].reached).toEqual([0, 2, 1, 1]);
    expect((await figures()).hours).not.toEqual(before.hours);
    for (const { asked, takeBack } of [...failed, ...failed])
      await http(port, 'GET', '/take-back', { ...asked, 'Paywall-Take-Back': String(takeBack) });
    expect(await figures()).toEqual(before);
  });

  test('leaves the figures of a service in another process', async () => {
    const figures = memoryFigures();
    const [port, elsewhere] = [await startService({ figures }), await startService({ figures })];
    const read = async () => JSON.parse((await http(port, 'GET', '/figures', {})).text).sum;
    const before = await read();
    const { asked, takeBack } = await readerAt(port).ask('a', false);
    expect((await read()).articles).toHaveLength(1);
    await http(elsewhere, 'GET', '/take-back', { ...asked, 'Paywall-Take-Back': String(takeBack) });
    await http(elsewhere, 'GET', '/figures', {});
    expect(await read()).toEqual(before);
  });

  test('is no new reader of a network whose new readers are capped', async () => {
    const port = await startService({ store: memoryStore({ clock: () => NOON }), newReaders: { perDay: 2 } });
    const from = { 'X-Forwarded-For': '198.51.100.7' };
    for (let times = 0; times < 3; times += 1) {
      const { headers } = await http(port, 'GET', '/forward-auth', { ...question('a', ''), ...from });
      expect(headers.paywall).toMatch(/^free/);
      const takeBack = String(headers['paywall-take-back']);
      await http(port, 'GET', '/take-back', { ...question('a', ''), ...from, 'Paywall-Take-Back': takeBack });
    }
    for (const state of ['free', 'free', 'register-prompt']) {
      const { headers } = await http(port, 'GET', '/forward-auth', { ...question('a', ''), ...from });
      expect(String(headers.paywall).split(';')[0]).toBe(state);
    }
  });

  test.each(['.', 'name.e30', 'name.bm8', `name.${Buffer.from('{"stored":1}').toString('base64url')}`])(
    'named by %s is refused',
    async (takeBack) => {
      const sent = { ...question('a', ''), 'Paywall-Take-Back': takeBack };
      expect(await http(await startService(), 'GET', '/take-back', sent)).toMatchObject({ status: 400 });
    },
  );

  test('named by nothing is refused', async () => {
    expect(await http(await startService(), 'GET', '/take-back', question('a', ''))).toMatchObject({ status: 400 });
  });
});

/** What an edge tells of views, as the first that it tells. */
const told = (views: readonly unknown[], sequence = 1, at = NOON) =>
  JSON.stringify({ process: 'an-edge-of-the-test', sequence, at, views });

const JSON_TYPE = { 'Content-Type': 'application/json' };

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
      ...{ promptAfter: 1, blockAfter: 3, openUntil: null, recheck: 60 },
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
    const heard: unknown[] = [];
    const port = await startService({
      store: memoryStore(),
      onDecision: ({ state, reason, read, left, limit, counted }, article) =>
        heard.push({ state, reason, read, left, limit, counted, article }),
    });
    const views = [
      { article: '7', state: 'free', reason: 'first-view', read: 0 },
      { article: '7', state: 'register-prompt', reason: 're-read', read: 1 },
      { article: '8', state: 'blocked', reason: 'recheck', read: 3 },
    ];
    expect(await http(port, 'POST', '/views', JSON_TYPE, told(views))).toMatchObject({ status: 204 });
    expect(heard).toEqual([
      { ...views[0], left: 2, limit: 3, counted: true },
      { ...views[1], left: 1, limit: 3, counted: false },
      { ...views[2], left: 0, limit: 3, counted: false },
    ]);
    const { text } = await http(port, 'GET', '/metrics', {});
    expect(text).toContain('paywall_decisions_total{state="blocked",reason="recheck"} 1');
  });

  test('is in the figures by what it tells: readers, prompts, walls and articles, each once', async () => {
    const port = await startService({ figures: memoryFigures() });
    const views = [
      { article: 'a', state: 'free', reason: 'first-view', read: 0 },
      { article: 'a', state: 'register-prompt', reason: 're-read', read: 2 },
      { article: 'b', state: 'blocked', reason: 'limit', read: 3 },
      { article: 'b', state: 'blocked', reason: 'recheck', read: 3 },
      { article: 'b', state: 'free', reason: 'open', read: 0 },
    ];
    expect(await http(port, 'POST', '/views', JSON_TYPE, told(views))).toMatchObject({ status: 204 });
    const { sum } = JSON.parse((await http(port, 'GET', '/figures', {})).text);
    expect(sum.plans[0]).toMatchObject({ reached: [0, 1], prompted: [], stopped: [0, 0, 0, 1], prompts: 1, walls: 2 });
    expect(sum.articles).toEqual([
      expect.objectContaining({ name: 'b', views: 3, prompts: 0, walls: 2 }),
      expect.objectContaining({ name: 'a', views: 2, prompts: 1, walls: 0 }),
    ]);
  });

  test('is told while everything is open, until when, and of a limit that was turned', async () => {
    const policy = signedPolicy();
    const port = await startService({ store: memoryStore({ clock: () => NOON }), policy });
    const settings = async () => JSON.parse((await http(port, 'GET', '/edge', {})).text);
    const openUntil = new Date(NOON + 3_600_000);
    await policy.change({ openUntil, blockAfter: 5 }, { by: 'Anna' });
    expect(await settings()).toMatchObject({ openUntil: openUntil.toISOString(), blockAfter: 5, firstViews: true });
    await policy.change({ openUntil: null }, { by: 'Anna' });
    expect(await settings()).toMatchObject({ openUntil: null, blockAfter: 5 });
    policy.close();
  });

  describe('that tells once more, since an answer got lost,', () => {
    const views = [
      { article: 'a', state: 'free', reason: 'first-view', read: 0 },
      { article: 'b', state: 'blocked', reason: 'limit', read: 3 },
    ];
    const tell = (port: number, ...sent: Parameters<typeof told>) =>
      http(port, 'POST', '/views', JSON_TYPE, told(...sent));
    const sum = async (port: number) => JSON.parse((await http(port, 'GET', '/figures', {})).text).sum;

    test('is counted once, and by the next number again', async () => {
      const heard: unknown[] = [];
      const port = await startService({
        figures: memoryFigures(),
        store: memoryStore(),
        onDecision: (_decision, article) => heard.push(article),
      });
      for (let times = 0; times < 3; times += 1) expect(await tell(port, views)).toMatchObject({ status: 204 });
      expect((await sum(port)).plans[0]).toMatchObject({ reached: [0, 1], stopped: [0, 0, 0, 1], walls: 1 });
      expect(heard).toEqual(['a', 'b']);
      const { text } = await http(port, 'GET', '/metrics', {});
      expect(text).toContain('paywall_decisions_total{state="blocked",reason="limit"} 1');
      await tell(port, views, 2);
      expect((await sum(port)).plans[0]).toMatchObject({ reached: [0, 2], walls: 2 });
    });

    test('to another process of the service, after midnight too', async () => {
      const figures = memoryFigures();
      const ports = [
        await startService({ figures }),
        await startService({ figures, clock: () => NOON + 43_200_000 + 60_000 }),
      ];
      for (const port of ports) await tell(port, views);
      for (const port of ports)
        expect((await sum(port)).plans[0]).toMatchObject({ reached: [0, 1], stopped: [0, 0, 0, 1] });
    });

    test('is not told that it is counted where the figures cannot be reached', async () => {
      const figures = memoryFigures();
      let out = true;
      const port = await startService({
        onEvent: () => undefined,
        figures: {
          ...figures,
          begin(around) {
            const counting = figures.begin(around);
            const elsewhere: typeof counting.elsewhere = async (told) => {
              if (out) throw new Error('out of reach');
              await counting.elsewhere(told);
            };
            return { ...counting, elsewhere };
          },
        },
      });
      expect(await tell(port, views)).toMatchObject({ status: 503 });
      out = false;
      expect(await tell(port, views)).toMatchObject({ status: 204 });
      expect((await sum(port)).plans[0]).toMatchObject({ reached: [0, 1], walls: 1 });
    });
  });

  test.each([
    {},
    {
      process: 'a-process',
      sequence: 1,
      at: NOON,
      views: [{ article: '7', state: 'free', reason: 'full-access', read: 0 }],
    },
    { process: 'a-process', sequence: 1, at: NOON, views: [7] },
    { process: 'a-process', sequence: 0, at: NOON, views: [] },
    { process: 'a:process', sequence: 1, at: NOON, views: [] },
    { process: 'a-process', sequence: 1, at: 'noon', views: [] },
    { views: [] },
  ])('that tells anything else is refused: %j', async (body) => {
    const port = await startService();
    expect(await http(port, 'POST', '/views', JSON_TYPE, JSON.stringify(body))).toMatchObject({ status: 400 });
  });
});
