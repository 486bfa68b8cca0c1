import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { reasonName } from '../../src/console/words.js';
import { type Received, send } from '../support/http.js';
import { wordsOf } from './desk.js';
import { PASSWORD, type ServedLog, serveThroughRestart, sumsOf } from './served.js';

let site: Awaited<ReturnType<typeof serveThroughRestart>>;
let log: ServedLog;
let port = 0;
beforeAll(async () => {
  site = await serveThroughRestart();
  port = await site.handOver();
  log = site.log();
}, 180_000);
afterAll(() => site.close());

const authorization = `Basic ${Buffer.from(`Anna:${PASSWORD}`).toString('base64')}`;
const ask = (path: string): Promise<Received> =>
  send(port, { path: `/paywall/console${path}`, headers: { Authorization: authorization } });

/** Rows of a table by their first cell, its other cells as numbers where they are some. */
function csvOf({ text }: Received): readonly Readonly<Record<string, string | number>>[] {
  const [head = [], ...rows] = text
    .trimEnd()
    .split('\r\n')
    .map((row) => row.split(','));
  return rows.map((row) =>
    Object.fromEntries(head.map((name, at) => [name, /^\d+$/.test(row[at] ?? '') ? Number(row[at]) : (row[at] ?? '')])),
  );
}

test('there was an outage that readers met, and views that met nothing', () => {
  const sums = sumsOf(log);
  expect(sums.degraded).toBeGreaterThan(0);
  expect(sums.degraded).toBeLessThan(sums.shown);
  expect(sums.registered).toBeGreaterThan(3);
  expect(log.views.some(({ shown }) => !shown)).toBe(true);
});

test('the console’s page has exactly the sums of what two processes served, through a restart of Redis', async () => {
  const sums = sumsOf(log);
  const words = wordsOf(await ask('/'));
  expect(words).toContain(` Pages shown: ${sums.shown} .`);
  expect(words).toContain(`Article, no prompt ${sums.states.free} `);
  expect(words).toContain(`Article and prompt ${sums.states['register-prompt']} `);
  expect(words).toContain(`Wall ${sums.states.blocked} `);
  expect(words).toContain(`Views in an outage ${sums.degraded} `);
  expect(words).toMatch(new RegExp(` Registered ${sums.registered} as reported by the site`));
  const day = `Nov 15, 2026 ${sums.states.free} ${sums.states['register-prompt']} ${sums.states.blocked} `;
  expect(words).toContain(day);
  const names = { free: 'Article, no prompt', 'register-prompt': 'Article and prompt', blocked: 'Wall' };
  for (const [reason, count] of Object.entries(sums.reasons)) {
    const [state = '', why = ''] = reason.split(' ');
    expect(words).toContain(
      ` ${Object.entries(names).find(([name]) => name === state)?.[1]} ${reasonName(why)} ${count} `,
    );
  }
});

test('its CSV has them', async () => {
  const sums = sumsOf(log);
  const days = csvOf(await ask('/figures.csv?table=days'));
  const total = (name: string): number => days.reduce((sum, row) => sum + Number(row[name]), 0);
  expect({
    views: total('views'),
    prompts: total('prompts'),
    walls: total('walls'),
    degraded: total('degraded'),
    registered: total('registered'),
    entered: total('entered'),
  }).toEqual({
    views: sums.shown,
    prompts: sums.states['register-prompt'],
    walls: sums.states.blocked,
    degraded: sums.degraded,
    registered: sums.registered,
    entered: sums.registered,
  });
  const articles = csvOf(await ask('/figures.csv?table=articles'));
  expect(
    articles
      .map(({ article, views, prompts, walls, registered }) => ({ article, views, prompts, walls, registered }))
      .sort((one, other) => (String(one.article) < String(other.article) ? -1 : 1)),
  ).toEqual([...sums.articles].sort((one, other) => (one.article < other.article ? -1 : 1)));
  for (const [plan, account] of [['(no account)', false] as const, ['registered', true] as const]) {
    const reached = csvOf(await ask('/figures.csv?table=reached')).filter((row) => row.plan === plan);
    expect(
      Object.fromEntries(
        reached.filter((row) => row.reached !== 0).map((row) => [String(row.articles), Number(row.reached)]),
      ),
    ).toEqual(sums.reached(account));
  }
});

test('its JSON has them', async () => {
  const sums = sumsOf(log);
  const { sum } = JSON.parse((await ask('/figures.json')).text);
  const reasons: Record<string, number> = {};
  for (const { views } of sum.plans) {
    for (const { state, reason, count } of views) {
      reasons[`${state} ${reason}`] = (reasons[`${state} ${reason}`] ?? 0) + count;
    }
  }
  expect(reasons).toEqual(sums.reasons);
});
