import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createPaywall } from '../../src/fetch.js';
import {
  createService,
  memoryFigures,
  memoryStore,
  OptionError,
  type ServiceOptions,
  serviceFigures,
} from '../../src/service.js';
import { ask, http } from '../support/service.js';
import { testOptions } from '../support/site.js';

const TOKEN = 'a-token-that-is-long-enough';
const JSON_TYPE = { 'Content-Type': 'application/json' };
const AUTHORIZED = { ...JSON_TYPE, Authorization: `Bearer ${TOKEN}` };

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function startService(more: Partial<ServiceOptions> = {}): Promise<number> {
  const { site, keys, clock = Date.now } = testOptions();
  const options = { site, keys, clock, articles: '/news/', store: memoryStore({ clock }), figures: memoryFigures() };
  const server = createServer(createService({ ...options, ...more }));
  open.push(server);
  return portOf(server);
}

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}

async function figuresAt(port: number) {
  const { status, text } = await http(port, 'GET', '/figures', AUTHORIZED);
  if (status !== 200) throw new Error(`${status}: ${text}`);
  return JSON.parse(text).sum;
}

describe('a service with figures', () => {
  test('counts what back ends and proxies ask about, and what they are answered instead', async () => {
    const port = await startService();
    const { headers } = await ask(port, { article: 'a' });
    const cookie = String(headers['Set-Cookie']).split(';')[0] ?? '';
    await ask(port, { article: 'b', headers: { cookie } });
    await ask(port, { article: 'c', headers: { cookie, 'sec-purpose': 'prefetch' } });
    const told = { 'X-Forwarded-Method': 'GET', 'X-Forwarded-Uri': '/news/d' };
    await http(port, 'GET', '/forward-auth', told);
    const { plans, aside, articles } = await figuresAt(port);
    expect(plans[0].reached).toEqual([0, 2, 1]);
    expect(aside.speculative).toBe(1);
    expect(articles.map(({ name }: { name: string }) => name).sort()).toEqual(['/news/d', 'a', 'b']);
  });

  test('is told of readers who registered', async () => {
    const port = await startService({ token: TOKEN, promptAfter: 0 });
    const question = { article: 'a' };
    const { text } = await http(port, 'POST', '/decisions', AUTHORIZED, JSON.stringify(question));
    const cookie = String(JSON.parse(text).headers['Set-Cookie']).split(';')[0] ?? '';
    const conversion = { what: 'registered', article: 'a', headers: { Cookie: cookie } };
    expect((await http(port, 'POST', '/conversions', AUTHORIZED, JSON.stringify(conversion))).status).toBe(204);
    const { plans } = await figuresAt(port);
    expect(plans[0].converted.registered).toMatchObject({ total: 1, prompt: 1 });
  });

  test('exports tables', async () => {
    const port = await startService();
    await ask(port, { article: 'a' });
    const answer = await http(port, 'GET', '/figures?from=2026-11-15&to=2026-11-15&csv=articles', AUTHORIZED);
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
    expect(answer.text.split('\r\n')[1]).toBe('a,1,0,0,0,0,0,0');
  });

  test.each([
    ['GET', '/figures?from=yesterday', '', 400, /from/],
    ['GET', '/figures?from=2026-11-16&to=2026-11-15', '', 400, /no stretch of time/],
    ['GET', '/figures?csv=all', '', 400, /csv/],
    ['POST', '/conversions', '{"what":"bought"}', 400, /what/],
    ['POST', '/figures', '{"process":"x"}', 400, /process/],
    ['POST', '/figures', body({ 'from:me': 1 }), 400, /name of figures/],
    ['POST', '/figures', body({ 'reached:1:-': 0.5 }), 400, /whole number/],
  ])('refuses %s %s %s', async (method, path, sent, status, detail) => {
    const port = await startService();
    const answer = await http(port, method, path, AUTHORIZED, sent);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text).detail).toMatch(detail);
  });

  test('tells nobody who has no token', async () => {
    const port = await startService({ token: TOKEN });
    for (const [method, path] of [
      ['GET', '/figures'],
      ['POST', '/figures'],
      ['POST', '/conversions'],
    ] as const)
      expect((await http(port, method, path, JSON_TYPE, method === 'POST' ? '{}' : '')).status).toBe(401);
  });

  function body(counts: object): string {
    return JSON.stringify({ process: 'a-process', sequence: 1, day: '2026-11-15', counts });
  }
});

test('what a paywall at an edge decides alone is in the figures of the service', async () => {
  const port = await startService({ token: TOKEN });
  const figures = serviceFigures(`http://127.0.0.1:${port}`, { token: TOKEN });
  const { site, keys, clock = Date.now } = testOptions();
  const edge = createPaywall({ site, keys, clock, figures, store: memoryStore({ clock }) });
  const work: Promise<unknown>[] = [];
  const waitUntil = (promise: Promise<unknown>) => work.push(promise);
  let cookie = '';
  for (const path of ['/news/a', '/news/a', '/news/b']) {
    const request = new Request(`https://news.example${path}`, { headers: cookie ? { cookie } : {} });
    const response = await edge.respond(request, { waitUntil }, ({ state }) => new Response(state));
    await response.text();
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
  }
  await Promise.all(work);
  const { plans, articles } = await figuresAt(port);
  expect(plans[0].reached).toEqual([0, 1, 1]);
  expect(plans[0].views).toContainEqual({ state: 'free', reason: 're-read', count: 1 });
  expect(articles).toMatchObject([
    { name: '/news/a', views: 2 },
    { name: '/news/b', views: 1 },
  ]);
  await expect(edge.figures?.read()).rejects.toThrow('read at the service');
});

test('a service that is out of reach is sent the same later', async () => {
  expect(() => serviceFigures('nowhere', { token: TOKEN })).toThrow(OptionError);
  const figures = serviceFigures('http://127.0.0.1:1', { token: TOKEN, timeout: 500 });
  const { site, keys, clock = Date.now } = testOptions();
  const edge = createPaywall({ site, keys, clock, figures });
  await (await edge.respond(new Request('https://news.example/news/a'), {}, () => new Response('TEXT'))).text();
  await expect(edge.figures?.flush()).rejects.toThrow();
});
