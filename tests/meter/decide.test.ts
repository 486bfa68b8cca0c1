import { describe, expect, jest, test } from '@jest/globals';
import type { Crawlers, CrawlerVerdict } from '../../src/crawlers/index.js';
import type { Figures } from '../../src/figures/index.js';
import { createCore, type Decision, type Reason, type View } from '../../src/meter/index.js';
import { NODE_MEANS } from '../../src/meter/node/index.js';
import type { CoreOptions } from '../../src/meter/options.js';
import { readSettings, type Settings } from '../../src/meter/settings.js';
import type { Metric } from '../../src/metrics/index.js';
import { type PolicySource, type Rules, rulesOfCode } from '../../src/policy/index.js';
import type { Store, TakeBack, Visit, Visited } from '../../src/store/index.js';
import { NOON, SECRET, testOptions } from '../support/site.js';
import { someFigures } from './facts.js';

const plans = { limited: { promptAfter: 1, blockAfter: 3 }, gold: 'full' } as const;
const ANN = { id: 'ann', plan: 'limited' };

/** A meter without any way in, with a store that answers so. */
function meter(
  options: Partial<CoreOptions> = {},
  answer: Partial<Visited> | Error = {},
  more: Partial<Settings> = {},
) {
  const asked: Visit[] = [];
  const takenBack: (readonly [string, readonly TakeBack[]])[] = [];
  const store: Store = {
    async visit(visit) {
      asked.push(visit);
      if (answer instanceof Error) throw answer;
      return { outcome: 'added', read: 0, members: null, provisional: [], endsIn: visit.endsIn, ...answer };
    },
    takeBack: async (...given) => void takenBack.push(given),
  };
  const told: unknown[] = [];
  const { settings } = readSettings({ ...testOptions(), plans, store, ...options }, 'test', {}, NODE_MEANS);
  const core = createCore(
    { ...settings, ...more },
    (code, message, error) => void told.push([code, typeof message === 'string' ? message : message(), error]),
  );
  const view = (given: Partial<View> = {}) => core.decide({ method: 'GET', target: '/news/a', headers: {}, ...given });
  return { core, view, asked, takenBack, told, settings };
}

/** The value of one line of the metrics. */
function measured(metrics: readonly Metric[], name: string, ...labels: readonly string[]): number | undefined {
  const samples = metrics.flatMap((metric) =>
    metric.samples().map((sample) => ({ metricName: metric.name, ...sample })),
  );
  return samples.find((one) => one.metricName === name && Object.values(one.labels).join() === labels.join())?.value;
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const cookieOf = (cookie: string | undefined) => cookie?.split(';')[0] ?? '';
const verified = (verdict: CrawlerVerdict): Crawlers => ({
  verify: () => verdict,
  refresh: async () => undefined,
  close: () => undefined,
});

describe('a view', () => {
  test.each<[string, Partial<View>, Partial<CoreOptions>, Partial<Decision>]>([
    ['of a method that shows nothing', { method: 'POST' }, {}, { state: 'free', reason: 'not-metered' }],
    ['of no article', { article: () => null }, {}, { reason: 'not-metered' }],
    ['of HEAD', { method: 'HEAD' }, {}, { state: 'free', reason: 'head', counted: false }],
    [
      'of one with full access',
      { account: () => ({ id: 1, plan: 'gold' }) },
      {},
      { state: 'free', reason: 'full-access', plan: 'gold', account: true },
    ],
    [
      'of an open article',
      { article: () => ({ id: 'a', access: 'open' }) },
      {},
      { state: 'free', reason: 'open', access: 'open' },
    ],
    [
      'of a locked one',
      { article: () => ({ id: 'a', access: 'locked' }) },
      {},
      { state: 'blocked', reason: 'locked', access: 'locked' },
    ],
    ['of a crawler', {}, { crawlers: verified('verified') }, { state: 'free', reason: 'crawler' }],
    ['of a false one', {}, { crawlers: verified('refuted') }, { state: 'blocked', reason: 'false-crawler' }],
    [
      'of an AI crawler',
      { headers: { 'user-agent': 'GPTBot/1.2' } },
      { aiCrawlers: 402 },
      { state: 'blocked', reason: 'ai-crawler' },
    ],
    ['of one who has left', { left: () => true }, {}, { reason: 'left', counted: false }],
    ['of one who has not', { left: () => false }, {}, { reason: 'first-view' }],
    [
      'of a new reader',
      {},
      {},
      { state: 'free', reason: 'first-view', counted: true, read: 0, left: 9, account: false },
    ],
    ['of an account', { account: () => ANN }, {}, { reason: 'new-article', counted: true, limit: 3, plan: 'limited' }],
    ['ahead of its time', { headers: { 'sec-purpose': 'prefetch' } }, {}, { reason: 'speculative', counted: false }],
    ['as an image', { headers: { 'sec-fetch-dest': 'image' } }, {}, { reason: 'subresource', counted: false }],
  ])('%s', async (_what, given, options, decision) => {
    const { view, told } = meter(options);
    expect((await view(given)).decision).toMatchObject(decision);
    expect(told).toEqual([]);
  });

  test.each<[string, Partial<View>, Partial<CoreOptions>, object | undefined, boolean]>([
    ['none of ours', { method: 'POST' }, {}, undefined, false],
    ['a reader’s', {}, {}, undefined, true],
    ['a false crawler’s', {}, { crawlers: verified('refuted') }, undefined, true],
    ['an AI crawler’s', { headers: { 'user-agent': 'GPTBot/1.2' } }, { aiCrawlers: 402 }, { status: 402 }, true],
    [
      'an AI crawler’s that a search crawler’s proof covers',
      { headers: { 'user-agent': 'GPTBot/1.2' } },
      { aiCrawlers: 402, crawlers: verified('refuted') },
      undefined,
      true,
    ],
    ['speculative', { headers: { 'sec-purpose': 'prefetch' } }, {}, { status: 503 }, true],
    ['a subresource', { headers: { 'sec-fetch-dest': 'image' } }, {}, { status: 403 }, true],
  ])('that is %s is answered in place of the page or not', async (_what, given, options, answer, metered) => {
    const outcome = await meter(options).view(given);
    expect(outcome.metered).toBe(metered);
    if (answer) expect(outcome.answer).toMatchObject(answer);
    else expect(outcome.answer).toBeUndefined();
  });

  test.each<[string, Partial<View>, Partial<Visited>, string, boolean]>([
    ['a wall', { article: () => ({ id: 'a', access: 'locked' }) }, {}, 'private, no-store', true],
    ['a wall of the limit', { account: () => ANN }, { outcome: 'full', read: 3 }, 'private, no-store', true],
    ['an article on the count', {}, {}, 'private, no-cache', true],
    ['an article that costs nothing', { article: () => ({ id: 'a', access: 'open' }) }, {}, 'private, no-cache', false],
  ])('of %s is kept so', async (_what, given, answer, control, withoutValidators) => {
    const { set, remove } = (await meter({}, answer).view(given)).end(200);
    expect(set).toMatchObject({ 'Cache-Control': control });
    expect(remove.includes('etag')).toBe(withoutValidators);
  });

  test('brings a pass, and the next is a re-read by it', async () => {
    const { view, asked } = meter();
    const first = (await view()).end(200);
    expect(first.cookie).toMatch(/^__Host-paywall=.*; Max-Age=1339200; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    const again = await view({ headers: [['Cookie', cookieOf(first.cookie)]] });
    expect(again.decision).toMatchObject({ reason: 're-read' });
    expect(again.end(200).cookie).toBeUndefined();
    expect(asked).toEqual([]);
    expect((await view({ target: '/news/b', headers: { cookie: cookieOf(first.cookie) } })).decision.reason).toBe(
      'new-article',
    );
    expect(asked).toHaveLength(1);
  });
});

describe('the store', () => {
  test('that says it is full blocks, and is not asked again at once', async () => {
    const { view, asked } = meter({}, { outcome: 'full', read: 3, members: [1, 2, 3] });
    const blocked = await view({ account: () => ANN });
    expect(blocked.decision).toMatchObject({ state: 'blocked', reason: 'limit' });
    const headers = { cookie: cookieOf(blocked.end(200).cookie) };
    expect((await view({ account: () => ANN, headers })).decision.reason).toBe('recheck');
    expect(asked).toHaveLength(1);
  });

  test.each<['ledger' | 'open' | 'closed', Partial<Decision>]>([
    ['ledger', { state: 'free', counted: true }],
    ['closed', { state: 'blocked', counted: false }],
  ])('that fails: the ledger decides, or %s', async (onStoreError, decision) => {
    const { view, told } = meter({ onStoreError }, new Error('away'));
    const { reason, degraded, ...rest } = (await view({ account: () => ANN })).decision;
    expect([reason, degraded]).toEqual(['store-down', true]);
    expect(rest).toMatchObject(decision);
    expect(told).toEqual([['ERR_PAYWALL_STORE', expect.any(String), new Error('away')]]);
  });

  test('is told of a wall at once that may have been counted, and of an article once it comes to nothing', async () => {
    const closed = meter({ onStoreError: 'closed' }, new Error('away'));
    const wall = await closed.view({ account: () => ANN });
    await turn();
    expect(closed.takenBack).toHaveLength(1);
    expect(wall.awaited).toBe(false);
    wall.end(null);
    await turn();
    expect(closed.takenBack).toHaveLength(1);

    const well = meter();
    const shown = await well.view({ account: () => ANN });
    await turn();
    expect(well.takenBack).toEqual([]);
    expect(shown.awaited).toBe(true);
    shown.end(500);
    await turn();
    expect(well.takenBack).toEqual([
      [well.asked[0]?.key, [{ article: well.asked[0]?.article, view: expect.any(String) }]],
    ]);
  });

  test('is told of it for as long as the platform waits', async () => {
    const { view, takenBack, told } = meter();
    const waited: Promise<unknown>[] = [];
    (await view({ account: () => ANN, waitUntil: (work) => waited.push(work) })).end(500);
    expect(waited).toHaveLength(1);
    await waited[0];
    expect(takenBack).toHaveLength(1);
    const error = new Error('no');
    const waitUntil = () => {
      throw error;
    };
    (await view({ account: () => ANN, waitUntil })).end(500);
    expect(told).toEqual([['ERR_PAYWALL_TAKE_BACK', 'waitUntil() failed; a view may not be taken back', error]]);
    (await view({ account: () => ANN })).end(500);
    expect(told).toHaveLength(1);
  });

  test('is asked for a network’s new readers, of first views and of those who follow on several', async () => {
    const { view, asked } = meter({ newReaders: { perDay: 1, beyond: 'blocked' } }, { outcome: 'full', read: 1 });
    const address = '203.0.113.9';
    expect((await view({ address })).decision).toMatchObject({ state: 'blocked', reason: 'network' });
    expect(asked.map(({ key }) => key)).toEqual([expect.stringMatching(/^new:/)]);
    const plain = meter();
    const passes = await Promise.all([plain.view(), plain.view({ target: '/b' })]);
    const cookie = passes.map((outcome) => cookieOf(outcome.end(200).cookie)).join('; ');
    expect((await view({ address, target: '/c', headers: { cookie } })).decision.reason).toBe('network');
    expect(asked).toHaveLength(2);
    const open = meter({ newReaders: { perDay: 1 } });
    expect((await open.view({ address, target: '/c', headers: { cookie } })).decision.reason).toBe('new-article');
    expect(open.asked.map(({ key }) => key.slice(0, 4))).toEqual(['new:', '2026']);
  });
});

describe('where the paywall itself fails', () => {
  const error = new Error('no');
  const internal = ['ERR_PAYWALL_INTERNAL', 'The paywall failed; the view passes unmetered', error];
  const failing = () => Promise.reject(error);

  test('the view passes, uncounted and private', async () => {
    const { view, told } = meter({}, {}, { turnEnds: failing });
    const outcome = await view();
    expect(outcome.decision).toMatchObject({ state: 'free', reason: 'undecided', counted: false, access: 'metered' });
    expect(outcome.end(200)).toMatchObject({ set: { Paywall: 'free' }, cookie: undefined });
    expect(told).toEqual([internal]);
  });

  test('to sign a pass, what was counted is taken back', async () => {
    for (const [answer, takenBack] of [
      [{}, 1],
      [{ outcome: 'full', read: 3 }, 0],
      [new Error('away'), 1],
    ] as const) {
      const options = answer instanceof Error ? ({ onStoreError: 'closed' } as const) : {};
      const { keyring } = meter().settings;
      let fails = false;
      const first = Object.create(keyring.first, {
        id: {
          get() {
            if (fails) throw error;
            return keyring.first.id;
          },
        },
      });
      const broken = meter(options, answer, { keyring: { ...keyring, first } });
      fails = true;
      expect((await broken.view({ account: () => ANN })).decision.reason).toBe('undecided');
      await turn();
      expect(broken.takenBack).toHaveLength(takenBack);
      await broken.view();
      expect(broken.told.at(-1)).toEqual(internal);
    }
  });
});

describe('what a newsroom says', () => {
  function following(rules: Partial<Rules>, options: Partial<CoreOptions> = {}) {
    const attach = jest.fn<PolicySource['attach']>((place) => () => ({ ...rulesOfCode(place), ...rules }));
    return { ...meter(options, {}, { policy: Object.assign(Object.create(null), { attach }) }), attach };
  }

  test.each([
    [NOON + 1, 'open'],
    [NOON, 'first-view'],
    [NOON - 1, 'first-view'],
  ])('that all is open until %d: a view at noon is %s', async (openUntil, reason) => {
    const { view, core } = following({ openUntil });
    expect((await view()).decision).toMatchObject({ state: 'free', reason });
    expect(core.rules().openUntil).toBe(openUntil);
  });

  test('that an article is open to this reader', async () => {
    const { core } = meter();
    const { article } = await core.facts({}, null, '/news/a');
    const givenTo: Rules['givenTo'] = (pass) => ({ pass, generation: 0, granted: 0, opened: [article] });
    const { view } = following({ givenTo });
    const opened = await view();
    expect(opened.decision).toMatchObject({ state: 'free', reason: 'open' });
    expect(opened.end(200).cookie).toBeUndefined();
    expect((await view({ target: '/news/b' })).decision.reason).toBe('first-view');
  });

  test('is asked for once, and told how to know a reader by the cookie', async () => {
    const { attach, settings, view } = following({});
    const cookie = cookieOf((await view()).end(200).cookie);
    expect(attach).toHaveBeenCalledTimes(1);
    const [place, clock, , readerOf] = attach.mock.calls[0] ?? [];
    expect(place?.site).toBe(settings.site);
    expect(clock?.()).toBe(NOON);
    expect(await readerOf?.(cookie, null)).toMatchObject({ now: NOON, pass: { read: 1 } });
  });
});

describe('a reader is known', () => {
  test('by the cookie and the account, for an article or none', async () => {
    const { core, view } = meter();
    const cookie = cookieOf((await view()).end(200).cookie);
    const facts = await core.facts({ cookie }, null, '/news/a');
    expect(facts).toMatchObject({ now: NOON, head: false, noReading: undefined, pass: { ledger: [facts.article] } });
    expect(facts.around).toEqual({ access: 'metered', account: false, plan: null, period: 'month', timeZone: 'UTC' });
    const nowhere = await core.facts({}, null);
    expect(nowhere.article).toBe((await core.facts({}, null, '')).article);
    expect(nowhere.networkCap).toBeUndefined();
  });

  test('by what they have read', async () => {
    const { core, asked } = meter({}, { outcome: 'full', read: 2 });
    const reading = await core.reading({ headers: {}, account: () => ANN });
    expect(reading).toMatchObject({ read: 2, left: 1, limit: 3, account: true, plan: 'limited' });
    expect(asked).toMatchObject([{ limit: 0 }]);
    const full = await core.reading({ headers: {}, account: () => ({ id: 1, plan: 'gold' }) });
    expect(full).toMatchObject({ read: 0, limit: Number.POSITIVE_INFINITY, account: true, plan: 'gold' });
    expect(full.resetsAt).toEqual(new Date(Date.UTC(2026, 11, 1)));
    expect(asked).toHaveLength(1);
    expect(await core.reading({ headers: {} })).toMatchObject({ read: 0, limit: 10, account: false, plan: null });
  });

  test('article by article', async () => {
    const { core, view } = meter();
    const headers = { cookie: cookieOf((await view()).end(200).cookie) };
    const reading = await core.reading({ headers });
    expect([reading.has('/news/a'), reading.has('/news/b')]).toEqual([true, false]);
  });
});

describe('what is counted', () => {
  const took = 'paywall_site_function_duration_seconds';

  test('of decisions, elsewhere too', async () => {
    const { core, view } = meter();
    await view();
    core.countElsewhere('blocked', 'recheck');
    const reason: Reason = 'first-view';
    expect(measured(core.metrics, 'paywall_decisions_total', 'free', reason)).toBe(1);
    expect(measured(core.metrics, 'paywall_decisions_total', 'blocked', 'recheck')).toBe(1);
  });

  test("of the site's functions: only those that were asked, in seconds", async () => {
    const { core, view } = meter();
    await view();
    await view({ method: 'POST', article: () => 'a' });
    expect(measured(core.metrics, `${took}_count`, 'article')).toBe(0);
    expect(measured(core.metrics, `${took}_count`, 'account')).toBe(0);
    const now = jest.spyOn(performance, 'now');
    let at = 10_000;
    now.mockImplementation(() => {
      at += 250;
      return at;
    });
    try {
      await view({ article: () => 'a', account: () => null });
    } finally {
      now.mockRestore();
    }
    expect(measured(core.metrics, `${took}_count`, 'article')).toBe(1);
    expect(measured(core.metrics, `${took}_count`, 'account')).toBe(1);
    expect(measured(core.metrics, `${took}_sum`, 'article')).toBe(0.25);
    expect(measured(core.metrics, `${took}_sum`, 'account')).toBe(0.25);
  });

  test('of views that are decided together', async () => {
    const { core, view } = meter();
    await Promise.all([view(), view(), view()]);
    await view();
    expect(measured(core.metrics, 'paywall_turn_views_sum')).toBe(4);
    expect(measured(core.metrics, 'paywall_turn_views_count')).toBe(2);
  });

  test('of passes, those refused and those accepted', async () => {
    const { core, view } = meter();
    const cookie = cookieOf((await view()).end(200).cookie);
    await view({ headers: { cookie } });
    expect(measured(core.metrics, 'paywall_passes_accepted_total', '2026-11')).toBe(1);
    expect(Object.values(core.refusedPasses())).toEqual([0, 0, 0, 0, 0, 0]);
    expect(measured(core.metrics, 'paywall_store_breaker_state', 'closed')).toBe(1);
  });
});

test('a clock of no use is told of, and the machine’s stands in', async () => {
  const { view, told } = meter({ clock: () => Number.NaN });
  expect((await view()).decision.reason).toBe('first-view');
  expect(told[0]).toEqual(['ERR_PAYWALL_CLOCK', "clock() was of no use; the machine's stands in", expect.any(Error)]);
});

test('what edges need is there: the key of the period’s articles and the public keys', () => {
  const { core } = meter({ keys: [{ id: '2026-11', secret: SECRET }] });
  expect(core.articleKey()).toMatchObject({ period: '2026-11' });
  expect(core.articleKey(new Date(Date.UTC(2026, 11, 1)))).toMatchObject({ period: '2026-12' });
  expect(core.jwks()).toEqual({ keys: [] });
});

test('figures hear of each view by the name that the site gave', async () => {
  const { figures: figuresOf, seen } = someFigures();
  const begin = jest.fn<Figures['begin']>(() => figuresOf);
  const figures = Object.assign(Object.create(null), { begin, close: async () => undefined });
  const { core, view, settings } = meter({}, {}, { figures });
  expect(core.figures).toBe(figuresOf);
  const { periods } = settings;
  expect(begin).toHaveBeenCalledWith({ periods, clock: expect.any(Function), report: expect.any(Function) });
  (await view()).end(200);
  (await view({ article: () => Number.NaN })).end(200);
  (await view({ article: () => ({ id: 'x', access: 'open' }) })).end(200);
  (await view({ method: 'POST' })).end(200);
  expect(seen).toMatchObject([
    [{ decision: { reason: 'first-view' } }, { name: '/news/a', facts: { account: undefined }, passes: [] }, undefined],
    [{ decision: { reason: 'first-view' } }, { name: null }, undefined],
    [{ decision: { reason: 'open' } }, { name: 'x' }, undefined],
  ]);
  expect(seen).toHaveLength(3);
});
