import { describe, expect, test } from '@jest/globals';
import express, { type Request } from 'express';
import {
  type Account,
  createPaywall,
  type FiguresReport,
  memoryFigures,
  memoryStore,
  type Paywall,
  type PaywallOptions,
  type PlanCounts,
  type Store,
} from '../../src/index.js';
import { createReader, type Reader } from '../support/reader.js';
import { createTestSite, frozenClock, testOptions } from '../support/site.js';

const TODAY = '2026-11-15';

async function reportOf(paywall: Paywall): Promise<FiguresReport> {
  const { figures } = paywall;
  if (!figures) throw new Error('no figures');
  return figures.read();
}

function planOf({ sum }: FiguresReport, name: string | null = null, account = name !== null): PlanCounts {
  const found = sum.plans.find((plan) => plan.plan === name && plan.account === account);
  if (!found) throw new Error(`no plan ${name}`);
  return found;
}

async function read(reader: Reader, from: number, to: number): Promise<void> {
  for (let n = from; n <= to; n += 1) await reader.get(`/news/article-${n}`);
}

const openSite = (more: Partial<PaywallOptions> = {}) => createTestSite({ figures: memoryFigures(), ...more });

describe('what is counted', () => {
  test('is each view that was shown, by state and reason', async () => {
    const { app, paywall } = openSite();
    const reader = createReader(app);
    await read(reader, 1, 12);
    await reader.get('/news/article-1');
    const plan = planOf(await reportOf(paywall));
    expect(plan.views).toEqual(
      expect.arrayContaining([
        { state: 'free', reason: 'first-view', count: 1 },
        { state: 'free', reason: 'new-article', count: 2 },
        { state: 'register-prompt', reason: 'new-article', count: 7 },
        { state: 'blocked', reason: 'limit', count: 1 },
        { state: 'blocked', reason: 'recheck', count: 1 },
        { state: 'register-prompt', reason: 're-read', count: 1 },
      ]),
    );
    expect(plan).toMatchObject({ prompts: 8, walls: 2, degraded: 0, account: false, plan: null });
  });

  test('is each reader once at each number of articles, once at the prompt and once at the wall', async () => {
    const { app, paywall } = openSite();
    for (const articles of [1, 1, 2, 5, 12]) {
      const reader = createReader(app);
      await read(reader, 1, articles);
      await read(reader, 1, articles);
    }
    const plan = planOf(await reportOf(paywall));
    expect(plan.reached).toEqual([0, 5, 3, 2, 2, 2, 1, 1, 1, 1, 1]);
    expect(plan.prompted).toEqual([0, 0, 0, 0, 2]);
    expect(plan.stopped).toEqual([...Array(10).fill(0), 1]);
  });

  test.each([
    ['wall', { promptAfter: 0, blockAfter: 2 }, undefined, 1],
    ['wall, of format 1, only with the store back', { promptAfter: 0, blockAfter: 2 }, 1, 0],
  ] as const)(
    'is each reader once at the %s, met while the store is out and again once it is back',
    async (_what, limits, passFormat, during) => {
      const { clock } = frozenClock();
      const memory = memoryStore({ clock });
      let out = false;
      const visit: Store['visit'] = (asked) => (out ? Promise.reject(new Error('out')) : memory.visit(asked));
      const { app, paywall } = openSite({
        ...limits,
        ...{ clock, store: { ...memory, visit }, onEvent: () => undefined },
        ...(passFormat && { passFormat }),
      });
      const reader = createReader(app);
      await read(reader, 1, 2);
      out = true;
      await read(reader, 3, 5);
      const plan = planOf(await reportOf(paywall));
      expect(plan.views).toContainEqual({ state: 'blocked', reason: 'store-down', count: 3 });
      expect(plan).toMatchObject({ walls: 3, stopped: during === 0 ? [] : [0, 0, during] });
      out = false;
      await read(reader, 3, 5);
      expect(planOf(await reportOf(paywall)).stopped).toEqual([0, 0, 1]);
    },
  );

  test('is nobody stopped whom the site keeps out while the store is', async () => {
    const visit = () => Promise.reject(new Error('out'));
    const { app, paywall } = openSite({
      ...{ store: { ...memoryStore(), visit }, onEvent: () => undefined },
      onStoreError: 'closed',
    });
    await read(createReader(app), 1, 3);
    expect(planOf(await reportOf(paywall))).toMatchObject({ walls: 2, stopped: [] });
  });

  test('is no view that came to nothing, no HEAD, and nothing that is not metered', async () => {
    const { app, paywall } = openSite();
    const reader = createReader(app);
    for (const slug of ['missing', 'moved', 'broken']) await reader.get(`/news/${slug}`);
    await reader.head('/news/one');
    const plan = planOf(await reportOf(paywall));
    expect(plan).toMatchObject({ views: [], reached: [] });
  });

  test('is beside them what no reader asks for', async () => {
    const { app, paywall } = openSite({ aiCrawlers: 'block' });
    const reader = createReader(app);
    await reader.get('/news/one', { 'Sec-Purpose': 'prefetch' });
    await reader.get('/news/one', { 'Sec-Fetch-Dest': 'image' });
    await reader.get('/news/one', { 'User-Agent': 'GPTBot/1.2' });
    const { sum } = await reportOf(paywall);
    expect(sum.aside).toEqual({
      crawler: 0,
      'false-crawler': 0,
      'ai-crawler': 1,
      speculative: 1,
      subresource: 1,
    });
    expect(sum.plans[0]?.views).toEqual([]);
  });

  test('is of articles what the site named, by their names', async () => {
    const article = (req: Request) => {
      if (req.params.slug === 'fault') throw new Error('no name');
      return {
        id: `story ${req.params.slug}`,
        access: req.params.slug === 'shut' ? ('locked' as const) : ('metered' as const),
      };
    };
    const paywall = createPaywall(testOptions({ figures: memoryFigures(), onEvent: () => undefined, promptAfter: 1 }));
    const app = express().get('/news/:slug', paywall.meter({ article }), (req, res) => res.send(req.paywall.state));
    const reader = createReader(app);
    for (const slug of ['a', 'b', 'b', 'shut', 'fault?email=ottoline']) await reader.get(`/news/${slug}`);
    const { sum } = await reportOf(paywall);
    const none = { registered: 0, subscribed: 0, entered: 0, short: 0 };
    expect(sum.articles).toEqual([
      { name: 'story b', views: 2, prompts: 2, walls: 0, ...none },
      { name: 'story a', views: 1, prompts: 0, walls: 0, ...none },
      { name: 'story shut', views: 1, prompts: 0, walls: 1, ...none },
    ]);
  });

  test('is of the day in the publication’s time zone', async () => {
    const time = frozenClock(Date.UTC(2026, 10, 15, 23, 30));
    const { app, paywall } = openSite({ clock: time.clock, timeZone: 'Europe/Berlin' });
    await createReader(app).get('/news/one');
    time.advance(24 * 3_600_000);
    await createReader(app).get('/news/one');
    const report = await paywall.figures?.read({ from: '2026-11-15' });
    expect(report?.days.map(({ day, plans }) => [day, plans[0]?.reached[1] ?? 0])).toEqual([
      [TODAY, 0],
      ['2026-11-16', 1],
      ['2026-11-17', 1],
    ]);
  });

  test('is nothing without the option', async () => {
    const { app, paywall } = createTestSite();
    await createReader(app).get('/news/one');
    expect(paywall.figures).toBeUndefined();
  });
});

describe('readers who register', () => {
  const plans = { registered: { promptAfter: 12, blockAfter: 14 } };
  const account = (req: Request): Account | null => {
    const id = req.get('X-User');
    return id === undefined ? null : { id, plan: 'registered' };
  };

  function siteWithAccounts() {
    const site = openSite({ plans, account });
    site.app.get('/register', async (req, res) => {
      const article = req.get('X-Article');
      const access = req.get('X-Access') === 'locked' ? ('locked' as const) : ('metered' as const);
      await site.paywall.converted(
        req,
        'registered',
        article === undefined ? {} : { article: { id: article, access } },
      );
      res.send('welcome');
    });
    return site;
  }

  test.each([
    ['the prompt', 4, '/news/article-4', 'metered', 'prompt'],
    ['the wall', 11, '/news/article-11', 'metered', 'wall'],
    ['the prompt of an article read before the wall', 11, '/news/article-4', 'metered', 'prompt'],
    ['an article that they have not seen', 4, '/news/article-9', 'metered', 'other'],
    ['a free one', 2, '/news/article-2', 'metered', 'other'],
    ['a locked one', 2, '/news/article-9', 'locked', 'locked'],
    ['elsewhere', 11, undefined, 'metered', 'other'],
  ])('are told of, from %s', async (_what, articles, article, access, from) => {
    const { app, paywall } = siteWithAccounts();
    const reader = createReader(app);
    await read(reader, 1, articles);
    await reader.get('/register', { ...(article && { 'X-Article': article }), 'X-Access': access });
    const report = await reportOf(paywall);
    expect(planOf(report).converted.registered).toEqual({
      prompt: 0,
      wall: 0,
      locked: 0,
      other: 0,
      [from]: 1,
      total: 1,
    });
    const named = report.sum.articles.filter(({ registered }) => registered > 0).map(({ name }) => name);
    expect(named).toEqual(article ? [article] : []);
  });

  test('or sign in bring what they have read into the account once, from the wall they stood at', async () => {
    const { app, paywall } = siteWithAccounts();
    const reader = createReader(app);
    await read(reader, 1, 11);
    const signedIn = { 'X-User': 'ottoline' };
    for (let times = 0; times < 3; times += 1) await reader.get('/news/article-11', signedIn);
    await reader.get('/news/article-12', signedIn);
    const report = await reportOf(paywall);
    const plan = planOf(report, 'registered');
    expect(plan.converted.entered).toEqual({ prompt: 0, wall: 1, locked: 0, other: 0, total: 1 });
    // Merging reaches no number.
    expect(plan.reached.map((count, n) => [n, count]).filter(([, count]) => count)).toEqual([
      [11, 1],
      [12, 1],
    ]);
    expect(report.sum.articles.find(({ name }) => name === '/news/article-11')).toMatchObject({ entered: 1 });
  });

  test('in a way that there is none of are refused', async () => {
    const { paywall } = siteWithAccounts();
    const req: unknown = { headers: {} };
    const told: unknown = paywall.converted;
    if (typeof told !== 'function') throw new Error('no function');
    await expect(told(req, 'bought')).rejects.toThrow(/paywall\.converted\.what/);
    await expect(told(req, 'registered', { from: 'wall' })).rejects.toThrow(/no such option/);
  });
});

test('an option that is no figures is refused', () => {
  const figures: unknown = { add: () => undefined };
  const options: Record<string, unknown> = { ...testOptions(), figures };
  const create: (options: never) => unknown = createPaywall;
  expect(() => Reflect.apply(create, undefined, [options])).toThrow(/createPaywall\.figures/);
});
