import { describe, expect, jest, test } from '@jest/globals';
import express from 'express';
import { createPaywall, type EndedView, memoryStore, type PaywallEvent, type PaywallOptions } from '../src/index.js';
import { PATIENCE } from '../src/meter/ask.js';
import { serve } from './support/http.js';
import { createReader } from './support/reader.js';
import { rounds } from './support/rounds.js';
import { createTestSite, frozenClock, NOON, testOptions } from './support/site.js';

/** A site without a compiler, that may name its articles by anything. */
function siteNaming(article: (req: express.Request) => unknown, more: Partial<PaywallOptions> = {}) {
  const events: PaywallEvent[] = [];
  const paywall = createPaywall(testOptions({ onEvent: (event) => events.push(event), ...more }));
  const options: object = { article };
  const app = express();
  app.get(['/news/:slug', '/article'], paywall.meter(options), (req, res) => {
    res.send(req.paywall.state === 'blocked' ? 'WALL' : 'TEXT');
  });
  return { app, paywall, events };
}

/** How many articles are asked for, of which ten are open. */
const ASKED = rounds(13, 30);

async function openOf(count: number, app: express.Express, path: (n: number) => string): Promise<number> {
  const reader = createReader(app);
  let open = 0;
  for (let n = 1; n <= count; n += 1) if ((await reader.get(path(n))).text === 'TEXT') open += 1;
  return open;
}

describe('names of articles', () => {
  test('an article that is a promise is awaited: 10 are open', async () => {
    const { app, events } = siteNaming(async (req) => ({ id: `doc-${req.query.id}` }));
    expect(await openOf(ASKED, app, (n) => `/article?id=${n}`)).toBe(10);
    expect(events).toEqual([]);
  });

  test.each<[string, () => unknown]>([
    ['rejects', () => Promise.reject(new Error('database away'))],
    [
      'throws',
      () => {
        throw new Error('database away');
      },
    ],
    ['gives undefined', () => undefined],
    ['gives NaN', () => Number.NaN],
    ['gives Infinity', () => Number.POSITIVE_INFINITY],
    ['gives a number that has been rounded', () => 2 ** 53],
    ['gives an empty text', () => ''],
    ['gives true', () => true],
    ['gives a symbol', () => Symbol('id')],
    ['gives a function', () => () => 7],
    ['gives a list, as a query told twice is', () => ['7', '7']],
    ['gives an object without an id', () => ({ toString: () => '7' })],
    ['gives an id that is a list', () => ({ id: ['7', '7'] })],
    ['gives an id that is null', () => ({ id: null })],
    ['promises undefined', async () => undefined],
  ])('an article that %s is told of, and path and query stand in: 10 are open', async (_how, article) => {
    const { app, events } = siteNaming(article);
    expect(await openOf(ASKED, app, (n) => `/article?id=${n}&id=${n}`)).toBe(10);
    expect(events[0]).toMatchObject({ code: 'ERR_PAYWALL_ARTICLE' });
  });

  test('7, 7n and "7" are one article, and so are two Unicode forms of one slug', async () => {
    const names = [7, 7n, '7', { id: 7 }, { id: '7', access: 'metered' }];
    const { app, events } = siteNaming(() => names.shift() ?? 'other');
    const reader = createReader(app);
    for (let n = 0; n < 5; n += 1) await reader.get('/article');
    expect((await reader.get('/article')).figures).toMatchObject({ read: '1' });
    const slugs = createReader(siteNaming((req) => req.params.slug).app);
    for (const slug of ['caf%C3%A9', 'cafe%CC%81']) await slugs.get(`/news/${slug}`);
    expect((await slugs.get('/news/other')).figures).toMatchObject({ read: '1' });
    expect(events).toEqual([]);
  });

  test('one that never settles is waited for two seconds, then told of, and path and query stand in', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    try {
      const events: PaywallEvent[] = [];
      const paywall = createPaywall(testOptions({ onEvent: (event) => events.push(event) }));
      const never = () => new Promise<never>(() => undefined);
      const view = { method: 'GET', target: '/article?id=1', headers: {} };
      const deciding = paywall.decide({ ...view, article: never, account: never });
      await jest.advanceTimersByTimeAsync(PATIENCE);
      await jest.advanceTimersByTimeAsync(PATIENCE);
      const { decision } = await deciding;
      expect(decision).toMatchObject({ state: 'free', reason: 'first-view', counted: true, account: false });
      expect(events.map(({ code }) => code)).toEqual(['ERR_PAYWALL_ARTICLE', 'ERR_PAYWALL_ACCOUNT']);
    } finally {
      jest.useRealTimers();
    }
  });
});

describe('access', () => {
  const byQuery = (req: express.Request) => ({ id: String(req.query.id), access: req.query.access });
  const member: Partial<PaywallOptions> = { account: (req) => req.headers['x-user'] !== undefined && { id: 1 } };

  test('open: everyone, uncounted, private, whatever was read', async () => {
    const { app } = siteNaming(byQuery);
    const reader = createReader(app);
    for (let n = 1; n <= 12; n += 1) {
      const answer = await reader.get(`/article?id=${n}&access=open`);
      expect(answer).toMatchObject({ text: 'TEXT', header: 'free', cookies: [] });
      expect(answer.headers['cache-control']).toBe('private, no-cache');
    }
    for (let n = 1; n <= 11; n += 1) await reader.get(`/article?id=${n}`);
    expect(await reader.get('/article?id=11')).toMatchObject({ text: 'WALL' });
    expect(await reader.get('/article?id=11&access=open')).toMatchObject({ text: 'TEXT', header: 'free' });
  });

  test('locked: for full access alone, read before or not; moves nothing, signs nothing', async () => {
    const { app } = siteNaming(byQuery, member);
    const reader = createReader(app);
    const locked = { text: 'WALL', header: 'blocked; locked', cookies: [] };
    expect(await reader.get('/article?id=1&access=locked')).toMatchObject(locked);
    expect(await reader.get('/article?id=1')).toMatchObject({ text: 'TEXT', figures: { read: '0' } });
    expect(await reader.get('/article?id=1&access=locked')).toMatchObject(locked);
    expect((await reader.get('/article?id=2')).figures).toMatchObject({ read: '1' });
    expect((await reader.get('/article?id=1&access=locked', { 'X-User': 'ann' })).text).toBe('TEXT');
  });

  test("locked: 'full' opens it, and limits do not, unlimited ones neither", async () => {
    const unlimited = { promptAfter: Number.POSITIVE_INFINITY, blockAfter: Number.POSITIVE_INFINITY };
    const { app } = siteNaming(byQuery, {
      plans: { subscriber: 'full', patron: unlimited },
      account: (req) => ({ id: 1, plan: String(req.headers['x-plan']) }),
    });
    const open = async (plan: string) =>
      (await createReader(app).get('/article?id=1&access=locked', { 'X-Plan': plan })).text;
    expect([await open('subscriber'), await open('patron'), await open('other')]).toEqual(['TEXT', 'WALL', 'WALL']);
  });

  test('that is none of the three is told of, and the article is locked', async () => {
    const { app, events } = siteNaming(byQuery);
    expect(await createReader(app).get('/article?id=1&access=lokced')).toMatchObject({ header: 'blocked; locked' });
    expect(events).toMatchObject([{ code: 'ERR_PAYWALL_ARTICLE' }]);
  });
});

describe('accounts', () => {
  const plans = { registered: { promptAfter: Number.POSITIVE_INFINITY, blockAfter: 2 } };

  test('the decision says whether the reader is known, and by which plan', async () => {
    const account = (req: express.Request) => ({ id: 1, plan: String(req.headers['x-plan']) });
    const { app, paywall, events } = siteNaming((req) => String(req.query.id), { plans, account });
    app.get('/reading', async (req, res) => void res.json(await paywall.reading(req)));
    const told: unknown[] = [];
    app.get('/told', paywall.meter(), (req, res) => void res.send(told.push(req.paywall)));
    await createReader(app).get('/told', { 'X-Plan': 'registered' });
    await createReader(app).get('/told', { 'X-Plan': 'gold' });
    expect(told).toMatchObject([
      { account: true, plan: 'registered', limit: 2, period: 'month', timeZone: 'UTC' },
      { account: true, plan: null, limit: 10 },
    ]);
    expect(events.map(({ code }) => code)).toEqual(['ERR_PAYWALL_PLAN']);
    const { text } = await createReader(app).get('/reading', { 'X-Plan': 'registered' });
    expect(JSON.parse(text)).toMatchObject({ account: true, plan: 'registered', limit: 2 });
  });

  test('a plan may have a wall and no prompt', async () => {
    const { app } = siteNaming((req) => String(req.query.id), {
      plans,
      account: () => ({ id: 1, plan: 'registered' }),
    });
    const reader = createReader(app);
    const states: unknown[] = [];
    for (let n = 1; n <= 3; n += 1) states.push((await reader.get(`/article?id=${n}`)).state);
    expect(states).toEqual(['free', 'free', 'blocked']);
  });

  test('whose days roll begin them now: a stock of old passes does not cut them short', async () => {
    const { clock, advance } = frozenClock();
    const limited = { limited: { promptAfter: 12, blockAfter: 12 } };
    const account = (req: express.Request) => req.headers['x-user'] !== undefined && { id: 1, plan: 'limited' };
    const store = memoryStore({ clock });
    const app = createTestSite({ clock, store, account, plans: limited, period: { days: 8 } }).app;
    const stock: string[] = [];
    for (let n = 0; n < 40; n += 1) {
      const reader = createReader(app);
      await reader.get('/news/stock');
      stock.push(reader.cookie);
      advance(6 * 3_600_000);
    }
    const reader = createReader(app);
    const read = new Set<number>();
    // As long as eight days last: four articles an hour, each with a pass that ends as soon as may be.
    for (let hour = 0; hour < 8 * 24 - 1; hour += 12) {
      for (let n = 0; n < 4; n += 1) {
        reader.replace(stock[Math.min(stock.length - 1, 8 + Math.floor(hour / 6))] ?? '');
        const { text } = await reader.get(`/news/a-${hour}-${n}`, { 'X-User': 'ann' });
        if (text.startsWith('TEXT')) read.add(hour * 4 + n);
      }
      advance(12 * 3_600_000);
    }
    expect(read.size).toBeLessThanOrEqual(12);
  });
});

describe('callbacks', () => {
  test.each(['onView', 'onEvent'])('%s that is async and rejects leaves no rejection unhandled', async (name) => {
    const rejected: unknown[] = [];
    const listener = (error: unknown) => rejected.push(error);
    process.on('unhandledRejection', listener);
    const failing = async () => {
      throw new Error('figures service away');
    };
    const site = createTestSite({
      store: { visit: () => Promise.reject(new Error('down')), takeBack: async () => undefined },
      onEvent: () => undefined,
      [name]: failing,
    });
    const reader = createReader(site.app);
    for (let n = 0; n < 3; n += 1) await reader.get(`/news/${n}`);
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', listener);
    expect(rejected).toEqual([]);
  });

  test('onView hears of each view once it has ended, and what it came to', async () => {
    const views: EndedView[] = [];
    const { app } = createTestSite({ promptAfter: 1, blockAfter: 2, onView: (view) => views.push(view) });
    const reader = createReader(app);
    for (const slug of ['a', 'missing', 'moved', 'broken', 'b', 'a', 'c']) await reader.get(`/news/${slug}`);
    await reader.get('/news/d', { 'Sec-Purpose': 'prefetch' });
    await reader.head('/news/e');
    const told = views.map(({ decision: { reason }, ...view }) => ({ reason, ...view }));
    const came = { shown: true, counted: false, takenBack: false };
    expect(told).toEqual([
      { ...came, reason: 'first-view', status: 200, counted: true },
      { ...came, reason: 'new-article', status: 404, shown: false, takenBack: true },
      { ...came, reason: 'new-article', status: 301, shown: false, takenBack: true },
      { ...came, reason: 'new-article', status: 500, shown: false, takenBack: true },
      { ...came, reason: 'new-article', status: 200, counted: true },
      { ...came, reason: 're-read', status: 200 },
      { ...came, reason: 'limit', status: 200 },
      { ...came, reason: 'speculative', status: 503, shown: false },
      { ...came, reason: 'head', status: 200, shown: false },
    ]);
  });

  test('onView that throws is told of', async () => {
    const events: PaywallEvent[] = [];
    const onView = () => {
      throw new Error('no');
    };
    const { app } = createTestSite({ onView, onEvent: (event) => events.push(event) });
    expect(await createReader(app).get('/news/a')).toMatchObject({ status: 200 });
    expect(events).toMatchObject([{ code: 'ERR_PAYWALL_ON_VIEW', count: 1 }]);
  });

  test('crawlers that fail let nobody in', async () => {
    const events: PaywallEvent[] = [];
    const crawlers = {
      verify: () => {
        throw new Error('no');
      },
      refresh: async () => undefined,
      close: () => undefined,
    };
    const { app } = createTestSite({ crawlers, blockAfter: 0, promptAfter: 0, onEvent: (event) => events.push(event) });
    expect(await createReader(app).get('/news/a')).toMatchObject({ text: 'TEASER' });
    expect(events).toMatchObject([{ code: 'ERR_PAYWALL_CRAWLERS' }]);
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['text', 'added'],
    ['an outcome of its own', { outcome: 'open', read: 0, members: null, endsIn: 1 }],
    ['a count that is none', { outcome: 'added', read: Number.NaN, members: null, endsIn: 1 }],
    ['members that are none', { outcome: 'added', read: 1, members: ['1'], endsIn: 1 }],
    ['no end', { outcome: 'added', read: 1, members: null }],
  ])('a store that answers %s has failed, and opens nothing', async (_what, answer) => {
    const events: PaywallEvent[] = [];
    const store: object = { visit: async () => answer, takeBack: async () => undefined };
    const options: object = {
      store,
      onEvent: (event: PaywallEvent) => events.push(event),
      promptAfter: 1,
      blockAfter: 2,
    };
    const reader = createReader(createTestSite(options).app);
    const texts: string[] = [];
    for (let n = 1; n <= 4; n += 1) texts.push((await reader.get(`/news/${n}`)).text);
    expect(texts).toEqual(['TEXT of 1', 'TEXT of 2', 'TEASER', 'TEASER']);
    expect(events[0]).toMatchObject({ code: 'ERR_PAYWALL_STORE' });
  });

  test.each<[string, () => number]>([
    ['throws', () => JSON.parse('{')],
    ['tells no time', () => Number.NaN],
  ])('a clock that %s is told of, and the meter goes on by the machine’s', async (_how, clock) => {
    const events: PaywallEvent[] = [];
    const { app } = createTestSite({ clock, promptAfter: 1, blockAfter: 2, onEvent: (event) => events.push(event) });
    const reader = createReader(app);
    const states: unknown[] = [];
    for (let n = 1; n <= 3; n += 1) states.push((await reader.get(`/news/${n}`)).state);
    expect(states).toEqual(['free', 'register-prompt', 'blocked']);
    expect(events[0]).toMatchObject({ code: 'ERR_PAYWALL_CLOCK' });
  });
});

test('without Express, a meter needs no more of a response than Node gives it', async () => {
  const { site, keys } = testOptions();
  const paywall = createPaywall({ site, keys, clock: () => NOON, blockedStatus: 402 });
  const meter = paywall.meter();
  const { port, close } = await serve(async (req, res) => {
    await meter(req, res, () => res.end(res.statusCode === 402 ? 'WALL' : 'TEXT'));
  });
  let cookie = '';
  const seen: string[] = [];
  for (let n = 1; n <= 12; n += 1) {
    const answer = await fetch(`http://127.0.0.1:${port}/news/${n}`, { headers: { cookie } });
    seen.push(`${answer.status} ${await answer.text()}`);
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
  }
  expect(seen).toEqual([...Array(10).fill('200 TEXT'), '402 WALL', '402 WALL']);
  await close();
});

describe('numbers agree with each other and with themselves', () => {
  test('read + 1 + left = limit wherever an article is open, and a reload says what the first view said', async () => {
    const reader = createReader(createTestSite().app);
    for (let n = 1; n <= 10; n += 1) {
      const first = await reader.get(`/news/${n}`);
      expect(Number(first.figures.read) + 1 + Number(first.figures.left)).toBe(10);
      expect((await reader.get(`/news/${n}`)).header).toBe(first.header);
      expect((await reader.head(`/news/${n}`)).header).toBe(first.header);
    }
    expect((await reader.get('/news/1')).figures).toMatchObject({ read: '9', left: '0' });
    expect((await reader.get('/news/11')).figures).toMatchObject({ read: '10', left: '0' });
  });

  test('HEAD of an article not read yet says what a GET would', async () => {
    const reader = createReader(createTestSite().app);
    for (let n = 1; n <= 9; n += 1) {
      const { header } = await reader.head(`/news/${n}`);
      expect((await reader.get(`/news/${n}`)).header).toBe(header);
    }
  });

  test('with the limit lowered below what was read they stop there', async () => {
    const store = memoryStore({ clock: () => NOON });
    const reader = createReader(createTestSite({ store }).app);
    for (let n = 1; n <= 8; n += 1) await reader.get(`/news/${n}`);
    const lowered = createReader(createTestSite({ store, promptAfter: 1, blockAfter: 5 }).app);
    lowered.replace(reader.cookie);
    expect((await lowered.get('/news/3')).figures).toMatchObject({ read: '4', left: '0', limit: '5' });
    expect((await lowered.get('/news/9')).figures).toMatchObject({ read: '5', left: '0', limit: '5' });
  });
});
