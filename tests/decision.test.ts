import { describe, expect, test } from '@jest/globals';
import type express from 'express';
import { memoryStore, type PaywallOptions, type Store } from '../src/index.js';
import { createReader, type Reader } from './support/reader.js';
import { inLongRuns } from './support/rounds.js';
import { createTestSite, frozenClock, NOON } from './support/site.js';

const LIMITS = { promptAfter: 1, blockAfter: 3 };
const DAY = 86_400_000;

const members: Partial<PaywallOptions> = {
  ...LIMITS,
  plans: { limited: { promptAfter: 2, blockAfter: 4 } },
  account: (req: express.Request) => req.headers['x-user'] !== undefined && { id: 'ann', plan: 'limited' },
};
const ann = { 'X-User': 'ann' };

/** A store that tells what it was asked. */
function watched(store: Store = memoryStore({ clock: () => NOON })) {
  const visits: Parameters<Store['visit']>[0][] = [];
  return {
    visits,
    store: {
      ...store,
      visit(visit) {
        visits.push(visit);
        return store.visit(visit);
      },
    } satisfies Store,
  };
}

async function readUpTo(reader: Reader, count: number, headers = {}): Promise<void> {
  for (let n = 1; n <= count; n += 1) await reader.get(`/news/${n}`, headers);
}

describe('reading', () => {
  function siteThatTells(more: Partial<PaywallOptions>) {
    const { app, paywall } = createTestSite(more);
    app.get('/reading', async (req, res) => {
      const reading = await paywall.reading(req);
      res.json({ ...reading, has: ['1', '2', '3', '9'].filter((n) => reading.has(`/news/${n}`)) });
    });
    return app;
  }

  test('of an account with nothing read, twice, counts nothing', async () => {
    const app = siteThatTells(members);
    const reader = createReader(app);
    for (let time = 0; time < 2; time += 1) {
      const answer = await reader.get('/reading', ann);
      expect(JSON.parse(answer.text)).toMatchObject({ read: 0, left: 4, limit: 4, state: 'free', has: [] });
      expect(answer.cookies).toEqual([]);
    }
    expect((await reader.get('/news/1', ann)).figures).toMatchObject({ read: '0', left: '3' });
  });

  test('has() knows on a second device what was read on the first', async () => {
    const app = siteThatTells(members);
    await readUpTo(createReader(app), 3, ann);
    const second = createReader(app);
    expect(JSON.parse((await second.get('/reading', ann)).text)).toMatchObject({ read: 3, has: ['1', '2', '3'] });
  });

  test('tells the state that a new article would meet', async () => {
    const app = siteThatTells(LIMITS);
    const reader = createReader(app);
    const states: string[] = [];
    for (let n = 0; n <= 3; n += 1) {
      states.push(JSON.parse((await reader.get('/reading')).text).state);
      await reader.get(`/news/${n}`);
    }
    expect(states).toEqual(['free', 'register-prompt', 'register-prompt', 'blocked']);
  });
});

describe('numbers', () => {
  test('of a second device are the same at a reload, a moment after the first device has read: regression', async () => {
    const app = createTestSite(members).app;
    await readUpTo(createReader(app), 3, ann);
    const second = createReader(app);
    const first = await second.get('/news/1', ann);
    expect(first).toMatchObject({ state: 'register-prompt', figures: { read: '2', left: '1' } });
    const { state, figures } = await second.get('/news/1', ann);
    expect({ state, figures }).toMatchObject({ state: first.state, figures: first.figures });
  });
});

describe('a block', () => {
  test('is not repeated to whoever signs in: what the account read elsewhere is open at once', async () => {
    const { app } = createTestSite(members);
    await createReader(app).get('/news/elsewhere', ann);
    const reader = createReader(app);
    await readUpTo(reader, 3);
    expect(await reader.get('/news/elsewhere')).toMatchObject({ state: 'blocked' });
    expect((await reader.get('/news/elsewhere', ann)).text).toBe('TEXT of elsewhere');
    expect(await reader.get('/news/4', ann)).toMatchObject({ state: 'blocked' });
  });

  test('of an account is repeated without the store, and only to that account', async () => {
    const { store, visits } = watched();
    const reader = createReader(createTestSite({ ...members, store }).app);
    await readUpTo(reader, 5, ann);
    const asked = visits.length;
    expect(await reader.get('/news/6', ann)).toMatchObject({ state: 'blocked' });
    expect(visits).toHaveLength(asked);
    await reader.get('/news/6');
    expect(visits).toHaveLength(asked + 1);
  });

  test.each([
    ['a minute on', 60_000],
    ['a minute back, as clocks are set', -60_000],
  ])('is asked for again %s', async (_when, step) => {
    const { clock, advance } = frozenClock();
    const { store, visits } = watched();
    const reader = createReader(createTestSite({ ...LIMITS, clock, store }).app);
    await readUpTo(reader, 4);
    const asked = visits.length;
    advance(Math.sign(step) * 59_000);
    await reader.get('/news/5');
    expect(visits).toHaveLength(asked);
    advance(Math.sign(step) * 1_000);
    expect(await reader.get('/news/5')).toMatchObject({ state: 'blocked' });
    expect(visits).toHaveLength(asked + 1);
    await reader.get('/news/5');
    expect(visits).toHaveLength(asked + 1);
  });

  test('is not unsaid by a re-read', async () => {
    const { store, visits } = watched();
    const reader = createReader(createTestSite({ ...LIMITS, store }).app);
    await readUpTo(reader, 4);
    const asked = visits.length;
    const again = await reader.get('/news/2');
    expect(again).toMatchObject({ state: 'register-prompt', cookies: [] });
    expect(await reader.get('/news/4')).toMatchObject({ state: 'blocked' });
    expect(visits).toHaveLength(asked);
  });

  test('is not said by a pass alone, while the limit is not reached there', async () => {
    const reader = createReader(createTestSite({ ...LIMITS }).app);
    await readUpTo(reader, 3);
    const raised = createReader(createTestSite({ promptAfter: 1, blockAfter: 5 }).app);
    raised.replace(reader.cookie);
    expect(await raised.get('/news/4')).toMatchObject({ state: 'register-prompt' });
  });
});

describe('limits at their ends', () => {
  inLongRuns(() => {
    test('Infinity: 1,001 articles and one more are open, and Redis is never sent more than it keeps', async () => {
      const never = Number.POSITIVE_INFINITY;
      const { store, visits } = watched();
      const { paywall } = createTestSite({ promptAfter: never, blockAfter: never, store });
      let cookie = '';
      for (let n = 1; n <= 1002; n += 1) {
        const { decision, end } = await paywall.decide({ method: 'GET', target: `/news/${n}`, headers: { cookie } });
        expect(decision).toMatchObject({ state: 'free', read: Math.min(n - 1, 1000), left: never, limit: never });
        cookie = end(200).cookie?.split(';')[0] ?? cookie;
      }
      expect(Math.max(...visits.map(({ limit }) => limit))).toBe(1000);
      expect(Math.max(...visits.map(({ ledger }) => ledger?.length ?? 0))).toBe(64);
    }, 60_000);
  });

  test.each([
    [399, 'moved'],
    [400, 'refused'],
    [304, 'shown'],
    [299, 'shown'],
    [300, 'moved'],
  ])('a status of exactly %d is %s', async (status, what) => {
    const { paywall } = createTestSite();
    const { end } = await paywall.decide({ method: 'GET', target: '/news/1', headers: {} });
    expect(end(status).cookie === undefined).toBe(what !== 'shown');
  });

  test('a clock between two milliseconds, and between two seconds', async () => {
    const { clock, advance } = frozenClock(NOON + 0.5);
    const reader = createReader(createTestSite({ ...LIMITS, clock }).app);
    await reader.get('/news/1');
    advance(999.25);
    expect((await reader.get('/news/2')).figures).toMatchObject({ read: '1' });
    expect((await reader.get('/news/1')).cookies).toEqual([]);
  });
});

describe('days from the first article', () => {
  test('no pass is sent on a re-read, nor on a repeated block', async () => {
    const { clock, advance } = frozenClock();
    const store = memoryStore({ clock });
    const reader = createReader(createTestSite({ ...LIMITS, clock, store, period: { days: 7 } }).app);
    await readUpTo(reader, 4);
    advance(1500);
    for (const n of [1, 2, 3, 4]) expect((await reader.get(`/news/${n}`)).cookies).toEqual([]);
  });

  test('end for a pass when they end for the set', async () => {
    const { clock, advance } = frozenClock();
    const store = memoryStore({ clock });
    const reader = createReader(createTestSite({ ...LIMITS, clock, store, period: { days: 2 } }).app);
    await reader.get('/news/1');
    advance(DAY);
    await reader.get('/news/2');
    expect(await reader.get('/news/3')).toMatchObject({ figures: { read: '2', reset: String(DAY / 1000) } });
    advance(DAY);
    expect(await reader.get('/news/4')).toMatchObject({ figures: { read: '0', reset: String((2 * DAY) / 1000) } });
  });
});
