import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { compiledPackage } from '../support/build.js';
import { serveArguments } from '../support/command.js';
import { createBrowser, type Received, type Served, serve } from '../support/http.js';
import { freePort } from '../support/ports.js';
import { type Running, startProcess } from '../support/process.js';
import { http } from '../support/service.js';
import { SECRET } from '../support/site.js';
import { NOT_READ, type NotRead } from './not-read.js';
import { type Guard, startCaddy, startNginx } from './service-proxies.js';

const TOKEN = 'a-token-that-is-long-enough';
const CACHE_FIELDS = ['expires', 'cdn-cache-control', 'surrogate-control', 'etag', 'last-modified'];

/** By which the site would answer otherwise, if it heard of them. */
const CONDITIONS = {
  'If-None-Match': '"the-page"',
  'If-Modified-Since': 'Sun, 01 Nov 2026 00:00:00 GMT',
  'If-Match': '"the-page"',
  'If-Unmodified-Since': 'Sun, 01 Nov 2026 00:00:00 GMT',
  'If-Range': '"the-page"',
  Range: 'bytes=0-',
};

/**
 * A site that trusts its proxy, and is careless in all else: whatever the path and the method, it shows the text of an article
 * if it is told to, asks every cache to keep it, and knows the article and the teaser by one validator.
 */
const site: RequestListener = (req, res) => {
  const { paywall, authorization = 'nobody', cookie = '' } = req.headers;
  const conditions = Object.keys(CONDITIONS).filter((name) => req.headers[name.toLowerCase()] !== undefined);
  const status = conditions.length > 0 ? 304 : statusOf(req.url ?? '');
  res.writeHead(status, {
    'Cache-Control': 'public, max-age=600',
    ETag: '"the-page"',
    'Last-Modified': 'Sun, 01 Nov 2026 00:00:00 GMT',
    Expires: 'Fri, 01 Jan 2100 00:00:00 GMT',
    'CDN-Cache-Control': 'max-age=600',
    'Surrogate-Control': 'max-age=600',
    'Set-Cookie': 'own=1',
    Vary: 'Accept',
    'X-Told': `${paywall}`,
    'X-Authorization': authorization,
    'X-Cookies': String(cookie.length),
  });
  const body = /^(free|register-prompt)(;|$)/.test(String(paywall)) ? 'TEXT' : 'TEASER';
  res.write(body);
  req.pipe(res);
};

function statusOf(url: string): number {
  if (url.includes('missing')) return 404;
  if (url.includes('moved')) return 301;
  const [, status = 200] = /status-(\d{3})/.exec(url) ?? [];
  return Number(status);
}

let folder = '';
beforeAll(async () => {
  folder = await compiledPackage();
});

/** The service as the command runs it. Its period goes by no calendar, so that no test runs into its end. */
async function startService(env: Readonly<Record<string, string>> = {}): Promise<Running & { readonly port: number }> {
  const port = await freePort();
  const own = { SITE: 'https://news.example', PAYWALL_SECRET: SECRET, PERIOD: '30 days', ARTICLES: '/news/', TOKEN };
  const running = await startProcess({
    command: process.execPath,
    args: () => serveArguments(folder),
    port,
    env: { NODE_OPTIONS: '', AI_CRAWLERS: '402', ...own, ...env, PORT: String(port) },
  });
  return { ...running, port };
}

describe.each(Object.entries({ nginx: startNginx, Caddy: startCaddy }))('behind %s', (name, startProxy) => {
  let served: Served;
  let service: Running & { readonly port: number };
  let proxy: Guard;
  beforeAll(async () => {
    served = await serve(site, { insecureHTTPParser: true });
    service = await startService();
    proxy = await startProxy({ service: service.port, site: served.port, token: TOKEN });
  });
  afterAll(async () => {
    await proxy?.stop();
    await service?.stop();
    await served?.close();
  });

  const newReader = () => createBrowser(proxy.port);
  const state = ({ headers }: Received) => String(headers.paywall).split(';')[0];
  const passes = ({ headers }: Received) =>
    (headers['set-cookie'] ?? []).filter((cookie) => cookie.startsWith('__Host-paywall='));
  const read = async (reader: ReturnType<typeof newReader>, count: number, from = 1) => {
    const seen: Received[] = [];
    for (let nth = from; nth < from + count; nth += 1) seen.push(await reader.send({ path: `/news/article-${nth}` }));
    return seen;
  };
  /** The cookie of a reader who has met the wall. */
  const atTheWall = async () => {
    const reader = newReader();
    const seen = await read(reader, 11);
    expect(seen.at(-1)).toMatchObject({ status: 200, text: 'TEASER' });
    return reader.cookie;
  };

  test('a reader goes from free over the prompt to the wall, and re-reads', async () => {
    const reader = newReader();
    const seen = await read(reader, 11);
    expect(seen.map((each) => `${each.status} ${each.text} ${state(each)}`)).toEqual([
      ...Array(3).fill('200 TEXT free'),
      ...Array(7).fill('200 TEXT register-prompt'),
      '200 TEASER blocked',
    ]);
    expect(seen.map(({ headers }) => headers['x-told'])).toEqual(seen.map(({ headers }) => headers.paywall));
    expect(await reader.send({ path: '/news/article-2?utm_source=x' })).toMatchObject({ text: 'TEXT' });
  });

  test('every article is private, whatever the site says, and the site’s own cookies survive', async () => {
    const [first] = await read(newReader(), 1);
    expect(first?.headers).toMatchObject({ 'cache-control': 'private, no-cache', vary: 'Accept, Cookie' });
    expect(first?.headers['set-cookie']).toEqual([
      'own=1',
      expect.stringMatching(/^__Host-paywall=[\w.-]+; Max-Age=\d+; Path=\//),
    ]);
    for (const name of CACHE_FIELDS) expect(first?.headers).not.toHaveProperty(name);
  });

  test.each(['missing', 'moved'])(
    'a page that is %s brings no pass, and a first view of it is not counted',
    async (slug) => {
      const reader = newReader();
      const nothing = await reader.send({ path: `/news/${slug}` });
      expect(nothing.headers).not.toHaveProperty('paywall');
      expect(passes(nothing)).toEqual([]);
      expect(nothing.headers['cache-control']).toBe('private, no-cache');
      expect((await read(reader, 1))[0]?.headers.paywall).toMatch(/^free; read=0;/);
    },
  );

  test('a page that is no article is let be, beside the articles or elsewhere', async () => {
    const index = await newReader().send({ path: '/news/', headers: { Paywall: 'free' } });
    expect(index).toMatchObject({ status: 200, text: 'TEASER' });
    expect(index.headers).not.toHaveProperty('paywall');
    expect(passes(index)).toEqual([]);
    const about = await newReader().send({ path: '/about', headers: { Paywall: 'free' } });
    expect(about).toMatchObject({
      text: 'TEASER',
      headers: { 'cache-control': 'public, max-age=600', vary: 'Accept' },
    });
  });

  test.each<[string, Readonly<Record<string, string | readonly string[]>>]>([
    ['a decision', { Paywall: 'free' }],
    ['two decisions', { Paywall: ['free', 'free'] }],
    ['another page', { 'X-Forwarded-Uri': '/news/article-1' }],
    ['another page, by method', { 'X-Forwarded-Method': 'GET', 'X-Forwarded-Uri': '/news/article-1' }],
    ['another page, as nginx would', { 'X-Original-Method': 'GET', 'X-Original-URI': '/news/article-1' }],
    ['another method', { 'X-Forwarded-Method': 'POST', 'X-Original-Method': 'POST', 'X-HTTP-Method-Override': 'POST' }],
    ['a rewritten page', { 'X-Original-URL': '/news/article-1', 'X-Rewrite-URL': '/news/article-1' }],
    ['credentials', { Authorization: `Bearer ${TOKEN}` }],
    ['an address', { 'X-Forwarded-For': '66.249.66.1', 'User-Agent': 'Googlebot/2.1' }],
    ['a connection without the decision', { Connection: 'close, Paywall' }],
    ['a connection without the page', { Connection: 'close, X-Forwarded-Uri, X-Original-URI, X-Original-Method' }],
    ['a connection without credentials', { Connection: 'close, Authorization' }],
    ['a range', { Range: 'bytes=0-' }],
    ['a purpose', { 'Sec-Purpose': 'prefetch' }],
    ['a body', { 'Content-Length': '0', 'Content-Type': 'application/json' }],
  ])('%s that the reader makes up gains nothing', async (_what, forged) => {
    const cookie = await atTheWall();
    const answer = await createBrowser(proxy.port).send({
      path: '/news/article-12',
      headers: { Cookie: cookie, ...forged },
    });
    expect(answer).toMatchObject(forged['Sec-Purpose'] ? { status: 503 } : { status: 200, text: 'TEASER' });
  });

  test.each([
    '/news%2Farticle-12',
    '//news//article-12',
    '/about/../news/article-12',
    '/news/article-12/../article-1',
    '/about/..%2fnews/article-12',
    '/%6eews/article-12',
    '/NEWS/article-12',
    '/news/./article-12',
    '/news/article-12#x',
    '/news/article-12?x=/about',
    '/news;x/article-12',
    '/news\\article-12',
    '/_paywall',
    '/_paywall/../news/article-12',
    'http://news.example/news/article-12',
  ])('the article under %s is no more open', async (path) => {
    const headers = { Cookie: await atTheWall() };
    expect((await createBrowser(proxy.port).send({ path, headers })).text).not.toContain('TEXT');
  });

  test.each([1, 7, 15, 31, 63, 900])(
    'a cookie padded to %i kB opens nothing, and beyond its limit the proxy refuses it',
    async (kB) => {
      const padding = Array.from({ length: kB }, (_, index) => `p${index}=${'x'.repeat(1000)}`).join('; ');
      const headers = { Cookie: `${await atTheWall()}; ${padding}` };
      const { status, text } = await createBrowser(proxy.port).send({ path: '/news/article-12', headers });
      if (kB <= 7) expect({ status, text }).toEqual({ status: 200, text: 'TEASER' });
      else if (kB >= 31) expect([400, 431]).toContain(status);
      expect(text).not.toContain('TEXT');
    },
  );

  test('passes of no use, planted before the reader’s own, do not hide it', async () => {
    const planted = Array.from({ length: 5 }, (_, index) => `__Host-paywall=planted.${index}`).join('; ');
    const headers = { Cookie: `${planted}; own=1; ${await atTheWall()}` };
    const answer = await createBrowser(proxy.port).send({ path: '/news/article-12', headers });
    expect(answer).toMatchObject({ text: 'TEASER', headers: { paywall: expect.stringMatching(/^blocked; read=10;/) } });
  });

  test('no condition and no range makes an answer out of another page: the reader gets the wall, to be kept by nobody', async () => {
    const cookie = await atTheWall();
    for (const [name, value] of Object.entries(CONDITIONS)) {
      const headers = { Cookie: cookie, [name]: value };
      const answer = await createBrowser(proxy.port).send({ path: '/news/article-12', headers });
      expect(answer).toMatchObject({ status: 200, text: 'TEASER', headers: { 'cache-control': 'private, no-store' } });
      expect(String(answer.headers.vary).split(', ')).toContain('*');
      for (const field of CACHE_FIELDS) expect(answer.headers).not.toHaveProperty(field);
    }
  });

  test('nor for the article: a limited reader’s conditions reach no validator', async () => {
    const answer = await newReader().send({ path: '/news/article-1', headers: CONDITIONS });
    expect(answer).toMatchObject({ status: 200, text: 'TEXT', headers: { paywall: expect.stringMatching(/^free;/) } });
    for (const field of CACHE_FIELDS) expect(answer.headers).not.toHaveProperty(field);
  });

  test('a control character in another cookie, or in any other field, is never a fault of ours', async () => {
    const cookie = await atTheWall();
    const view = async (fields: string) => {
      const answer = await sayRaw(
        proxy.port,
        `GET /news/article-12 HTTP/1.1\r\nHost: news.example\r\nConnection: close\r\n${fields}\r\n\r\n`,
      );
      return `${answer.split(' ', 2)[1]} ${/TEXT|TEASER/.exec(answer)}`;
    };
    // Caddy takes no such field from anybody.
    const asEver = (text: string) => (name === 'Caddy' ? '400 null' : `200 ${text}`);
    expect(await view(`Cookie: odd=\x01\x7f; ${cookie}`)).toBe(asEver('TEASER'));
    expect(await view(`Cookie: ${cookie}; odd=\x02`)).toBe(asEver('TEASER'));
    expect(await view('Cookie: odd=\x01')).toBe(asEver('TEXT'));
    // The service cannot be asked so, and what cannot be asked opens nothing.
    expect(await view('User-Agent: odd\x01')).toBe(asEver('TEASER'));
    expect(await view('Sec-Fetch-Dest: image\x01')).toBe(asEver('TEASER'));
  });

  test.each([
    ['that never comes', 'Content-Length: 10\r\n\r\n'],
    ['that is cut short', 'Content-Length: 10\r\n\r\n12345'],
    ['that is malformed', 'Transfer-Encoding: chunked\r\n\r\nno chunk'],
    ['that is announced', 'Expect: 100-continue\r\nContent-Length: 10\r\n\r\n'],
    ['of two lengths', 'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
  ])('a body %s gains nothing', async (_what, rest) => {
    const cookie = await atTheWall();
    for (const method of ['GET', 'POST']) {
      const head = `${method} /news/article-12 HTTP/1.1\r\nHost: news.example\r\nCookie: ${cookie}\r\n`;
      expect(await sayRaw(proxy.port, head + rest)).not.toContain('TEXT');
    }
  });

  test('another method reaches the site with its body, and shows no text; HEAD counts nothing', async () => {
    const cookie = await atTheWall();
    const fields = { Cookie: cookie, 'Content-Type': 'text/plain', Paywall: 'free' };
    const posted = await http(proxy.port, 'POST', '/news/article-12', fields, ' and a comment');
    expect(posted).toMatchObject({ status: 200, text: 'TEASER and a comment' });
    expect(posted.headers).not.toHaveProperty('paywall');
    const reader = newReader();
    const head = await reader.send({ path: '/news/article-1', method: 'HEAD' });
    expect(head.headers.paywall).toMatch(/^free; read=0;/);
    expect(passes(head)).toEqual([]);
  });

  test('the reader’s own credentials and cookies reach the site, and ours do not', async () => {
    const headers = { Authorization: 'Basic cmVhZGVy', Cookie: 'a=1' };
    expect((await newReader().send({ path: '/news/article-1', headers })).headers).toMatchObject({
      'x-authorization': 'Basic cmVhZGVy',
      'x-cookies': '3',
    });
    expect((await newReader().send({ path: '/news/article-1' })).headers).toMatchObject({
      'x-authorization': 'nobody',
    });
  });

  test.each<NotRead>([
    [503, 'a speculative request', { 'Sec-Purpose': 'prefetch;prerender' }],
    ...NOT_READ,
    [402, 'an AI crawler', { 'User-Agent': 'GPTBot/1.2' }],
  ])('%i goes to %s in place of the page', async (status, _who, headers) => {
    const reader = newReader();
    const answer = await reader.send({ path: '/news/article-1', headers });
    expect(answer.status).toBe(status);
    expect(answer.text).not.toMatch(/TEXT|TEASER/);
    expect(answer.headers['cache-control']).toContain('no-store');
    expect(answer.headers).not.toHaveProperty('set-cookie');
    expect(answer.headers).not.toHaveProperty('paywall-answer');
    expect((await read(reader, 1))[0]?.headers.paywall).toMatch(/^free; read=0;/);
  });

  test('a document, a frame of the site’s own and its own fetch are views', async () => {
    for (const headers of [
      { 'Sec-Fetch-Dest': 'document', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Dest': 'iframe', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Site': 'same-origin' },
      { 'Sec-Fetch-Dest': 'empty', 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Site': 'same-site' },
    ]) {
      expect(await newReader().send({ path: '/news/article-1', headers })).toMatchObject({ status: 200, text: 'TEXT' });
    }
  });

  test('the site’s own 403 and 503 are its own', async () => {
    for (const status of [403, 503]) {
      const answer = await newReader().send({ path: `/news/status-${status}` });
      expect(answer).toMatchObject({ status, text: 'TEXT' });
      expect(passes(answer)).toEqual([]);
    }
  });

  test('the service hears of the reader’s passes and of no other cookie, and of nothing that it does not need', async () => {
    const heard: Readonly<Record<string, unknown>>[] = [];
    const stub = await serve((req, res) => {
      heard.push(req.headers);
      res.writeHead(200, { Paywall: 'blocked' }).end();
    });
    const guarded = await startProxy({ service: stub.port, site: served.port, token: TOKEN });
    const named = (value: string) => `__Host-paywall=${value}`;
    const cookies = [
      ['own=1', named('a.b-c_d'), 'quoted="1', `${named('e.f')}"`, `x${named('g')}`, named('h.i')],
      [named('1'), named('2'), named('3'), named('4'), named('5')],
      [named(''), 'own=1'],
      [';'.repeat(7000)],
    ];
    for (const cookie of cookies) {
      await createBrowser(guarded.port).send({
        path: '/news/a?b',
        headers: {
          ...CONDITIONS,
          Cookie: cookie.join('; '),
          Accept: 'text/html',
          'Accept-Language': 'de',
          Origin: 'https://news.example',
          Referer: 'https://other.example/',
          'Content-Type': 'text/html',
          'Sec-CH-UA': '"Chromium"',
          'User-Agent': 'Browser/1',
        },
      });
    }
    await guarded.stop();
    await stub.close();
    const passesOf = heard.map(({ cookie = '' }) =>
      String(cookie)
        .split(/[; ]+/)
        .filter((pair) => pair !== ''),
    );
    expect(passesOf[0]).toEqual([named('a.b-c_d'), named('h.i')]);
    expect(passesOf[1]?.slice(-4)).toEqual(['2', '3', '4', '5'].map(named));
    expect(passesOf.slice(2)).toEqual([[], []]);
    const needed = ['authorization', 'cookie', 'user-agent', 'x-forwarded-for'];
    const told = name === 'nginx' ? ['x-original-method', 'x-original-uri'] : ['x-forwarded-method', 'x-forwarded-uri'];
    const ofTheConnection = ['host', 'connection', 'accept-encoding', 'x-forwarded-host', 'x-forwarded-proto'];
    expect(
      Object.keys(heard[0] ?? {})
        .filter((field) => !ofTheConnection.includes(field))
        .sort(),
    ).toEqual([...needed, ...told].sort());
  });

  test('an AI crawler may be kept out by 403', async () => {
    const strict = await startService({ AI_CRAWLERS: 'block' });
    const guarded = await startProxy({ service: strict.port, site: served.port, token: TOKEN });
    const answer = await createBrowser(guarded.port).send({ path: '/news/a', headers: { 'User-Agent': 'GPTBot/1.2' } });
    await guarded.stop();
    await strict.stop();
    expect(answer).toMatchObject({ status: 403, headers: { 'cache-control': expect.stringContaining('no-store') } });
    expect(answer.text).not.toMatch(/TEXT|TEASER/);
  });

  test('a wrong token opens nothing', async () => {
    const wrong = await startProxy({ service: service.port, site: served.port, token: `${TOKEN}-but-wrong` });
    const answer = await createBrowser(wrong.port).send({ path: '/news/a' });
    await wrong.stop();
    expect(answer.status).toBe(401);
    expect(answer.text).not.toMatch(/TEXT|TEASER/);
  });

  describe.each<[string, (port: number) => Promise<Server | null>]>([
    ['is not there', async () => null],
    ['hangs', (port) => listenAnd(port, (socket) => socket.resume())],
    ['hangs up', (port) => listenAnd(port, (socket) => socket.destroy())],
    ['fails', (port) => listenAnd(port, answering('500 Internal Server Error'))],
    ['is out, as a balancer says before it', (port) => listenAnd(port, answering('503 Service Unavailable'))],
  ])('while the service %s', (_how, start) => {
    async function whileOut(openWhileOut: boolean) {
      const port = await freePort();
      const server = await start(port);
      const guarded = await startProxy({ service: port, site: served.port, token: TOKEN, openWhileOut });
      const began = performance.now();
      const reader = createBrowser(guarded.port);
      const seen = [await reader.send({ path: '/news/a', headers: { Paywall: 'free' } })];
      const waited = performance.now() - began;
      const posted = await http(guarded.port, 'POST', '/news/a', {}, ' and a comment');
      seen.push(await reader.send({ path: '/news/missing' }), await reader.send({ path: '/about' }));
      await guarded.stop();
      server?.close();
      expect(seen.flatMap(passes)).toEqual([]);
      expect(waited).toBeLessThan(3000);
      return { seen: seen.map(({ status, text }) => `${status} ${text}`), posted, first: seen[0] };
    }

    test('every article is blocked, kept by nobody, and no one waits for long', async () => {
      const { seen, posted, first } = await whileOut(false);
      expect(seen).toEqual(['200 TEASER', '404 TEASER', '200 TEASER']);
      expect(first?.headers).toMatchObject({ 'cache-control': 'private, no-store' });
      expect(String(first?.headers.vary).split(', ')).toContain('*');
      expect(posted).toMatchObject({ status: 200, text: 'TEASER and a comment' });
    });

    test('every article is free and private, if the site so chooses', async () => {
      const { seen, posted, first } = await whileOut(true);
      expect(seen).toEqual(['200 TEXT', '404 TEXT', '200 TEASER']);
      expect(first?.headers).toMatchObject({ 'cache-control': 'private, no-cache', vary: 'Accept, Cookie' });
      expect(posted).toMatchObject({ status: 200, text: 'TEXT and a comment' });
    });
  });

  test('a question that the service refuses opens nothing, whatever the site chooses', async () => {
    const port = await freePort();
    const server = await listenAnd(port, answering('431 Request Header Fields Too Large'));
    const guarded = await startProxy({ service: port, site: served.port, token: TOKEN, openWhileOut: true });
    const answer = await createBrowser(guarded.port).send({ path: '/news/a' });
    await guarded.stop();
    server.close();
    expect(answer).toMatchObject({ status: 200, text: 'TEASER', headers: { 'cache-control': 'private, no-store' } });
  });

  if (name === 'Caddy') {
    test('cookies that HTTP/2 packs small keep nobody waiting, and open nothing', async () => {
      const open = await startProxy({ service: service.port, site: served.port, token: TOKEN, openWhileOut: true });
      const cookie = await atTheWall();
      const session = connectHttp2(`http://127.0.0.1:${open.port}`, { maxSendHeaderBlockLength: 4_194_304 });
      const crumbs = Array.from({ length: 240 }, () => `p=${'x;a=;'.repeat(700)}`);
      const flood = Array.from({ length: 24 }, async () => {
        const stream = session.request({ ':path': '/news/article-12', cookie: crumbs });
        const [fields] = await once(stream, 'response');
        stream.resume();
        return fields[':status'];
      });
      const answer = await createBrowser(open.port).send({ path: '/news/article-12', headers: { Cookie: cookie } });
      const statuses = await Promise.all(flood);
      session.destroy();
      await open.stop();
      expect(new Set(statuses)).toEqual(new Set([431]));
      expect(answer).toMatchObject({
        status: 200,
        text: 'TEASER',
        headers: { paywall: expect.stringMatching(/^blocked;/) },
      });
    });
  }
});

/** What comes back within two seconds, more than any proxy waits for the service. */
async function sayRaw(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    answer += chunk;
  });
  socket.on('error', () => undefined).write(text);
  await Promise.race([once(socket, 'close'), pause(2000)]);
  socket.destroy();
  return answer;
}

/** Says the same of every request, as no service of ours does. */
function answering(status: string): (socket: Socket) => void {
  return (socket) => socket.once('data', () => socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`));
}

function listenAnd(port: number, greet: (socket: Socket) => void): Promise<Server> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket.on('error', () => undefined));
    greet(socket);
  });
  server.on('close', () => {
    for (const socket of sockets) socket.destroy();
  });
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}
