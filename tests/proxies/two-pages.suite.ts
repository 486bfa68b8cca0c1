import { generateKeyPairSync } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import {
  createService,
  type FiguresReport,
  memoryFigures,
  type ServiceOptions,
  type SignedPolicy,
  signedPolicy,
} from '../../src/service.js';
import { type Browser, createBrowser, type Received, type Sent, type Served, send, serve } from '../support/http.js';
import { SECRET } from '../support/site.js';
import { waitFor } from '../support/wait.js';
import { startNginx } from './nginx.js';
import { NOT_READ, type NotRead } from './not-read.js';
import { type Behind, type PageCache, startCachingNginx, startCachingVarnish } from './page-caches.js';
import { createTwoPageSite, type PLACES, TEXT, type TwoPageSite } from './two-page-site.js';
import { startWorker } from './worker-cache.js';

const TOKEN = 'a-token-that-is-long-enough';
const VARIANT_TOKEN = 'a-token-of-the-cache';

interface Kind {
  readonly place: keyof typeof PLACES;
  start(behind: Behind): Promise<PageCache>;
  /** Of the service. Default: a pair of its own and the edge's. */
  readonly keys?: ServiceOptions['keys'];
  /** Decides what a pass alone can decide. Default: it asks the service. */
  readonly decides?: boolean;
  /**
   * The most questions that a thousand views take, beside what an edge is told and tells every few seconds. Half of those views are of
   * one more article by a reader who is known, and have to be asked about.
   */
  readonly questions: number;
}

/** The edge's own key, and the service's. */
const pairs = { edge: generateKeyPairSync('ed25519'), own: generateKeyPairSync('ed25519') };
const EDGE_KEY = JSON.stringify({ ...pairs.edge.privateKey.export({ format: 'jwk' }), kid: 'edge', alg: 'EdDSA' });

const PAIRS: ServiceOptions['keys'] = [
  { id: 'own', algorithm: 'EdDSA', privateKey: pairs.own.privateKey },
  { id: 'edge', algorithm: 'EdDSA', publicKey: pairs.edge.publicKey },
];

const KINDS: readonly [string, Kind][] = [
  ['nginx', { place: 'SSI', start: startCachingNginx, questions: 1150 }],
  [
    'nginx, which signs too',
    {
      place: 'SSI',
      start: (behind) => startCachingNginx({ ...behind, njsKey: JSON.stringify({ kid: 'own', secret: SECRET }) }),
      keys: [{ id: 'own', secret: SECRET }],
      decides: true,
      questions: 610,
    },
  ],
  ['Varnish', { place: 'ESI', start: startCachingVarnish, questions: 1150 }],
  ['workerd, which verifies', { place: 'ESI', start: startWorker, decides: true, questions: 800 }],
  [
    'workerd, which signs too',
    {
      place: 'ESI',
      start: (behind) => startWorker({ ...behind, edgeKey: EDGE_KEY }),
      decides: true,
      questions: 510,
    },
  ],
];

/** By which the site signs sessions. */
const siteKeys = await generateKeyPair('ES256');

/** A service that tells how often it was asked, and can be out. */
async function startService(more: Partial<ServiceOptions> = {}) {
  const asked: string[] = [];
  const calls: string[] = [];
  let out = false;
  const service = createService({
    site: 'https://news.example',
    keys: PAIRS,
    articleSecret: SECRET,
    token: TOKEN,
    account: {
      ...{ cookie: 'session', issuer: 'https://news.example', audience: 'news', planClaim: 'plan' },
      jwks: { keys: [await exportJWK(siteKeys.publicKey)] },
    },
    plans: { subscriber: 'full' },
    prompts: { siteName: 'The Example', registerUrl: '/register', subscribe: { url: '/subscribe' } },
    figures: memoryFigures(),
    ...more,
  });
  const served = await serve((req, res) => {
    const path = String(req.url).split('?')[0] ?? '';
    if (path !== '/figures') calls.push(path);
    // What an edge learns and tells at times of its own is about no one view.
    if (path !== '/edge' && path !== '/views' && path !== '/figures') asked.push(path);
    if (out) return void res.writeHead(503).end('out');
    service(req, res);
  });
  return {
    ...served,
    asked,
    /** Every question of any kind. */
    calls,
    /** What has been counted. */
    async figures(): Promise<Counted> {
      const { text } = await send(served.port, { path: '/figures', headers: { Authorization: `Bearer ${TOKEN}` } });
      return JSON.parse(text).sum;
    },
    setOut(now: boolean) {
      out = now;
    },
  };
}

type Counted = FiguresReport['sum'];

/** The figures once they are such; whoever re-reads meanwhile gives the cache the occasion to tell what it has decided. */
async function figuresOnce(
  service: Pick<Awaited<ReturnType<typeof startService>>, 'figures'>,
  { port }: PageCache,
  isSuch: (counted: Counted) => boolean,
): Promise<Counted> {
  const reader = browserAt(port);
  let counted = await service.figures();
  await waitFor('the figures', async () => {
    await reader.send({ path: '/news/common-0' });
    counted = await service.figures();
    return isSuch(counted);
  });
  return counted;
}

/** A cache that decides has been told what it decides by. */
async function learnt({ port }: PageCache, { asked }: { readonly asked: readonly string[] }): Promise<void> {
  const reader = browserAt(port);
  await waitFor('the edge to decide', async () => {
    await reader.send({ path: '/news/learning' });
    const before = asked.length;
    await reader.send({ path: '/news/learning' });
    return asked.length === before;
  });
}

function browserAt(port: number): Browser {
  const browser = createBrowser(port);
  const plain = (sent: Sent) => browser.send({ ...sent, headers: { ...PLAIN, ...sent.headers } });
  return {
    send: plain,
    get cookie() {
      return browser.cookie;
    },
  };
}

/** As every browser says of itself. */
const PLAIN = { 'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0' };

const stateOf = ({ headers }: Received) => String(headers.paywall).split(';')[0];
const isWhole = ({ text }: Received) => text.includes(TEXT);

describe.each(KINDS)('two pages of an article in %s', (_name, { place, start, keys = PAIRS, decides = false }) => {
  let site: TwoPageSite;
  let served: Served;
  let service: Awaited<ReturnType<typeof startService>>;
  let cache: PageCache;
  let policy: SignedPolicy;
  let nth = 0;
  /** An article that no test before has asked for. */
  const fresh = (kind = 'article') => {
    nth += 1;
    return `/news/${kind}-${nth}`;
  };
  beforeAll(async () => {
    site = createTwoPageSite(place, VARIANT_TOKEN, 600);
    served = await serve(site.app);
    policy = signedPolicy();
    service = await startService({ keys, policy });
    cache = await start({ service: service.port, site: served.port, token: TOKEN, variantToken: VARIANT_TOKEN });
    if (decides) await learnt(cache, service);
  }, 120_000);
  afterAll(async () => {
    policy?.close();
    await cache?.stop();
    await service?.close();
    await served?.close();
  });
  beforeEach(async () => {
    if (policy.known.inForce.openUntil) await policy.change({ openUntil: null }, { by: 'the test before' });
    site.made.length = 0;
    service.asked.length = 0;
    service.setOut(false);
    site.fail(false);
  });

  const newReader = () => browserAt(cache.port);
  /** A reader who has read that many articles. */
  async function readerOf(count: number) {
    const reader = newReader();
    for (let read = 0; read < count; read += 1) await reader.send({ path: `/news/common-${read}` });
    return reader;
  }

  test('a reader goes from free over the prompt to the wall, each view in its own words, and re-reads', async () => {
    const reader = newReader();
    const seen: Received[] = [];
    for (let read = 0; read < 11; read += 1) seen.push(await reader.send({ path: `/news/common-${read}` }));
    expect(seen.map((each) => `${each.status} ${isWhole(each)} ${stateOf(each)}`)).toEqual([
      ...Array(3).fill('200 true free'),
      ...Array(7).fill('200 true register-prompt'),
      '200 false blocked',
    ]);
    expect(seen.map(({ text }) => /You have read \d+(?=\s)/.exec(text)?.[0] ?? '')).toEqual([
      ...Array(3).fill(''),
      ...[3, 4, 5, 6, 7, 8, 9].map((count) => `You have read ${count}`),
      expect.anything(),
    ]);
    expect(seen[10]?.text).toContain('paywall-wall');
    expect(isWhole(await reader.send({ path: '/news/common-2?utm_source=x' }))).toBe(true);
    const other = await newReader().send({ path: '/news/common-10' });
    expect(isWhole(other)).toBe(true);
    expect(other.text).not.toContain('paywall-wall');
  });

  test('what a reader is sent is theirs alone, and nothing of what is between site and cache', async () => {
    const first = await newReader().send({ path: fresh() });
    const wall = await (await readerOf(10)).send({ path: fresh() });
    expect(first.headers).toMatchObject({ 'cache-control': 'private, no-cache', vary: 'Cookie' });
    expect(wall.headers).toMatchObject({ 'cache-control': 'private, no-store', vary: '*' });
    const between =
      /^(?:paywall-.+|x-accel-.*|surrogate-.*|etag|last-modified|expires|.*-cache-control|x-paywall.*|age|via|x-varnish)$/;
    for (const { headers } of [first, wall])
      expect(Object.keys(headers).filter((name) => between.test(name))).toEqual([]);
    expect(first.headers['set-cookie']).toEqual([expect.stringMatching(/^__Host-paywall=/)]);
  });

  test('each page is made once, for all readers, and the site sees none of them', async () => {
    const path = fresh();
    const blocked = await readerOf(10);
    site.made.length = 0;
    for (const reader of [newReader(), blocked, newReader(), blocked, newReader()]) await reader.send({ path });
    expect([...site.made].sort()).toEqual([`${path} full`, `${path} teaser`]);
    expect(site.heard).toEqual([]);
  });

  test('readers who ask at once have it made once', async () => {
    const path = fresh();
    const answers = await Promise.all(Array.from({ length: 12 }, () => newReader().send({ path })));
    expect(answers.every(isWhole)).toBe(true);
    expect(new Set(answers.map(({ headers }) => headers['set-cookie']?.[0])).size).toBe(12);
    expect([...site.made].sort()).toEqual([`${path} full`, `${path} teaser`]);
  });

  test.each([
    ['missing', 404],
    ['moved', 301],
    ['broken', 500],
  ])('what is %s is told as it is, and neither counted nor asked about', async (kind, status) => {
    const reader = await readerOf(5);
    service.asked.length = 0;
    const answers = [await reader.send({ path: fresh(kind) }), await reader.send({ path: fresh(kind) })];
    expect(answers.map((each) => each.status)).toEqual([status, status]);
    if (kind === 'moved') expect(answers[0]?.headers.location).toBe('/news/elsewhere');
    for (const { headers } of answers) {
      expect(headers).not.toHaveProperty('set-cookie');
      expect(headers).not.toHaveProperty('paywall');
    }
    expect(service.asked).toEqual([]);
    expect((await reader.send({ path: fresh() })).headers.paywall).toMatch(/; read=5;/);
  });

  test('a page that fails after the decision is taken back, and brings no pass', async () => {
    const reader = await readerOf(2);
    const path = fresh('half');
    const failed = await reader.send({ path });
    expect(failed.status).toBeGreaterThanOrEqual(500);
    expect(failed.headers).not.toHaveProperty('set-cookie');
    expect(failed.headers).not.toHaveProperty('paywall');
    expect(failed.headers).not.toHaveProperty('paywall-take-back');
    await waitFor('the view to be taken back', () => service.asked.includes('/take-back'));
    expect((await reader.send({ path: fresh() })).headers.paywall).toMatch(/; read=2;/);
    expect(service.asked.filter((path) => path === '/take-back')).toHaveLength(1);
  });

  test.each([300, 400, 401, 402, 403, 404, 405, 410, 418, 419, 429, 451, 501, 503, 505, 511, 520])(
    'a page that is %i after the decision is taken back, whatever the site means by it',
    async (status) => {
      const reader = await readerOf(2);
      const failed = await reader.send({ path: fresh(`only${status}`) });
      // A redirect without an address is one all the same.
      expect(failed.status).toBe(status === 300 && place === 'SSI' ? 302 : status);
      expect(isWhole(failed)).toBe(false);
      for (const name of ['set-cookie', 'paywall', 'paywall-take-back'])
        expect(failed.headers).not.toHaveProperty(name);
      expect(failed.headers['cache-control']).toMatch(/no-(store|cache)/);
      await waitFor('the view to be taken back', () => service.asked.includes('/take-back'));
      expect((await reader.send({ path: fresh() })).headers.paywall).toMatch(/; read=2;/);
    },
  );

  test('a page that says less than the whole, as 203 does, is shown and stands', async () => {
    const reader = await readerOf(2);
    const shown = await reader.send({ path: fresh('only203') });
    expect(shown.status).toBe(203);
    expect(shown.headers['set-cookie']).toEqual([expect.stringMatching(/^__Host-paywall=/)]);
    expect((await reader.send({ path: fresh() })).headers.paywall).toMatch(/; read=3;/);
    expect(service.asked).not.toContain('/take-back');
  });

  test('a page that leads elsewhere after the decision is taken back too', async () => {
    const reader = await readerOf(2);
    const moved = await reader.send({ path: fresh('astray') });
    expect(moved).toMatchObject({ status: 302, headers: { location: '/news/elsewhere' } });
    expect(moved.headers).not.toHaveProperty('set-cookie');
    await waitFor('the view to be taken back', () => service.asked.includes('/take-back'));
    expect((await reader.send({ path: fresh() })).headers.paywall).toMatch(/; read=2;/);
  });

  test('what came to nothing is in no figures, whoever decided it', async () => {
    const failed = [fresh('half'), fresh('half'), fresh('astray')];
    const reader = await readerOf(2);
    await newReader().send({ path: failed[0] ?? '' });
    for (const path of failed) await reader.send({ path });
    const shown = fresh();
    await newReader().send({ path: shown });
    await reader.send({ method: 'HEAD', path: shown });
    const nameOf = (path: string) => path.slice('/news/'.length);
    const { articles } = await figuresOnce(service, cache, (counted) =>
      counted.articles.some(({ name }) => name === nameOf(shown)),
    );
    expect(articles.filter(({ name }) => failed.map(nameOf).includes(name))).toEqual([]);
    expect(articles.find(({ name }) => name === nameOf(shown))?.views).toBe(1);
  });

  test('what is missing is kept as such for a while', async () => {
    const path = fresh('missing');
    for (let times = 0; times < 4; times += 1) {
      expect(await newReader().send({ path })).toMatchObject({ status: 404, text: 'no such article' });
    }
    expect(site.made.length).toBeLessThanOrEqual(2);
  });

  test('open articles are open and uncounted, locked ones closed to all without full access', async () => {
    const reader = await readerOf(10);
    const open = await reader.send({ path: fresh('open') });
    expect([isWhole(open), stateOf(open)]).toEqual([true, 'free']);
    const locked = await newReader().send({ path: fresh('locked') });
    expect([isWhole(locked), locked.headers.paywall]).toEqual([false, 'blocked; locked']);
    expect(locked.text).toContain('paywall-wall');
  });

  test('a page that is no article is the same for all, and nobody is asked', async () => {
    const answer = await newReader().send({
      path: '/news/index',
      headers: { 'Paywall-Variant': 'full', 'Paywall-Token': VARIANT_TOKEN },
    });
    expect(answer.status).toBe(200);
    expect(isWhole(answer)).toBe(false);
    expect(service.asked).toEqual([]);
    expect(answer.headers).not.toHaveProperty('set-cookie');
  });

  test('the rest of the site is let be', async () => {
    const forged = { 'Paywall-Variant': 'full', 'Paywall-Token': VARIANT_TOKEN };
    expect((await newReader().send({ path: '/about', headers: forged })).text).toBe('about undefined undefined');
    const sent = await newReader().send({
      method: 'POST',
      path: '/news/1',
      headers: { ...forged, Cookie: 'a=1' },
      body: 'x',
    });
    expect(sent.text).toBe('sent undefined a=1');
  });

  test.each<[string, Readonly<Record<string, string | readonly string[]>>]>([
    ['a variant', { 'Paywall-Variant': 'full' }],
    ['two variants', { 'Paywall-Variant': ['full', 'full'] }],
    ['the cache’s token', { 'Paywall-Token': VARIANT_TOKEN, 'Paywall-Variant': 'full' }],
    ['a decision', { Paywall: 'free', 'Paywall-View': 'x' }],
    ['another article', { 'Paywall-Article': 'common-1', 'Paywall-Access': 'open' }],
    [
      'a state of the cache',
      { 'X-Paywall-Step': 'serve', 'X-Paywall-Variant': 'full', 'X-Paywall-Article': 'common-1' },
    ],
    [
      'another address',
      { 'X-Original-URI': '/news/common-1', 'X-Forwarded-Uri': '/news/common-1', 'X-Original-Method': 'HEAD' },
    ],
    ['a connection without the variant', { Connection: 'close, Paywall-Variant, Paywall-Token, Paywall-Article' }],
    ['a range', { Range: 'bytes=0-' }],
    ['conditions', { 'If-None-Match': '*', 'If-Modified-Since': 'Fri, 31 Dec 2100 00:00:00 GMT' }],
    ['fields of proxies', { Authorization: `Bearer ${TOKEN}`, 'X-HTTP-Method-Override': 'POST' }],
  ])('%s that the reader makes up opens nothing', async (_what, headers) => {
    const answer = await (await readerOf(10)).send({ path: fresh(), headers });
    expect({ status: answer.status, whole: isWhole(answer), state: stateOf(answer) }).toEqual({
      status: 200,
      whole: false,
      state: 'blocked',
    });
  });

  test('HEAD counts nothing, and a range or a condition gets the whole page', async () => {
    const reader = await readerOf(2);
    const path = fresh();
    expect(await reader.send({ method: 'HEAD', path })).toMatchObject({ status: 200, text: '' });
    const part = await reader.send({
      path,
      headers: { Range: 'bytes=0-3', 'If-Modified-Since': 'Fri, 31 Dec 2100 00:00:00 GMT' },
    });
    expect({ status: part.status, whole: isWhole(part) }).toEqual({ status: 200, whole: true });
    expect(part.headers.paywall).toMatch(/; read=2;/);
  });

  test.each<NotRead>(NOT_READ.slice(0, 3).concat(NOT_READ.slice(-3)))(
    '%i in place of the page for %s',
    async (status, _who, headers) => {
      const reader = await readerOf(2);
      const answer = await reader.send({ path: fresh(), headers });
      expect(answer).toMatchObject({ status, headers: { 'cache-control': expect.stringContaining('no-store') } });
      expect(answer.text).not.toContain(TEXT);
      expect(answer.headers).not.toHaveProperty('paywall-answer');
      expect((await reader.send({ path: fresh() })).headers.paywall).toMatch(/; read=2;/);
    },
  );

  test('what campaigns add to an address makes no other page of it; what the site knows does', async () => {
    const path = fresh();
    for (const query of ['', '?utm_source=a&utm_medium=b', '?fbclid=1', '?gclid=2&utm_x=3'])
      await newReader().send({ path: path + query });
    expect([...site.made].sort()).toEqual([`${path} full`, `${path} teaser`]);
    site.made.length = 0;
    for (const query of ['?page=2&utm_source=a', '?utm_source=a&page=2', '?utm_a=1&page=2&utm_b=2&gclid=3'])
      await newReader().send({ path: path + query });
    expect([...site.made].sort()).toEqual([`${path}?page=2 full`, `${path}?page=2 teaser`]);
  });

  test('an article that has changed is made anew on demand, in both variants', async () => {
    const path = fresh();
    const [reader, blocked] = [newReader(), await readerOf(10)];
    site.revise('first');
    for (const each of [reader, blocked]) expect((await each.send({ path })).text).toContain('<p>first</p>');
    site.revise('second');
    for (const each of [reader, blocked]) expect((await each.send({ path })).text).toContain('<p>first</p>');
    await cache.purge(path);
    for (const each of [reader, blocked]) expect((await each.send({ path })).text).toContain('<p>second</p>');
    site.revise('first');
  });

  test('no text gives the cache an order', async () => {
    const { text } = await newReader().send({ path: fresh() });
    expect(text).not.toContain('PRIVATE');
    expect(text).toContain('<!-- # echo');
  });

  test('while the service is out all see the teaser, uncounted, and it ends with the outage', async () => {
    const [read, path] = [fresh(), fresh()];
    const reader = await readerOf(2);
    await reader.send({ path: read });
    service.setOut(true);
    // What the pass alone can decide needs no service.
    expect(isWhole(await reader.send({ path: read }))).toBe(decides);
    const out = await reader.send({ path });
    expect({ status: out.status, whole: isWhole(out), control: out.headers['cache-control'] }).toEqual({
      status: 200,
      whole: false,
      control: 'private, no-store',
    });
    expect(out.text).not.toMatch(/out<|error|503/i);
    service.setOut(false);
    expect(isWhole(await reader.send({ path }))).toBe(true);
  });

  test('while a newsroom has everything open it is, uncounted, and not a moment longer', async () => {
    const blocked = await readerOf(10);
    const path = fresh();
    const said = async (reader: Browser) => {
      const answer = await reader.send({ path });
      return `${isWhole(answer)} ${answer.headers.paywall}`;
    };
    expect(await said(blocked)).toMatch(/^false blocked; read=10/);
    // Turned on and off by hand.
    await policy.change({ openUntil: new Date(Date.now() + 3_600_000) }, { by: 'Anna' });
    await waitFor('it to be open', async () => (await said(blocked)) === 'true free');
    const newcomer = newReader();
    service.asked.length = 0;
    expect(await said(newcomer)).toBe('true free');
    expect(newcomer.cookie).toBe('');
    expect((await newcomer.send({ path: fresh('locked') })).headers.paywall).toBe('blocked; locked');
    if (decides) expect(service.asked.filter((asked) => asked === '/forward-auth')).toHaveLength(1);
    await policy.change({ openUntil: null }, { by: 'Anna' });
    await waitFor('it to be closed', async () => (await said(blocked)).startsWith('false blocked; read=10'));
    // It ends by the clock, though the service is out by then.
    const ends = Date.now() + 6000;
    await policy.change({ openUntil: new Date(ends) }, { by: 'Anna' });
    await waitFor('it to be open', async () => (await said(blocked)) === 'true free');
    service.setOut(true);
    await waitFor('it to end', async () => (await said(blocked)).startsWith('false') && Date.now() >= ends);
    service.setOut(false);
    const first = await newcomer.send({ path });
    expect([isWhole(first), first.headers.paywall]).toEqual([true, expect.stringMatching(/^free; read=0;/)]);
  }, 60_000);

  test('accounts have what is theirs, by the session that the service verifies', async () => {
    const cookie = `session=${await new SignJWT({ plan: 'subscriber' })
      .setProtectedHeader({ alg: 'ES256' })
      .setIssuer('https://news.example')
      .setAudience('news')
      .setSubject('4711')
      .setExpirationTime('1h')
      .sign(siteKeys.privateKey)}`;
    const path = fresh('locked');
    const member = await newReader().send({ path, headers: { Cookie: cookie } });
    expect([isWhole(member), member.headers.paywall]).toEqual([true, 'free']);
    expect(member.text).not.toContain('paywall-wall');
    expect(isWhole(await newReader().send({ path, headers: { Cookie: cookie.slice(0, -4) } }))).toBe(false);
    expect(isWhole(await newReader().send({ path }))).toBe(false);
  });

  test('another cache in front, or straight before the site, keeps readers apart by HTTP alone', async () => {
    const [outer, astray] = [await startNginx(cache.port), await startNginx(served.port)];
    try {
      const path = fresh();
      const blocked = createBrowser(outer.port);
      for (let read = 0; read < 10; read += 1) await blocked.send({ path: `/news/common-${read}` });
      const views = [createBrowser(outer.port), blocked, createBrowser(outer.port), blocked];
      const seen: boolean[] = [];
      for (const reader of views) seen.push(isWhole(await reader.send({ path })));
      expect(seen).toEqual([true, false, true, false]);
      // The site's own copies are for the cache that proves itself.
      const proven = { 'Paywall-Token': VARIANT_TOKEN, 'Paywall-Variant': 'full' };
      expect(isWhole(await send(served.port, { path, headers: proven }))).toBe(true);
      for (let times = 0; times < 2; times += 1) {
        expect(isWhole(await createBrowser(astray.port).send({ path }))).toBe(false);
      }
    } finally {
      await outer.stop();
      await astray.stop();
    }
  });

  test('a page that brings a cookie is kept by nobody, and the cookie goes to nobody', async () => {
    let made = 0;
    const careless = await serve((_req, res) => {
      made += 1;
      res.writeHead(200, {
        'Content-Type': 'text/html',
        'Set-Cookie': `own=${made}`,
        'X-Accel-Expires': '600',
        'Surrogate-Control': 'max-age=600',
        'Paywall-Article': '7',
      });
      res.end(`page ${made}`);
    });
    const before = await start({
      service: service.port,
      site: careless.port,
      token: TOKEN,
      variantToken: VARIANT_TOKEN,
    });
    try {
      const seen = [await send(before.port, { path: '/news/7' }), await send(before.port, { path: '/news/7' })];
      expect(seen[0]?.text).not.toBe(seen[1]?.text);
      for (const { headers } of seen) {
        expect(headers['set-cookie']).toEqual([expect.stringMatching(/^__Host-paywall=/)]);
      }
    } finally {
      await before.stop();
      await careless.close();
    }
  });
});

describe.each(KINDS.filter(([, { decides }]) => decides))(
  'an answer that gets lost on its way to %s',
  (_name, kind) => {
    test('has nothing counted twice', async () => {
      const site = createTwoPageSite(kind.place, VARIANT_TOKEN, 600);
      const served = await serve(site.app);
      const service = await startService({ keys: kind.keys ?? PAIRS });
      const between = await startLossy(service.port, '/views', 3);
      const ports = { service: between.port, site: served.port };
      const cache = await kind.start({ ...ports, token: TOKEN, variantToken: VARIANT_TOKEN });
      try {
        await learnt(cache, service);
        const reader = browserAt(cache.port);
        for (let views = 0; views < 250; views += 1) await reader.send({ path: '/news/again' });
        await waitFor(
          'three answers to be lost',
          async () => (await reader.send({ path: '/news/more' })).status === 200 && between.lost() === 3,
          60_000,
        );
        const again = (counted: Counted) => counted.articles.find(({ name }) => name === 'again')?.views ?? 0;
        expect(again(await figuresOnce(service, cache, (counted) => again(counted) >= 250))).toBe(250);
      } finally {
        await cache.stop();
        await between.close();
        await service.close();
        await served.close();
      }
    }, 180_000);
  },
);

/** Passes on what is asked of another server, whose first answers at one path never arrive, though it has done what was asked. */
async function startLossy(port: number, path: string, most: number) {
  let lost = 0;
  const server = await serve((req, res) => {
    const { url, method, headers } = req;
    const asking = request({ port, path: url, method, headers }, (answer) => {
      const isLost = url === path && lost < most;
      if (!isLost) res.writeHead(answer.statusCode ?? 502, answer.headers);
      if (!isLost) return void answer.pipe(res);
      lost += 1;
      answer.resume().on('end', () => res.destroy());
    });
    asking.on('error', () => res.destroy());
    req.pipe(asking);
  });
  return { ...server, lost: () => lost };
}

describe.each(KINDS)('a short life in %s', (_name, { place, start, keys = PAIRS }) => {
  test('an old page is shown while the site fails, and while a new one is made, which is made once', async () => {
    const site = createTwoPageSite(place, VARIANT_TOKEN, 1);
    const served = await serve(site.app);
    const service = await startService({ keys });
    const cache = await start({ service: service.port, site: served.port, token: TOKEN, variantToken: VARIANT_TOKEN });
    try {
      const path = '/news/1';
      expect(isWhole(await createBrowser(cache.port).send({ path }))).toBe(true);
      site.fail(true);
      await new Promise((resolve) => setTimeout(resolve, 2100));
      for (let times = 0; times < 3; times += 1) {
        const answer = await createBrowser(cache.port).send({ path });
        expect({ status: answer.status, whole: isWhole(answer) }).toEqual({ status: 200, whole: true });
      }
      site.fail(false);
      site.made.length = 0;
      const from = performance.now();
      const many = Array.from({ length: 20 }, () => createBrowser(cache.port).send({ path }));
      for (const answer of await Promise.all(many)) expect(isWhole(answer)).toBe(true);
      // Two pages in the time that they may be kept.
      const lives = 1 + Math.floor((performance.now() - from) / 1000);
      expect(site.made.length).toBeLessThanOrEqual(2 * lives);
    } finally {
      await cache.stop();
      await service.close();
      await served.close();
    }
  }, 60_000);
});

describe.each(KINDS)(
  'a thousand views through %s',
  (_name, { place, start, keys = PAIRS, decides = false, questions }) => {
    test('are decided rightly, leak nothing, and make two pages of each article', async () => {
      const site = createTwoPageSite(place, VARIANT_TOKEN, 600);
      const served = await serve(site.app);
      const service = await startService({ keys, promptAfter: 2, blockAfter: 4 });
      const cache = await start({
        service: service.port,
        site: served.port,
        token: TOKEN,
        variantToken: VARIANT_TOKEN,
      });
      if (decides) await learnt(cache, service);
      site.made.length = 0;
      service.asked.length = 0;
      service.calls.length = 0;
      try {
        let seed = 14;
        const random = (below: number) => {
          seed = (seed * 48_271) % 2_147_483_647;
          return seed % below;
        };
        const readers = Array.from({ length: 200 }, () => ({
          browser: browserAt(cache.port),
          read: new Set<number>(),
        }));
        const trouble: string[] = [];
        const stopped = new Set<unknown>();
        let blocked = 0;
        for (let view = 0; view < 1000; view += 1) {
          const reader = readers[random(200)];
          if (!reader) continue;
          const article = random(20);
          const due = reader.read.has(article) || reader.read.size < 4;
          const answer = await reader.browser.send({ path: `/news/${article}` });
          if (isWhole(answer) !== due || (stateOf(answer) !== 'blocked') !== due)
            trouble.push(`${view}: ${stateOf(answer)}, due ${due}`);
          const others = reader.read.size - (reader.read.has(article) ? 1 : 0);
          if (due && others >= 2 && !answer.text.includes(`You have read ${others}`))
            trouble.push(`${view}: not in its own words`);
          if (due) reader.read.add(article);
          else {
            blocked += 1;
            stopped.add(reader);
          }
        }
        expect(trouble).toEqual([]);
        expect(blocked).toBeGreaterThan(50);
        expect(site.made.length).toBeLessThanOrEqual(40);
        expect(site.heard).toEqual([]);
        process.stdout.write(
          `${service.asked.length} questions, and ${service.calls.length - service.asked.length} between views\n`,
        );
        expect(service.asked.length).toBeLessThanOrEqual(questions);
        // Each reader once at each number of articles, at the first prompt and at the first wall; and whoever came to see.
        const reached = [0, 1, 2, 3, 4].map((n) => (n === 0 ? 0 : readers.filter(({ read }) => read.size >= n).length));
        const cameToSee = 1 + (decides ? 1 : 0);
        const expected = {
          reached: reached.with(1, (reached[1] ?? 0) + cameToSee),
          prompted: [0, 0, 0, reached[3]],
          stopped: [0, 0, 0, 0, stopped.size],
          walls: blocked,
        };
        const told = ({ plans: [plan] }: Counted) => ({
          ...{ reached: plan?.reached, prompted: plan?.prompted, stopped: plan?.stopped, walls: plan?.walls },
        });
        const same = (counted: Counted) => JSON.stringify(told(counted)) === JSON.stringify(expected);
        const counted = await figuresOnce(service, cache, same).catch(() => service.figures());
        expect(told(counted)).toEqual(expected);
      } finally {
        await cache.stop();
        await service.close();
        await served.close();
      }
    }, 240_000);
  },
);
