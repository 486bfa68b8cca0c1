import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Redis } from 'ioredis';
import {
  createService,
  type DecisionRequest,
  memoryStore,
  OptionError,
  type PaywallEvent,
  redisStore,
  type ServiceOptions,
  type Store,
} from '../src/service.js';
import { redisOptions } from '../src/store/redis-options.js';
import { createBrowser, type Served, serve } from './support/http.js';
import { randomPrefix, redisUrl } from './support/redis.js';
import { ask, http, plainSite } from './support/service.js';
import { NOON, testOptions } from './support/site.js';

const MONTH_END = '2026-12-01T00:00:00.000Z';
const RESET = (Date.parse(MONTH_END) - NOON) / 1000;
const TOKEN = 'a-token-that-is-long-enough';

/** Fields by which sites speak to caches past `Cache-Control`. */
const CACHE_FIELDS = [
  'expires',
  'surrogate-control',
  'edge-control',
  'x-accel-expires',
  'cdn-cache-control',
  'cloudflare-cdn-cache-control',
  'netlify-cdn-cache-control',
  'vercel-cdn-cache-control',
  'x-litespeed-cache-control',
];

const served: Served[] = [];

afterEach(async () => {
  for (const server of served.splice(0)) await server.close();
});

/** Options of the tests' site for a service; articles are below `/news/`. */
function serviceOptions(more: Partial<ServiceOptions> = {}): ServiceOptions {
  const { site, keys, clock = Date.now } = testOptions();
  // However busy this machine is, no view is to be decided without the store.
  return { site, keys, clock, articles: '/news/', deadline: 5000, ...more };
}

async function startService(more: Partial<ServiceOptions> = {}): Promise<number> {
  const server = await serve(createService(serviceOptions(more)));
  served.push(server);
  return server.port;
}

/** A browser at a plain site that asks such a service. */
async function openSite(more: Partial<ServiceOptions> = {}) {
  const site = await serve(plainSite(await startService(more)));
  served.push(site);
  const read = (browser: ReturnType<typeof createBrowser>) => async (slug: string, user?: string) => {
    const headers = user === undefined ? {} : { 'X-User': user };
    const { headers: sent, text } = await browser.send({ path: `/news/${slug}`, headers });
    return `${text} ${sent.paywall}`;
  };
  return { port: site.port, newReader: () => read(createBrowser(site.port)) };
}

const slugs = (count: number, from = 1) => Array.from({ length: count }, (_, index) => `article-${from + index}`);

const brokenStore: Store = {
  visit: () => Promise.reject(new Error('down')),
  takeBack: () => Promise.reject(new Error('down')),
};

/** Asks as a proxy does, and gives the pass that came back. */
async function forward(port: number, path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') {
  const told = { 'X-Forwarded-Method': method, 'X-Forwarded-Uri': path };
  const answer = await http(port, 'GET', '/forward-auth', { ...told, ...headers });
  return { ...answer, cookie: answer.headers['set-cookie']?.[0]?.split(';')[0] };
}

describe.each(['memory', 'Redis'])('a site in another language, counted in %s', (place) => {
  const client = new Redis(redisUrl(), { ...redisOptions(), lazyConnect: true });
  beforeAll(() => client.connect());
  afterAll(() => client.disconnect());
  const newStore = () => (place === 'Redis' ? redisStore(client, { prefix: randomPrefix() }) : memoryStore());

  test('takes its reader from free over the prompt to the wall', async () => {
    const read = (await openSite({ store: newStore() })).newReader();
    const seen: string[] = [];
    for (const slug of slugs(11)) seen.push(await read(slug));
    const said = (state: string, count: number) =>
      `${state}; read=${count}; left=${Math.max(0, 9 - count)}; limit=10; reset=${RESET}`;
    expect(seen).toEqual([
      ...[0, 1, 2].map((count) => `TEXT ${said('free', count)}`),
      ...[3, 4, 5, 6, 7, 8, 9].map((count) => `TEXT ${said('register-prompt', count)}`),
      `TEASER ${said('blocked', 10)}`,
    ]);
    expect(await read('article-2')).toMatch(/^TEXT register-prompt; read=9; left=0;/);
  });

  test('merges what each browser has read into the account', async () => {
    const plans = { limited: { promptAfter: 12, blockAfter: 15 } };
    const { newReader } = await openSite({ store: newStore(), plans });
    const [phone, desk] = [newReader(), newReader()];
    for (const slug of slugs(8)) await phone(slug);
    for (const slug of slugs(8, 5)) await desk(slug);
    expect(await phone('article-20', 'ann')).toMatch(/^TEXT free; read=8; left=6; limit=15;/);
    expect(await desk('article-21', 'ann')).toMatch(/^TEXT register-prompt; read=13; left=1;/);
    expect(await phone('article-22', 'ann')).toMatch(/^TEXT register-prompt; read=14; left=0;/);
    expect(await desk('article-23', 'ann')).toMatch(/^TEASER blocked; read=15;/);
  });

  test('takes its reader to the wall behind a proxy too, and reads on from there', async () => {
    const port = await startService({ store: newStore() });
    let cookie = '';
    const states: (string | undefined)[] = [];
    for (const slug of slugs(11)) {
      const answer = await forward(port, `/news/${slug}`, { Cookie: cookie });
      expect(answer).toMatchObject({ status: 200, text: '' });
      const kept = { 'cache-control': 'private, no-cache', vary: 'Cookie' };
      const wall = { 'cache-control': 'private, no-store', vary: '*' };
      expect(answer.headers).toMatchObject(slug === 'article-11' ? wall : kept);
      states.push(String(answer.headers.paywall).split(';')[0]);
      cookie = answer.cookie ?? cookie;
    }
    expect(states).toEqual([...Array(3).fill('free'), ...Array(7).fill('register-prompt'), 'blocked']);
    // One reader, whichever way the question comes.
    const elsewhere = await ask(port, { article: '/news/article-12', headers: { cookie } });
    expect(elsewhere).toMatchObject({ state: 'blocked', read: 10 });
    expect(await ask(port, { article: '/news/article-3', headers: { cookie } })).toMatchObject({ reason: 're-read' });
  });
});

describe('a decision', () => {
  test('has all that a back end needs', async () => {
    const port = await startService();
    expect(await ask(port, { article: 'a' })).toEqual({
      state: 'free',
      reason: 'first-view',
      read: 0,
      left: 9,
      limit: 10,
      resetsAt: MONTH_END,
      counted: true,
      degraded: false,
      variant: 'full',
      access: 'metered',
      account: false,
      plan: null,
      period: 'month',
      timeZone: 'UTC',
      headers: {
        Paywall: `free; read=0; left=9; limit=10; reset=${RESET}`,
        'Cache-Control': 'private, no-cache',
        Vary: 'Cookie',
        'Set-Cookie': [expect.stringMatching(/^__Host-paywall=[\w.-]+; Max-Age=\d+; Path=\/; HttpOnly; Secure;/)],
      },
      remove: [...CACHE_FIELDS, 'etag', 'last-modified'],
      ignore: ['if-none-match', 'if-modified-since', 'if-match', 'if-unmodified-since'],
      answer: null,
    });
  });

  test('on a re-read sends no pass anew', async () => {
    const port = await startService();
    const cookie = passOf(await ask(port, { article: 'a' }));
    expect(await ask(port, { article: 'a', headers: { cookie } })).toMatchObject({
      counted: false,
      headers: { 'Set-Cookie': [] },
    });
  });

  test('tells null where nothing ever blocks, and takes it for a limit that is never reached', async () => {
    const endless = await startService({ blockAfter: Number.POSITIVE_INFINITY });
    expect(await ask(endless, { article: 'a' })).toMatchObject({ left: null, limit: null });
    const port = await startService({ plans: { patron: { promptAfter: 0, blockAfter: Number.POSITIVE_INFINITY } } });
    const account = { id: 7, plan: 'patron' };
    expect(await ask(port, { article: 'a', account })).toMatchObject({ state: 'register-prompt', limit: null });
  });

  test('of an account is full access where no plans are given, and counts nothing', async () => {
    const port = await startService({ blockAfter: 0, promptAfter: 0 });
    expect(await ask(port, { article: 'a', account: { id: 'ann' } })).toMatchObject({
      state: 'free',
      reason: 'full-access',
      counted: false,
      headers: { Paywall: 'free', 'Cache-Control': 'private, no-cache', 'Set-Cookie': [] },
    });
  });

  test.each<
    [string, NonNullable<DecisionRequest['headers']>, (cookie: string) => NonNullable<DecisionRequest['headers']>]
  >([
    ['in any case', {}, (cookie) => ({ COOKIE: cookie })],
    ['as lists', {}, (cookie) => ({ Cookie: ['first=1', cookie], Accept: ['a', 'b'] })],
    ['among nulls', { cookie: null }, (cookie) => ({ Cookie: cookie, 'User-Agent': null })],
  ])('takes header fields %s', async (_how, first, second) => {
    const port = await startService();
    const cookie = passOf(
      await ask(port, { article: 'a', headers: first, account: null, method: null, address: null }),
    );
    expect(await ask(port, { article: 'b', headers: second(cookie) })).toMatchObject({ read: 1 });
  });

  test.each([
    ['GET', true],
    ['POST', true],
    ['head', false],
    ['HEAD', false],
  ])('for a request by %s counts: %p', async (method, counted) => {
    expect(await ask(await startService(), { article: 'a', method })).toMatchObject({ counted });
  });

  test('takes a number for a name, the same as its text', async () => {
    const port = await startService();
    const cookie = passOf(await ask(port, { article: 17 }));
    expect(await ask(port, { article: '17', headers: { cookie } })).toMatchObject({ reason: 're-read' });
  });

  test('goes by the address where new readers are capped', async () => {
    const port = await startService({ newReaders: { perDay: 1 } });
    const from = (address: string) => ask(port, { article: 'a', address });
    expect(await from('198.51.100.7')).toMatchObject({ state: 'free' });
    expect(await from('198.51.100.8')).toMatchObject({ state: 'register-prompt', reason: 'network' });
    expect(await from('192.0.2.1')).toMatchObject({ state: 'free' });
  });

  test.each([
    [{ 'sec-purpose': 'prefetch;prerender' }, 503, 'speculative'],
    [{ 'sec-fetch-dest': 'image' }, 403, 'subresource'],
    [{ 'user-agent': 'Mozilla/5.0 (compatible; GPTBot/1.2)' }, 402, 'ai-crawler'],
  ])('for %p is an answer in place of the page', async (headers, status, reason) => {
    const port = await startService({ aiCrawlers: 402 });
    expect(await ask(port, { article: 'a', headers })).toMatchObject({
      reason,
      headers: {},
      answer: { status, headers: { 'Cache-Control': expect.stringContaining('no-store') } },
    });
    const proxied = await forward(port, '/news/a', headers);
    expect(proxied).toMatchObject({ status, text: '' });
    expect(proxied.headers).toMatchObject({
      'cache-control': expect.stringContaining('no-store'),
      'paywall-answer': '?1',
    });
    expect(proxied.headers).not.toHaveProperty('set-cookie');
  });

  test('of a blocked view keeps the page from every cache and every condition', async () => {
    const port = await startService({ promptAfter: 0, blockAfter: 0 });
    expect(await ask(port, { article: 'a' })).toMatchObject({
      state: 'blocked',
      headers: { 'Cache-Control': 'private, no-store', Vary: '*' },
      remove: [...CACHE_FIELDS, 'etag', 'last-modified'],
      ignore: ['if-none-match', 'if-modified-since', 'if-match', 'if-unmodified-since', 'if-range', 'range'],
    });
  });

  test('of full access leaves the page its validators, and still keeps it from shared caches', async () => {
    const answer = await ask(await startService(), { article: 'a', account: { id: 1 } });
    expect(answer).toMatchObject({ reason: 'full-access', remove: CACHE_FIELDS, ignore: [] });
  });

  test.each<[NonNullable<DecisionRequest['account']> | null, string, string | null]>([
    [null, 'blocked; locked', null],
    [{ id: 1, plan: 'registered' }, 'blocked; locked', 'registered'],
    [{ id: 1, plan: 'subscriber' }, 'free', 'subscriber'],
  ])('on a locked article for the account %j is %s', async (account, said, plan) => {
    const port = await startService({ plans: { registered: { promptAfter: 20, blockAfter: 30 }, subscriber: 'full' } });
    const answer = await ask(port, { article: { id: 'a', access: 'locked' }, account });
    expect(answer).toMatchObject({
      access: 'locked',
      counted: false,
      plan,
      headers: { Paywall: said, 'Set-Cookie': [] },
    });
  });

  test('on an open article is free, private and uncounted', async () => {
    const port = await startService({ promptAfter: 0, blockAfter: 0 });
    expect(await ask(port, { article: { id: 'a', access: 'open' } })).toMatchObject({
      state: 'free',
      reason: 'open',
      counted: false,
      headers: { Paywall: 'free', 'Cache-Control': 'private, no-cache', Vary: 'Cookie', 'Set-Cookie': [] },
    });
  });

  test('comes from the pass alone while the store is down, and says so', async () => {
    const events: PaywallEvent[] = [];
    const options = {
      store: brokenStore,
      blockAfter: 3,
      promptAfter: 1,
      onEvent: (event: PaywallEvent) => events.push(event),
    };
    const { newReader } = await openSite(options);
    const read = newReader();
    const seen: string[] = [];
    for (const slug of slugs(4)) seen.push((await read(slug)).replace(/ reset=\d+/, ''));
    expect(seen).toEqual([
      'TEXT free; read=0; left=2; limit=3;',
      'TEXT register-prompt; read=1; left=1; limit=3;; degraded',
      'TEXT register-prompt; read=2; left=0; limit=3;; degraded',
      'TEASER blocked; read=3; left=0; limit=3;; degraded',
    ]);
    expect(events.map(({ code }) => code)).toEqual(['ERR_PAYWALL_STORE']);
  });

  test.each([
    ['tells no time', () => Number.NaN],
    [
      'throws',
      () => {
        throw new Error('no time');
      },
    ],
  ])('is counted all the same with a clock that %s, and told of', async (_how, clock) => {
    const onEvent = jest.fn();
    const port = await startService({ clock, onEvent });
    expect(await ask(port, { article: 'a' })).toMatchObject({ reason: 'first-view', counted: true });
    expect(onEvent).toHaveBeenCalledWith(expect.objectContaining({ code: 'ERR_PAYWALL_CLOCK' }));
  });
});

test.each(['nginx.conf', 'article.php', 'README.md'])('%s names every field that the meter goes by', async (name) => {
  const example = readFileSync(join(process.cwd(), 'examples', 'service', name), 'utf8').toLowerCase();
  const port = await startService({ aiCrawlers: 402 });
  const asked = [{ 'sec-purpose': 'prefetch' }, { 'sec-fetch-dest': 'image' }, { 'user-agent': 'GPTBot/1.2' }];
  const answers = await Promise.all(asked.map((headers) => ask(port, { article: 'a', headers })));
  const fields = answers.flatMap(({ answer }) => (answer?.headers.Vary ?? '').toLowerCase().split(', '));
  expect(fields.length).toBeGreaterThan(12);
  expect([...fields, 'user-agent'].filter((field) => !example.includes(field))).toEqual([]);
});

describe('what cannot be answered', () => {
  const json = { 'Content-Type': 'application/json' };
  const good = JSON.stringify({ article: 'a' });

  test.each<[string, number, RegExp, Parameters<typeof http> extends [number, ...infer Rest] ? Rest : never]>([
    ['no JSON', 400, /not JSON/, ['POST', '/decisions', json, '{']],
    ['no body', 400, /not JSON/, ['POST', '/decisions', json]],
    ['no UTF-8', 400, /not JSON in UTF-8/, ['POST', '/decisions', json, Buffer.from([0x22, 0xff, 0x22])]],
    ['a list', 400, /request: an array of 1 is not an object/, ['POST', '/decisions', json, '["a"]']],
    ['no article', 400, /request\.article: missing/, ['POST', '/decisions', json, '{"article":null}']],
    ['an empty article', 400, /request\.article: ""/, ['POST', '/decisions', json, '{"article":""}']],
    ['a misspelt member', 400, /Did you mean article\?/, ['POST', '/decisions', json, '{"artcle":"a"}']],
    [
      '__proto__',
      400,
      /request\.__proto__/,
      ['POST', '/decisions', json, '{"article":"a","__proto__":{"account":{"id":1}}}'],
    ],
    [
      'an account by name',
      400,
      /request\.account: "ann"/,
      ['POST', '/decisions', json, '{"article":"a","account":"ann"}'],
    ],
    ['no id', 400, /request\.account\.id: missing/, ['POST', '/decisions', json, '{"article":"a","account":{}}']],
    [
      'an endless id',
      400,
      /request\.account\.id/,
      ['POST', '/decisions', json, '{"article":"a","account":{"id":1e999}}'],
    ],
    [
      'a misspelt plan',
      400,
      /Did you mean plan/,
      ['POST', '/decisions', json, '{"article":"a","account":{"id":1,"plam":"x"}}'],
    ],
    [
      'limits in place of a plan',
      400,
      /limits: there is no such option/,
      ['POST', '/decisions', json, '{"article":"a","account":{"id":1,"limits":{"promptAfter":1,"blockAfter":2}}}'],
    ],
    [
      'a number that JSON has rounded',
      400,
      /request\.article: 9007199254740992 is not/,
      ['POST', '/decisions', json, '{"article":9007199254740993}'],
    ],
    [
      'odd access',
      400,
      /request\.article\.access: "free" is not one of/,
      ['POST', '/decisions', json, '{"article":{"id":1,"access":"free"}}'],
    ],
    ['no fields', 400, /request\.headers: "x"/, ['POST', '/decisions', json, '{"article":"a","headers":"x"}']],
    [
      'an odd field',
      400,
      /request\.headers\.cookie: 1/,
      ['POST', '/decisions', json, '{"article":"a","headers":{"cookie":1}}'],
    ],
    [
      'an odd list',
      400,
      /headers\.a: an array of 1/,
      ['POST', '/decisions', json, '{"article":"a","headers":{"a":[1]}}'],
    ],
    [
      'a form',
      415,
      /application\/json/,
      ['POST', '/decisions', { 'Content-Type': 'application/x-www-form-urlencoded' }, good],
    ],
    ['no media type', 415, /application\/json/, ['POST', '/decisions', {}, good]],
    ['a long body', 413, /65536 bytes/, ['POST', '/decisions', json, ' '.repeat(65_537)]],
    ['a very long body', 413, /65536 bytes/, ['POST', '/decisions', json, ' '.repeat(3_000_000)]],
    ['GET /decisions', 405, /POST/, ['GET', '/decisions']],
    ['POST /forward-auth', 405, /GET/, ['POST', '/forward-auth']],
    ['POST /healthz', 405, /GET, HEAD/, ['POST', '/healthz']],
    ['another path', 404, /\/decisions/, ['GET', '/']],
    ['a name of Object', 404, /\/decisions/, ['GET', '/constructor']],
  ])('%s is %i', async (_what, status, detail, question) => {
    const answer = await http(await startService(), ...question);
    expect(answer.headers).toMatchObject({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
    const problem = JSON.parse(answer.text);
    expect(problem).toEqual({ title: expect.any(String), status, detail: expect.stringMatching(detail) });
    expect(answer.status).toBe(status);
    expect('allow' in answer.headers).toBe(status === 405);
  });

  test('a body of no announced length is cut off all the same, and the answer arrives', async () => {
    const port = await startService();
    const body = ' '.repeat(200_000);
    expect(await http(port, 'POST', '/decisions', { ...json, 'Transfer-Encoding': 'chunked' }, body)).toMatchObject({
      status: 413,
    });
  });

  test('a body as long as allowed is read, whatever its media type is spelt like', async () => {
    const port = await startService();
    const body = good.padEnd(65_536);
    expect(
      await http(port, 'POST', '/decisions', { 'Content-Type': 'Application/JSON; charset=utf-8' }, body),
    ).toMatchObject({
      status: 200,
    });
  });

  test('whoever hangs up half way harms nobody', async () => {
    const onEvent = jest.fn();
    const port = await startService({ onEvent });
    const socket = connect(port, '127.0.0.1');
    socket.write(
      'POST /decisions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{',
    );
    socket.end();
    await once(socket.resume(), 'close');
    expect(await ask(port, { article: 'a' })).toMatchObject({ state: 'free' });
    expect(onEvent).not.toHaveBeenCalled();
  });

  test('a fault that nobody thought of is a problem too, and told', async () => {
    const port = await startService();
    const told = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    jest.spyOn(Date.prototype, 'toISOString').mockImplementationOnce(() => {
      throw new Error('no time');
    });
    const { status, text } = await http(port, 'POST', '/decisions', json, good);
    expect({ status, text }).toEqual({
      status: 500,
      text: JSON.stringify({ title: 'Internal Server Error', status: 500, detail: 'The service failed' }),
    });
    expect(told).toHaveBeenCalledWith(
      'The service failed: no time',
      expect.objectContaining({ code: 'ERR_PAYWALL_INTERNAL' }),
    );
    told.mockRestore();
  });
});

describe('the token', () => {
  const json = { 'Content-Type': 'application/json' };
  const good = JSON.stringify({ article: 'a' });

  test.each([
    [undefined, 401],
    ['', 401],
    [`Bearer ${TOKEN}x`, 401],
    [`Bearer ${TOKEN.slice(1)}`, 401],
    [`Basic ${TOKEN}`, 401],
    [TOKEN, 401],
    [`Bearer ${TOKEN} ${TOKEN}`, 401],
    [`Bearer ${TOKEN}`, 200],
    [`bearer  ${TOKEN}`, 200],
  ])('Authorization %p gives %i', async (authorization, status) => {
    const port = await startService({ token: TOKEN });
    const credentials = authorization === undefined ? {} : { Authorization: authorization };
    const answer = await http(port, 'POST', '/decisions', { ...json, ...credentials }, good);
    expect(answer.status).toBe(status);
    expect(answer.headers['www-authenticate']).toBe(status === 401 ? 'Bearer' : undefined);
    expect(await forward(port, '/news/a', credentials)).toMatchObject({ status });
  });

  test('is not needed to hear that the service is up', async () => {
    const port = await startService({ token: TOKEN });
    expect(await http(port, 'GET', '/healthz')).toMatchObject({ status: 200, text: '{"status":"up"}' });
    expect(await http(port, 'HEAD', '/healthz?x')).toMatchObject({ status: 200, text: '' });
  });

  test.each(['short', '', 'with spaces in it, and so on', 'müßte sechzehn sein', 1234567890123456])(
    '%p is refused, and not shown',
    (token) => {
      // What a caller without types may give.
      const options: object = { ...serviceOptions(), token };
      const make = () => Reflect.apply(createService, null, [options]);
      expect(make).toThrow(OptionError);
      expect(make).toThrow('createService.token: it is no token of 16 characters or more.');
    },
  );
});

describe('a proxy that asks', () => {
  test.each([
    ['X-Forwarded-Method', 'X-Forwarded-Uri'],
    ['X-Original-Method', 'X-Original-URI'],
  ])('may tell by %s and %s', async (method, uri) => {
    const port = await startService();
    const told = { [method]: 'GET', [uri]: '/news/a?utm_source=x' };
    const { status, headers } = await http(port, 'GET', '/forward-auth', told);
    expect({ status, paywall: headers.paywall }).toEqual({
      status: 200,
      paywall: expect.stringMatching(/^free; read=0;/),
    });
  });

  test.each<[string, Readonly<Record<string, string>>]>([
    ['nothing', {}],
    ['no method', { 'X-Forwarded-Uri': '/news/a' }],
    ['no path', { 'X-Original-Method': 'GET' }],
    ['half in one way and half in the other', { 'X-Forwarded-Method': 'GET', 'X-Original-URI': '/news/a' }],
    [
      'one way, and half of the other',
      { 'X-Forwarded-Method': 'GET', 'X-Forwarded-Uri': '/a', 'X-Original-URI': '/b' },
    ],
    [
      'both ways',
      { 'X-Forwarded-Method': 'GET', 'X-Forwarded-Uri': '/a', 'X-Original-Method': 'GET', 'X-Original-URI': '/a' },
    ],
  ])('must tell in one way: %s is refused', async (_what, headers) => {
    const answer = await http(await startService(), 'GET', '/forward-auth', headers);
    expect(answer).toMatchObject({ status: 400, text: expect.stringContaining('X-Forwarded-Uri') });
    expect(answer.headers).not.toHaveProperty('paywall');
  });

  test.each<[string | RegExp, string, boolean]>([
    ['/news/', '/news/a', true],
    ['/news/', '/news/2026/11/a', true],
    ['/news/', '//news//a/', true],
    ['/news/', '/news/./a', true],
    ['/news/', '/%6eews/a', true],
    ['/news/', 'http://news.example/news/a', true],
    ['/news/', '/news/', false],
    ['/news/', '/news', false],
    ['/news/', '/newspaper', false],
    ['/news/', '/about?x=/news/a', false],
    ['/news/', '/news%2Fa', true],
    ['/news/', '/about/../news/a', true],
    ['/news/', '/about/%2e%2e/news/a', true],
    ['/news/', '/about\\..\\news\\a', true],
    ['/news/', '/about/..%2f..%5cnews%2Fa', true],
    ['/news/', '/news/../about', true],
    ['/news/', '/../about', false],
    ['/news', '/news/a', true],
    ['/', '/a', true],
    ['/', '/', false],
    [/^\/\d{4}\/[^/]+$/g, '/2026/a?x', true],
    [/^\/\d{4}\/[^/]+$/g, '/2026/a/b', false],
    [/^\/NEWS\//iy, '/news/a', true],
  ])('with the articles %p meters %s: %p', async (articles, path, metered) => {
    const port = await startService({ articles });
    for (let time = 0; time < 2; time += 1) {
      const { status, headers } = await forward(port, path);
      expect({ status, metered: 'paywall' in headers, pass: 'set-cookie' in headers }).toEqual({
        status: 200,
        metered,
        pass: metered,
      });
    }
  });

  test('asks in vain until the service knows the articles', async () => {
    const { articles: _none, ...options } = serviceOptions();
    const without = await serve(createService(options));
    served.push(without);
    expect(await forward(without.port, '/news/a')).toMatchObject({
      status: 404,
      text: expect.stringContaining('articles'),
    });
  });

  test.each(['news/', '', 7, null])('articles of %p are refused', (articles) => {
    const make = () => Reflect.apply(createService, null, [{ ...serviceOptions(), articles }]);
    expect(make).toThrow(/createService\.articles: .* is not the path that articles are below/);
  });

  test('meters neither another method nor a page that is no article; HEAD tells the state and counts nothing', async () => {
    const port = await startService();
    expect((await forward(port, '/news/a', {}, 'POST')).headers).not.toHaveProperty('paywall');
    const { headers } = await forward(port, '/news/a', {}, 'HEAD');
    expect(headers).toMatchObject({ paywall: expect.stringMatching(/^free; read=0/) });
    expect(headers).not.toHaveProperty('set-cookie');
  });

  test('is believed about the address it added last, and the reader is not', async () => {
    const port = await startService({ newReaders: { perDay: 1, beyond: 'blocked' } });
    const from = async (address: string) =>
      String((await forward(port, '/news/a', { 'X-Forwarded-For': address })).headers.paywall).split(';')[0];
    expect(await from('198.51.100.7')).toBe('free');
    expect(await from('203.0.113.5, 198.51.100.8')).toBe('blocked');
    expect(await from('203.0.113.5,198.51.100.9 ')).toBe('blocked');
    expect(await from('203.0.113.5')).toBe('free');
    expect(await from('')).toBe('free');
  });

  test('passes on a Paywall field that the reader made up in vain', async () => {
    const port = await startService({ promptAfter: 0, blockAfter: 0 });
    expect((await forward(port, '/news/a', { Paywall: 'free' })).headers.paywall).toMatch(/^blocked;/);
  });
});

function passOf({ headers }: { readonly headers: Readonly<Record<string, string | readonly string[]>> }): string {
  return String(headers['Set-Cookie']).split(';')[0] ?? '';
}
