import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { createPaywall, redisFigures, redisStore, serviceFigures, serviceStore, signedPolicy } from '../src/index.js';
import { createService } from '../src/service.js';
import { type Served, serve } from './support/http.js';
import { randomPrefix, redisUrl } from './support/redis.js';
import { http } from './support/service.js';
import { NOON, testOptions } from './support/site.js';

const TOKEN = 'a-token-that-is-long-enough';
const BEARER = { Authorization: `Bearer ${TOKEN}` };
const { site, keys } = testOptions();

const prefix = randomPrefix();
let client: Redis;
const served: Served[] = [];
const policies: ReturnType<typeof signedPolicy>[] = [];
beforeAll(() => {
  client = new Redis(redisUrl());
});
afterAll(async () => {
  for (const policy of policies) policy.close();
  for (const server of served) await server.close();
  client.disconnect();
});

/** One process of a service whose store is Redis, where the others' is too. */
async function startService(more: { readonly policy?: ReturnType<typeof signedPolicy> } = {}) {
  const figures = redisFigures(client, { prefix });
  const server = await serve(
    createService({
      ...{ site, keys, token: TOKEN, clock: () => NOON, promptAfter: 1, blockAfter: 2, deadline: 5000, figures },
      ...{ store: redisStore(client, { prefix }), ...more },
    }),
  );
  served.push(server);
  return {
    port: server.port,
    origin: `http://127.0.0.1:${server.port}`,
    async sum() {
      return JSON.parse((await http(server.port, 'GET', '/figures', BEARER)).text).sum;
    },
  };
}

function policy() {
  const made = signedPolicy();
  policies.push(made);
  return made;
}

test('an edge with serviceStore() follows a policy that is in Redis, whichever process of the service it asks', async () => {
  const [atService, atEdge] = [policy(), policy()];
  await startService({ policy: atService });
  // The one that is asked follows no policy itself.
  const { origin } = await startService();
  const paywall = createPaywall(
    testOptions({
      ...{ promptAfter: 1, blockAfter: 2, deadline: 5000, policy: atEdge },
      store: serviceStore(origin, { token: TOKEN }),
    }),
  );
  let cookie: string | undefined;
  const view = async (article: string) => {
    const { decision, end } = await paywall.decide({
      ...{ method: 'GET', target: '/', headers: { cookie } },
      article: () => article,
    });
    cookie = end(200).cookie?.split(';')[0] ?? cookie;
    return `${decision.state} ${decision.reason}`;
  };
  expect([await view('a'), await view('b'), await view('c')]).toEqual([
    'free first-view',
    'register-prompt new-article',
    'blocked limit',
  ]);
  await atService.change({ blockAfter: 3 }, { by: 'Anna' });
  expect((await atEdge.read()).inForce.blockAfter).toBe(3);
  expect(await view('c')).toBe('register-prompt new-article');
  await atService.change({ openUntil: new Date(NOON + 3_600_000) }, { by: 'Anna' });
  await atEdge.read();
  expect(await view('d')).toBe('free open');
});

test('figures that are taken back come to what they were, in Redis and by whichever process', async () => {
  const [one, other] = [await startService(), await startService()];
  const before = await one.sum();
  const question = { ...BEARER, 'X-Original-Method': 'GET', 'X-Original-URI': '/x', 'Paywall-Article': 'taken back' };
  const { headers } = await http(one.port, 'GET', '/forward-auth', question);
  const counted = await one.sum();
  expect(counted.articles).toContainEqual(expect.objectContaining({ name: 'taken back', views: 1 }));
  const takeBack = { ...question, 'Paywall-Take-Back': String(headers['paywall-take-back']) };
  for (let times = 0; times < 2; times += 1)
    expect(await http(other.port, 'GET', '/take-back', takeBack)).toMatchObject({ status: 204 });
  expect(await other.sum()).toEqual(before);
  expect(await one.sum()).toEqual(before);
});

test('an edge that sends what it takes back, as amounts below zero, has them added to what is in Redis', async () => {
  const { origin, port, sum } = await startService();
  const add = (sequence: number, count: number) =>
    http(
      port,
      'POST',
      '/figures',
      { ...BEARER, 'Content-Type': 'application/json' },
      JSON.stringify({
        ...{ process: 'an-edge-of-the-test', sequence, day: '2026-11-15' },
        counts: { 'view:free:first-view:-': count, 'article:views:of an edge': count },
      }),
    );
  const before = await sum();
  for (const [sequence, count] of [
    [1, 3],
    [2, -2],
    [2, -2],
  ] as const)
    expect(await add(sequence, count)).toMatchObject({ status: 204 });
  expect((await sum()).articles).toContainEqual(expect.objectContaining({ name: 'of an edge', views: 1 }));
  expect(await add(3, -1)).toMatchObject({ status: 204 });
  expect(await sum()).toEqual(before);
  // As a paywall there sends them.
  const figures = serviceFigures(origin, { token: TOKEN });
  const paywall = createPaywall(testOptions({ clock: () => NOON, figures }));
  const { end } = await paywall.decide({
    ...{ method: 'GET', target: '/', headers: {} },
    article: () => 'by serviceFigures',
  });
  end(200);
  await figures.close();
  expect((await sum()).articles).toContainEqual(expect.objectContaining({ name: 'by serviceFigures', views: 1 }));
});

test('what an edge tells is in Redis once, whichever process of the service it is sent to again', async () => {
  const [one, other] = [await startService(), await startService()];
  const views = [{ article: 'told again', state: 'free', reason: 'first-view', read: 0 }];
  const body = JSON.stringify({ process: 'an-edge-that-tells', sequence: 1, at: NOON, views });
  for (const { port } of [one, other, one])
    expect(await http(port, 'POST', '/views', { ...BEARER, 'Content-Type': 'application/json' }, body)).toMatchObject({
      status: 204,
    });
  expect((await other.sum()).articles).toContainEqual(expect.objectContaining({ name: 'told again', views: 1 }));
});
