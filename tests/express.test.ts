import { EventEmitter, once } from 'node:events';
import { describe, expect, jest, test } from '@jest/globals';
import express from 'express';
import { createPaywall, memoryStore, type PaywallEvent, type PaywallOptions, type Store } from '../src/index.js';
import { listen } from './support/listen.js';
import { createReader, sendTo } from './support/reader.js';
import { createTestSite, frozenClock, NOON, testOptions } from './support/site.js';
import { waitFor } from './support/wait.js';

const articles = (count: number, from = 1) =>
  Array.from({ length: count }, (_, index) => `/news/article-${from + index}`);

/** A store that tells how often it was asked. */
function countingStore() {
  const store = memoryStore();
  const calls = { visit: 0, takeBack: 0 };
  const counting: Store = {
    visit(visit) {
      calls.visit += 1;
      return store.visit(visit);
    },
    takeBack(key, article) {
      calls.takeBack += 1;
      return store.takeBack(key, article);
    },
  };
  return { store: counting, calls };
}

describe('the walk of a reader', () => {
  test('articles 1 to 3 are free, 4 to 10 come with the prompt, the 11th is blocked', async () => {
    const reader = createReader(createTestSite().app);
    const seen: string[] = [];
    for (const path of articles(11)) seen.push((await reader.get(path)).header ?? '');
    const reset = (Date.UTC(2026, 11, 1) - NOON) / 1000;
    expect(seen).toEqual([
      ...[0, 1, 2].map((read) => `free; read=${read}; left=${9 - read}; limit=10; reset=${reset}`),
      ...[3, 4, 5, 6, 7, 8, 9].map(
        (read) => `register-prompt; read=${read}; left=${9 - read}; limit=10; reset=${reset}`,
      ),
      `blocked; read=10; left=0; limit=10; reset=${reset}`,
    ]);
  });

  test('an article read before stays open at any count, and is not counted again', async () => {
    const reader = createReader(createTestSite().app);
    for (const path of articles(11)) await reader.get(path);
    const again = await reader.get('/news/article-2');
    expect(again).toMatchObject({
      state: 'register-prompt',
      text: 'TEXT of article-2',
      figures: { read: '9', left: '0' },
    });
    expect(await reader.get('/news/article-12')).toMatchObject({ state: 'blocked', text: 'TEASER' });
  });

  test('the next month starts afresh', async () => {
    const { clock, set } = frozenClock();
    const reader = createReader(createTestSite({ clock }).app);
    for (const path of articles(11)) await reader.get(path);
    set(Date.UTC(2026, 11, 1) - 1);
    expect(await reader.get('/news/article-11')).toMatchObject({ state: 'blocked' });
    set(Date.UTC(2026, 11, 1));
    expect(await reader.get('/news/article-11')).toMatchObject({ state: 'free', figures: { read: '0' } });
  });

  test('days from the first article end with the first article, not with a later one', async () => {
    const { clock, set } = frozenClock();
    const reader = createReader(createTestSite({ clock, period: { days: 7 } }).app);
    const day = 86_400_000;
    await reader.get('/news/a');
    set(NOON + 3 * day);
    expect((await reader.get('/news/b')).figures).toMatchObject({ read: '1', reset: String((4 * day) / 1000) });
    set(NOON + 7 * day - 1000);
    expect((await reader.get('/news/c')).figures).toMatchObject({ read: '2' });
    set(NOON + 7 * day);
    expect((await reader.get('/news/d')).figures).toMatchObject({ read: '0' });
  });

  test('a re-read in days of a reader’s own sends no pass, however late in them it is', async () => {
    const { clock, set } = frozenClock();
    const { app } = createTestSite({ clock, period: { days: 7 } });
    const reader = createReader(app);
    for (const path of articles(3)) await reader.get(path);
    for (const hours of [0, 1, 24, 6 * 24]) {
      set(NOON + hours * 3_600_000);
      const response = await sendTo(app, { path: '/news/article-2', headers: { cookie: reader.cookie ?? '' } });
      expect(response.headers).not.toHaveProperty('set-cookie');
    }
  });

  test('a raised limit reopens, a lowered one closes, without any migration', async () => {
    const { store } = countingStore();
    const low = createTestSite({ store, blockAfter: 4 }).app;
    const high = createTestSite({ store, blockAfter: 6 }).app;
    const reader = createReader(low);
    for (const path of articles(5)) await reader.get(path);
    const luckier = createReader(high);
    luckier.replace(reader.cookie);
    expect(await luckier.get('/news/article-5')).toMatchObject({
      state: 'register-prompt',
      figures: { read: '4', left: '1' },
    });
    reader.replace(luckier.cookie);
    expect(await reader.get('/news/article-6')).toMatchObject({ state: 'blocked', figures: { read: '4', limit: '4' } });
    expect(await reader.get('/news/article-5')).toMatchObject({ state: 'register-prompt' });
  });

  test.each([
    [0, 0, ['blocked', 'blocked']],
    [0, 1, ['register-prompt', 'blocked']],
    [2, 2, ['free', 'free', 'blocked']],
    [1, Number.POSITIVE_INFINITY, ['free', 'register-prompt', 'register-prompt']],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, ['free', 'free', 'free']],
  ])('limits of %p and %p give %p', async (promptAfter, blockAfter, states) => {
    const reader = createReader(createTestSite({ promptAfter, blockAfter }).app);
    for (const [index, state] of states.entries()) {
      expect(await reader.get(`/news/article-${index}`)).toMatchObject({ state });
    }
  });

  test('a policy that never blocks tells no limit, and goes on past the ledger', async () => {
    const reader = createReader(createTestSite({ blockAfter: Number.POSITIVE_INFINITY }).app);
    for (const path of articles(70)) await reader.get(path);
    const next = await reader.get('/news/article-71');
    expect(next.figures).toMatchObject({ read: '70' });
    expect(next.header).not.toMatch(/left|limit/);
    expect((await reader.get('/news/article-1')).figures).toMatchObject({ read: '70' });
  });

  test('at a limit above the ledger, the oldest article is still open when the reader is blocked', async () => {
    const reader = createReader(createTestSite({ blockAfter: 70 }).app);
    for (const path of articles(70)) expect((await reader.get(path)).state).not.toBe('blocked');
    expect(await reader.get('/news/article-71')).toMatchObject({ state: 'blocked', figures: { read: '70' } });
    expect(await reader.get('/news/article-1')).toMatchObject({ state: 'register-prompt' });
    expect(await reader.get('/news/article-71')).toMatchObject({ state: 'blocked' });
  });
});

describe('what the store hears of', () => {
  test('neither a first view nor a re-read nor a block repeated at once', async () => {
    const { store, calls } = countingStore();
    const { clock, advance } = frozenClock();
    const reader = createReader(createTestSite({ store, clock }).app);
    await reader.get('/news/article-1');
    await reader.get('/news/article-1');
    expect(calls.visit).toBe(0);
    for (const path of articles(10, 2)) await reader.get(path);
    expect(calls.visit).toBe(10);
    await reader.get('/news/article-12');
    await reader.get('/news/article-3');
    expect(calls.visit).toBe(10);
    advance(60_000);
    await reader.get('/news/article-12');
    expect(calls.visit).toBe(11);
    await reader.get('/news/article-12');
    expect(calls.visit).toBe(11);
  });

  test('an old cookie replayed gains nothing', async () => {
    const reader = createReader(createTestSite().app);
    await reader.get('/news/article-1');
    const first = reader.cookie;
    for (const path of articles(9, 2)) await reader.get(path);
    reader.replace(first);
    expect(await reader.get('/news/article-11')).toMatchObject({ state: 'blocked', figures: { read: '10' } });
    expect(await reader.get('/news/article-7')).toMatchObject({ state: 'register-prompt' });
  });

  test('a store that forgot everything is healed by the next view', async () => {
    const { clock } = frozenClock();
    const before = createReader(createTestSite({ clock }).app);
    for (const path of articles(10)) await before.get(path);
    const after = createReader(createTestSite({ clock, store: memoryStore() }).app);
    after.replace(before.cookie);
    expect(await after.get('/news/article-11')).toMatchObject({ state: 'blocked', figures: { read: '10' } });
  });
});

describe('a store that fails', () => {
  const failing: Store = {
    visit: () => Promise.reject(new Error('down')),
    takeBack: () => Promise.reject(new Error('down')),
  };
  const silent: Store = { visit: () => new Promise(() => {}), takeBack: () => new Promise(() => {}) };
  const throwing: Store = {
    visit() {
      throw new Error('at once');
    },
    takeBack() {
      throw new Error('at once');
    },
  };

  test.each([
    ['fails', failing],
    ['never answers', silent],
    ['throws', throwing],
  ])('one that %s leaves the decision to the ledger, exact for an honest reader', async (_how, store) => {
    const events: PaywallEvent[] = [];
    const { app } = createTestSite({ store, deadline: 5, onEvent: (event) => events.push(event) });
    const reader = createReader(app);
    const states: (string | undefined)[] = [];
    for (const path of articles(11)) states.push((await reader.get(path)).state);
    expect(states).toEqual([...Array(3).fill('free'), ...Array(7).fill('register-prompt'), 'blocked']);
    expect(await reader.get('/news/article-12')).toMatchObject({ figures: { degraded: true, read: '10' } });
    expect(await reader.get('/news/article-4')).toMatchObject({ state: 'register-prompt' });
    expect(events.map(({ code }) => code)).toEqual(['ERR_PAYWALL_STORE']);
  });

  test.each([
    {
      onStoreError: 'ledger' as const,
      states: { unread: 'register-prompt', read: 'register-prompt', over: 'blocked', newcomer: 'free' },
    },
    {
      onStoreError: 'open' as const,
      states: { unread: 'register-prompt', read: 'register-prompt', over: 'register-prompt', newcomer: 'free' },
    },
    {
      onStoreError: 'closed' as const,
      states: { unread: 'blocked', read: 'register-prompt', over: 'blocked', newcomer: 'free' },
    },
  ])('onStoreError: $onStoreError', async ({ onStoreError, states }) => {
    const { app } = createTestSite({ store: failing, onStoreError, recheck: 0, onEvent: () => undefined });
    const { app: whole } = createTestSite();
    const five = createReader(whole);
    for (const path of articles(5)) await five.get(path);
    const ten = createReader(whole);
    for (const path of articles(10)) await ten.get(path);
    const during = async (cookie: string, path: string) => {
      const reader = createReader(app);
      reader.replace(cookie);
      return reader.get(path);
    };

    const unread = await during(five.cookie, '/news/article-6');
    expect(unread).toMatchObject({ state: states.unread, figures: { degraded: true, read: '5' } });
    expect(await during(five.cookie, '/news/article-1')).toMatchObject({ state: states.read });
    const over = await during(ten.cookie, '/news/article-11');
    expect(over).toMatchObject({
      state: states.over,
      figures: { degraded: true, read: states.over === 'blocked' ? '10' : '9', left: '0' },
    });
    expect(await during('', '/news/article-1')).toMatchObject({ state: states.newcomer });
  });

  test('an article refused while replies are lost is not counted', async () => {
    const healthy = memoryStore();
    let losing = false;
    const store: Store = {
      ...healthy,
      async visit(visit) {
        const visited = await healthy.visit(visit);
        if (losing) throw new Error('the reply is lost');
        return visited;
      },
    };
    const reader = createReader(createTestSite({ store, onStoreError: 'closed', onEvent: () => undefined }).app);
    for (const path of articles(2)) await reader.get(path);
    losing = true;
    for (const path of articles(3, 3)) expect(await reader.get(path)).toMatchObject({ state: 'blocked' });
    losing = false;
    expect(await reader.get('/news/article-6')).toMatchObject({ state: 'free', figures: { read: '2' } });
  });

  test('an article refused while its reply was lost stays counted where another view of it was shown', async () => {
    const { store, calls } = countingStore();
    let losing = true;
    const late: (() => void)[] = [];
    const first: Store = {
      ...store,
      async visit(visit) {
        const visited = await store.visit(visit);
        if (losing) await new Promise<void>((resolve) => late.push(resolve));
        return visited;
      },
    };
    const { paywall } = createTestSite({
      store: first,
      deadline: 200,
      onStoreError: 'closed',
      onEvent: () => undefined,
      plans: { limited: { promptAfter: 3, blockAfter: 5 } },
    });
    const view = {
      method: 'GET',
      target: '/',
      article: () => 'one',
      account: () => ({ id: 'ann', plan: 'limited' }),
      headers: {},
    };
    const refused = paywall.decide(view);
    await waitFor('the store to be asked', () => calls.visit === 1);
    losing = false;
    const shown = await paywall.decide(view);
    expect(shown.decision).toMatchObject({ state: 'free', reason: 're-read' });
    shown.end(200);
    const { decision, end } = await refused;
    expect(decision).toMatchObject({ state: 'blocked', degraded: true });
    end(200);
    for (const answer of late) answer();
    await waitFor('the refused view to be taken back', () => calls.takeBack === 1);
    expect((await paywall.decide({ ...view, article: () => 'two' })).decision.read).toBe(1);
  });

  test('what was read meanwhile is in the store again once it answers', async () => {
    const store = memoryStore();
    let down = true;
    const sometimes: Store = {
      visit: (visit) => (down ? Promise.reject(new Error('down')) : store.visit(visit)),
      takeBack: (key, article) => store.takeBack(key, article),
    };
    const reader = createReader(createTestSite({ store: sometimes, blockAfter: 6, onEvent: () => {} }).app);
    await reader.get('/news/article-1');
    const first = reader.cookie;
    for (const path of articles(4, 2)) await reader.get(path);
    down = false;
    expect(await reader.get('/news/article-6')).toMatchObject({ figures: { read: '5' } });
    reader.replace(first);
    expect(await reader.get('/news/article-7')).toMatchObject({ state: 'blocked' });
  });

  test('a stall of the event loop with a healthy store opens nothing', async () => {
    const { setImmediate: turn } = await import('node:timers/promises');
    const healthy = memoryStore();
    const progress = new EventEmitter();
    // The reply is on its way through the event loop when the stall begins, as one over a socket would be.
    const store: Store = {
      ...healthy,
      async visit(visit) {
        progress.emit('asked');
        await turn();
        await turn();
        return healthy.visit(visit);
      },
    };
    const { paywall } = createTestSite({ store, deadline: 50, plans: { limited: { promptAfter: 1, blockAfter: 5 } } });
    const view = {
      method: 'GET',
      target: '/',
      account: () => ({ id: 'x', plan: 'limited' }),
      headers: {},
    };
    const asked = once(progress, 'asked');
    const pending = paywall.decide({ ...view, article: () => 'one' });
    await asked;
    await turn();
    const until = performance.now() + 150;
    while (performance.now() < until);
    expect((await pending).decision).toMatchObject({ degraded: false });
  });
});

describe('views that come to nothing', () => {
  test.each(['missing', 'moved', 'broken'])('%s is not counted and sends no cookie', async (slug) => {
    const { store, calls } = countingStore();
    const reader = createReader(createTestSite({ store }).app);
    const first = await reader.get(`/news/${slug}`);
    expect(first).toMatchObject({ header: undefined, cookies: [] });
    await reader.get('/news/article-1');
    await reader.get('/news/article-2');
    expect(await reader.get(`/news/${slug}`)).toMatchObject({ header: undefined, cookies: [] });
    expect(calls.takeBack).toBe(1);
    expect((await reader.get('/news/article-3')).figures).toMatchObject({ read: '2' });
  });

  test('one whose reader goes away before any header is not counted', async () => {
    const { store, calls } = countingStore();
    const { app } = createTestSite({ store });
    const reader = createReader(app);
    await reader.get('/news/article-1');
    const site = await listen(app);
    const abort = new AbortController();
    const hanging = fetch(`${site.origin}/news/silent`, {
      headers: { Cookie: reader.cookie },
      signal: abort.signal,
    });
    await waitFor('the store to be asked', () => calls.visit === 1);
    abort.abort();
    await expect(hanging).rejects.toThrow();
    await waitFor('the view to be taken back', () => calls.takeBack === 1);
    await site.close();
    expect((await reader.get('/news/article-2')).figures).toMatchObject({ read: '1' });
  });

  test('one whose reader goes away while the store is asked is not counted', async () => {
    const { store, calls } = countingStore();
    const progress = new EventEmitter();
    const slow: Store = {
      ...store,
      async visit(visit) {
        const answer = once(progress, 'answer');
        progress.emit('asked');
        await answer;
        return store.visit(visit);
      },
    };
    const app = express();
    app.use((_req, res, next) => {
      res.once('close', () => progress.emit('closed'));
      next();
    });
    app.use(createTestSite({ store: slow, deadline: 10_000 }).app);
    const reader = createReader(app);
    await reader.get('/news/article-1');

    const site = await listen(app);
    const abort = new AbortController();
    const asked = once(progress, 'asked');
    const closed = once(progress, 'closed');
    const left = fetch(`${site.origin}/news/article-2`, { headers: { Cookie: reader.cookie }, signal: abort.signal });
    await asked;
    abort.abort();
    await expect(left).rejects.toThrow();
    await closed;
    progress.emit('answer');
    await waitFor('the view to be taken back', () => calls.takeBack === 1);
    await site.close();
  });

  test('one that the site has answered before the meter is done is not counted', async () => {
    const { store, calls } = countingStore();
    let impatient = false;
    const paywall = createPaywall(
      testOptions({
        store,
        account(req) {
          if (impatient) req.res?.status(503).end();
          return null;
        },
      }),
    );
    const app = express();
    app.get('/news/:slug', paywall.meter(), (_req, res) => {
      if (!res.headersSent) res.send('TEXT');
    });
    const reader = createReader(app);
    for (const path of articles(2)) await reader.get(path);
    impatient = true;
    const before = calls.visit;
    expect(await reader.get('/news/article-3')).toMatchObject({ status: 503 });
    impatient = false;
    expect((await reader.get('/news/article-4')).figures).toMatchObject({ read: '2' });
    // The store was not even asked of the other.
    expect(calls.visit).toBe(before + 1);
  });

  test.each([
    ['a first view', {}],
    ['a prefetch', { 'Sec-Purpose': 'prefetch' }],
  ])('%s that the site has answered before the meter is done reaches nobody', async (_what, headers) => {
    const meter = createPaywall(testOptions()).meter();
    const app = express();
    const done: unknown[] = [];
    app.get('/news/:slug', (req, res, next) => {
      done.push(meter(req, res, next));
      res.status(503).end();
    });
    app.get('/news/:slug', () => undefined);
    expect(await createReader(app).get('/news/a', headers)).toMatchObject({ status: 503, cookies: [] });
    await expect(Promise.all(done)).resolves.toEqual([undefined]);
  });

  test('one whose reader has left is over, whatever the site does with its response', async () => {
    const { store, calls } = countingStore();
    const paywall = createPaywall(testOptions({ store }));
    const open: express.Response[] = [];
    const app = express();
    app.get('/news/:slug', paywall.meter(), (req, res) => {
      if (req.params.slug === 'slow') open.push(res);
      else res.send('TEXT');
    });
    const reader = createReader(app);
    await reader.get('/news/article-1');
    const site = await listen(app);
    const ask = (signal?: AbortSignal) =>
      fetch(`${site.origin}/news/slow`, { headers: { Cookie: reader.cookie }, ...(signal ? { signal } : {}) });

    const abort = new AbortController();
    const left = ask(abort.signal);
    await waitFor('the first view', () => open.length === 1);
    const failing = ask();
    await waitFor('the second view', () => open.length === 2);
    abort.abort();
    await expect(left).rejects.toThrow();
    await waitFor('the first reader to be gone', () => open[0]?.closed === true);
    open[0]?.end();
    open[1]?.status(404).end();
    expect((await failing).status).toBe(404);
    await waitFor('both views to be taken back', () => calls.takeBack === 2);
    await site.close();
    expect((await reader.get('/news/article-2')).figures).toMatchObject({ read: '1' });
  });

  test('304 comes of what costs its reader nothing, and of nothing else', async () => {
    const app = createTestSite({ account: (req) => req.headers['x-user'] !== undefined && { id: 1 } }).app;
    const member = createReader(app);
    const { headers } = await member.get('/news/article-1', { 'X-User': 'ann' });
    const condition = { 'If-None-Match': headers.etag ?? 'none' };
    expect(await member.get('/news/article-1', { 'X-User': 'ann', ...condition })).toMatchObject({ status: 304 });
    const reader = createReader(app);
    expect(await reader.get('/news/article-1', condition)).toMatchObject({ status: 200, text: 'TEXT of article-1' });
    expect((await reader.get('/news/article-2')).figures).toMatchObject({ read: '1' });
  });
});

describe('HTTP', () => {
  test('HEAD tells the state and never counts', async () => {
    const { store, calls } = countingStore();
    const reader = createReader(createTestSite({ store }).app);
    expect(await reader.head('/news/article-1')).toMatchObject({ state: 'free', cookies: [] });
    for (const path of articles(10)) await reader.get(path);
    const asked = calls.visit;
    expect(await reader.head('/news/article-11')).toMatchObject({ state: 'blocked', cookies: [] });
    expect(await reader.head('/news/article-1')).toMatchObject({ state: 'register-prompt' });
    expect(calls.visit).toBe(asked);
  });

  test('other methods, and pages that are no article, pass untouched', async () => {
    const paywall = createPaywall(testOptions());
    const app = express();
    app.use(paywall.meter({ article: (req) => (req.path.startsWith('/news/') ? req.path : null) }));
    app.all('/{*path}', (req, res) => void res.json(req.paywall));
    for (const response of [
      await sendTo(app, { path: '/news/a', method: 'POST' }),
      await sendTo(app, { path: '/about' }),
    ]) {
      expect(response.headers).not.toHaveProperty('paywall');
      expect(response.headers).not.toHaveProperty('set-cookie');
      expect(response.headers).not.toHaveProperty('cache-control');
      expect(JSON.parse(response.text)).toMatchObject({ state: 'free', reason: 'not-metered', counted: false });
    }
  });

  test('a request that passes two meters is one view', async () => {
    const onView = jest.fn();
    const paywall = createPaywall(testOptions({ onView }));
    const app = express();
    app.use(paywall.meter({ article: (req) => (req.path === '/about' ? null : req.path) }));
    app.get('/a', paywall.meter({ article: () => 'another name' }), (_req, res) => void res.send('x'));
    const answer = await createReader(app).get('/a');
    expect(answer.cookies).toHaveLength(1);
    expect(onView).toHaveBeenCalledTimes(1);
  });

  test('a fault of our own lets the view pass, told, uncounted and out of shared caches', async () => {
    const events: PaywallEvent[] = [];
    const { app } = createTestSite({ onEvent: (event) => events.push(event) });
    app.set('etag', false);
    jest.spyOn(JSON, 'stringify').mockImplementationOnce(() => {
      throw new Error('out of memory');
    });
    const answer = await createReader(app).get('/news/a');
    expect(answer).toMatchObject({ status: 200, header: 'free', text: 'TEXT of a', cookies: [] });
    expect(answer.headers['cache-control']).toBe('private, no-cache');
    expect(events.map(({ code }) => code)).toEqual(['ERR_PAYWALL_INTERNAL']);
  });

  test('variants of a URL are one article', async () => {
    const reader = createReader(createTestSite().app);
    for (const path of [
      '/news/caf%C3%A9',
      '/news/caf%c3%a9',
      '/news/caf%C3%A9/',
      '/news/caf%C3%A9?utm_source=x',
      '/news/./caf%C3%A9',
    ]) {
      await reader.get(path);
    }
    expect((await reader.get('/news/other')).figures).toMatchObject({ read: '1' });
  });

  test.each([
    [undefined, 'private, no-cache'],
    ['public, max-age=600, s-maxage=3600', 'private, no-cache'],
    ['No-Store', 'private, no-cache, no-store'],
    ['private, no-store, must-revalidate', 'private, no-cache, no-store, must-revalidate'],
    ['no-transform, max-age=60', 'private, no-cache, no-transform'],
  ])("a site's own Cache-Control of %p becomes %p", async (own, sent) => {
    const paywall = createPaywall(testOptions());
    const app = express();
    app.get('/a', paywall.meter(), (_req, res) => {
      if (own) res.set('Cache-Control', own);
      res.set({
        'CDN-Cache-Control': 'max-age=600',
        'X-Accel-Expires': '600',
        'Surrogate-Control': 'max-age=600',
        Expires: 'x',
        Vary: 'Accept',
      });
      res.send('text');
    });
    const { headers } = await sendTo(app, { path: '/a' });
    expect(headers).toMatchObject({ 'cache-control': sent, vary: 'Accept, Cookie' });
    for (const name of ['cdn-cache-control', 'x-accel-expires', 'surrogate-control', 'expires'])
      expect(headers).not.toHaveProperty(name);
  });

  test("the site's own cookies survive, however they are set", async () => {
    const paywall = createPaywall(testOptions());
    const app = express();
    app.get(
      '/before',
      (_req, res, next) => {
        res.cookie('own', '1');
        next();
      },
      paywall.meter(),
      (_req, res) => void res.send('x'),
    );
    app.get('/after', paywall.meter(), (_req, res) => void res.set('Set-Cookie', ['own=1', 'more=2']).send('x'));
    app.get('/raw', paywall.meter(), (_req, res) => void res.writeHead(200, { 'Set-Cookie': ['own=1'] }).end('x'));
    for (const path of ['/before', '/after', '/raw']) {
      const { headers } = await sendTo(app, { path });
      const cookies = headers['set-cookie']?.map((cookie) => cookie.split('=')[0]);
      expect(cookies).toEqual(expect.arrayContaining(['own', '__Host-paywall']));
    }
  });

  test('the pass cookie is a __Host- cookie that dies with the period', async () => {
    const { cookies } = await createReader(createTestSite().app).get('/news/a');
    const seconds = (Date.UTC(2026, 11, 1) - NOON) / 1000;
    expect(cookies).toHaveLength(1);
    expect(cookies[0]).toMatch(
      new RegExp(`^__Host-paywall=[\\w.-]+; Max-Age=${seconds}; Path=/; HttpOnly; Secure; SameSite=Lax$`),
    );
  });

  test('a blocked response has the status that the site chose', async () => {
    const { app } = createTestSite({ blockAfter: 0, promptAfter: 0, blockedStatus: 402 });
    expect(await createReader(app).get('/news/a')).toMatchObject({ status: 402, state: 'blocked', text: 'TEASER' });
  });
});

describe("another reader's pass, replayed by a cache before the meter's response is sent", () => {
  const REPLAYED = '__Host-paywall=another; Path=/';
  test.each<[string, (res: express.Response) => void]>([
    ['a page that is sent whole', (res) => void res.append('Set-Cookie', REPLAYED).send('TEXT')],
    [
      'a page whose head is written',
      (res) => void res.writeHead(200, { 'Set-Cookie': [REPLAYED, 'own=1'] }).end('TEXT'),
    ],
    [
      'a page that is streamed',
      (res) => {
        res.append('Set-Cookie', REPLAYED).write('TE');
        res.end('XT');
      },
    ],
  ])('reaches nobody with %s, on a first view and on a re-read', async (_how, answer) => {
    const told: string[] = [];
    const paywall = createPaywall(testOptions({ onEvent: ({ code }) => void told.push(code) }));
    const site = await listen(express().get('/news/:id', paywall.meter(), (_req, res) => answer(res)));
    try {
      const first = await fetch(`${site.origin}/news/1`);
      const cookies = first.headers.getSetCookie();
      expect(cookies.join()).not.toContain('another');
      const cookie = cookies.find((each) => each.includes('paywall='))?.split(';')[0] ?? '';
      const again = await fetch(`${site.origin}/news/1`, { headers: { cookie } });
      expect([await first.text(), await again.text()]).toEqual(['TEXT', 'TEXT']);
      expect(again.headers.getSetCookie().filter((each) => each.includes('paywall='))).toEqual([]);
      expect(told).toContain('ERR_PAYWALL_REPLAYED');
    } finally {
      await site.close();
    }
  });
});

describe('accounts', () => {
  const withAccount = {
    account: (req: express.Request) => (req.headers['x-user'] ? { id: String(req.headers['x-user']) } : null),
  };
  const limited = {
    plans: { limited: { promptAfter: 12, blockAfter: 15 } },
    account: (req: express.Request) =>
      req.headers['x-user'] ? { id: String(req.headers['x-user']), plan: 'limited' } : null,
  };

  test('full access touches nothing: no cookie, no store, no count', async () => {
    const { store, calls } = countingStore();
    const reader = createReader(createTestSite({ store, ...withAccount }).app);
    for (const path of articles(12)) {
      const answer = await reader.get(path, { 'X-User': 'ann' });
      expect(answer).toMatchObject({ header: 'free', cookies: [] });
      expect(answer.headers['cache-control']).toBe('private, no-cache');
    }
    expect(calls).toEqual({ visit: 0, takeBack: 0 });
  });

  test('signing in brings the ledger along, from each browser, as often as one likes', async () => {
    const { app } = createTestSite(limited);
    const ann = { 'X-User': 'ann' };
    const phone = createReader(app);
    const desk = createReader(app);
    for (const path of articles(8)) await phone.get(path);
    for (const path of articles(8, 5)) await desk.get(path);
    expect((await phone.get('/news/article-20', ann)).figures).toMatchObject({ read: '8', limit: '15' });
    expect((await desk.get('/news/article-21', ann)).figures).toMatchObject({ read: '13' });
    expect((await phone.get('/news/article-12', ann)).figures).toMatchObject({ read: '13' });
    expect((await phone.get('/news/article-22', ann)).figures).toMatchObject({ read: '14', left: '0' });
    expect(await desk.get('/news/article-23', ann)).toMatchObject({ state: 'blocked' });
    expect(await desk.get('/news/article-22', ann)).toMatchObject({ state: 'register-prompt' });
  });

  test('signing out gains nothing', async () => {
    const reader = createReader(createTestSite(limited).app);
    for (const path of articles(11)) await reader.get(path, { 'X-User': 'ann' });
    expect(await reader.get('/news/article-12')).toMatchObject({ state: 'blocked' });
  });

  test("one account's ledger never goes to another account of the same browser", async () => {
    const reader = createReader(createTestSite(limited).app);
    for (const path of articles(9)) await reader.get(path, { 'X-User': 'ann' });
    expect((await reader.get('/news/article-10', { 'X-User': 'bob' })).figures).toMatchObject({ read: '0' });
    expect((await reader.get('/news/article-10', { 'X-User': 'ann' })).figures).toMatchObject({ read: '9' });
  });

  test.each<[string, NonNullable<PaywallOptions['account']>]>([
    ['at once', () => ({ id: 'ann' })],
    ['in a promise', async () => ({ id: 'ann' })],
    // As the query builders of databases do, which are no promises.
    // biome-ignore lint/suspicious/noThenProperty: it is what the test is about
    ['in what can be waited for', () => ({ then: (...next) => Promise.resolve({ id: 'ann' }).then(...next) })],
  ])('account() may answer %s', async (_how, account) => {
    const reader = createReader(createTestSite({ account }).app);
    expect(await reader.get('/news/a')).toMatchObject({ header: 'free', cookies: [] });
  });

  test.each([
    [
      'throws',
      () => {
        throw new Error('session store down');
      },
    ],
    ['rejects', () => Promise.reject(new Error('session store down'))],
    ['gives nonsense later', async () => ({ id: '' })],
    ['gives nonsense', () => ({ id: '' })],
  ])('account() that %s leaves a reader without account, and is told', async (_how, account) => {
    const events: PaywallEvent[] = [];
    const reader = createReader(createTestSite({ account, onEvent: (event) => events.push(event) }).app);
    expect(await reader.get('/news/a')).toMatchObject({ status: 200, state: 'free', figures: { read: '0' } });
    expect(events.map(({ code }) => code)).toEqual(['ERR_PAYWALL_ACCOUNT']);
  });
});

describe("the site's own functions", () => {
  test.each([
    [
      'throws',
      () => {
        throw new Error('no');
      },
    ],
    ['gives an empty name', () => ''],
  ])('article() that %s: the path stands in', async (_how, article) => {
    const paywall = createPaywall(testOptions({ onEvent: () => {} }));
    const app = express().get('/:slug', paywall.meter({ article }), (_req, res) => void res.send('x'));
    const reader = createReader(app);
    await reader.get('/a');
    await reader.get('/a/');
    expect((await reader.get('/b')).figures).toMatchObject({ read: '1' });
  });
});

describe('reading', () => {
  test('lists what counted, and counts nothing', async () => {
    const { paywall, app } = createTestSite();
    app.get('/reading', async (req, res) => {
      const reading = await paywall.reading(req);
      res.json({ ...reading, read: articles(12).filter((path) => reading.has(path)), count: reading.read });
    });
    const reader = createReader(app);
    expect(JSON.parse((await reader.get('/reading')).text)).toMatchObject({ count: 0, left: 10, read: [] });
    for (const path of articles(4)) await reader.get(path);
    for (let time = 0; time < 2; time += 1) {
      const { text } = await reader.get('/reading');
      expect(JSON.parse(text)).toEqual({
        state: 'register-prompt',
        count: 4,
        left: 6,
        limit: 10,
        read: articles(4),
        resetsAt: '2026-12-01T00:00:00.000Z',
        account: false,
        plan: null,
        period: 'month',
        timeZone: 'UTC',
      });
    }
  });

  test('tells when days from the first article end, on a device that did not read it too', async () => {
    const { clock, advance } = frozenClock();
    const account = () => ({ id: 'reader', plan: 'limited' });
    const plans = { limited: { promptAfter: 3, blockAfter: 10 } };
    const { paywall, app } = createTestSite({ clock, account, plans, period: { days: 30 } });
    app.get('/reading', async (req, res) => void res.json(await paywall.reading(req)));
    await createReader(app).get('/news/article-1');
    advance(20 * 86_400_000);
    const { text } = await createReader(app).get('/reading');
    const inTenDays = new Date(clock() + 10 * 86_400_000).getTime();
    expect(Math.abs(new Date(JSON.parse(text).resetsAt).getTime() - inTenDays)).toBeLessThan(2000);
  });
});
