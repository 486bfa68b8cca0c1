import { afterEach, describe, expect, test } from '@jest/globals';
import compression from 'compression';
import express, { type Express } from 'express';
import { createPaywall } from '../src/index.js';
import { createBrowser, type Sent, type Served, send, serve } from './support/http.js';
import { testOptions } from './support/site.js';

const TOKEN = 'a-token-of-the-cache';
const FULL = { 'Paywall-Token': TOKEN, 'Paywall-Variant': 'full' };

const ACCESS = { open: 'open', locked: 'locked' } as const;

const served: Served[] = [];
afterEach(async () => {
  for (const server of served.splice(0)) await server.close();
});

/** A site that sets all that could do harm: a session of its own, and pages for every cache to keep. */
function createSite(): Express {
  const paywall = createPaywall(testOptions());
  const app = express();
  app.use(compression({ threshold: 0 }));
  const variant = paywall.variant<express.Request<{ id: string }>>({
    token: TOKEN,
    maxAge: 300,
    article: ({ params: { id } }) => ({ id, access: id === 'open' || id === 'locked' ? ACCESS[id] : 'metered' }),
  });
  app.get('/news/:id', variant, (req, res) => {
    const { id } = req.params;
    res.set({
      'Cache-Control': 'public, max-age=600',
      Expires: 'Fri, 01 Jan 2100 00:00:00 GMT',
      'CDN-Cache-Control': 'max-age=9',
    });
    res.cookie('session', 'new').vary('Cookie');
    if (id === 'missing') return void res.status(404).send('none');
    if (id === 'broken') return void res.status(500).send('sorry');
    res.send(`${req.paywallVariant} ${JSON.stringify(req.headers.cookie ?? null)} ${req.headers['paywall-token']}`);
  });
  return app;
}

async function ask(path: string, headers: Sent['headers'] = {}) {
  const site = await serve(createSite());
  served.push(site);
  return send(site.port, { path, headers: { Cookie: 'session=ann', ...headers } });
}

describe('a page for a cache that proves itself', () => {
  test('is the variant it asked for, of no reader, for that cache alone', async () => {
    const { headers, text } = await ask('/news/7', FULL);
    expect(text).toBe('full null undefined');
    expect(headers).toMatchObject({
      'x-accel-expires': '300',
      'surrogate-control': 'max-age=300',
      'cache-control': 'private, no-store',
      'paywall-article': '7',
      'paywall-access': 'metered',
    });
    for (const name of ['set-cookie', 'expires', 'cdn-cache-control']) expect(headers).not.toHaveProperty(name);
    expect(headers.vary).toBe('Accept-Encoding');
    // nginx before 1.23 goes by the first of the two.
    expect(Object.keys(headers).indexOf('x-accel-expires')).toBeLessThan(Object.keys(headers).indexOf('cache-control'));
  });

  test.each([{}, { 'Paywall-Variant': 'teaser' }, { 'Paywall-Variant': 'full, full' }])(
    'is the teaser for %j',
    async (variant) => {
      expect((await ask('/news/7', { 'Paywall-Token': TOKEN, ...variant })).text).toMatch(/^teaser /);
    },
  );

  test('is whole in both variants where the article is open, and names its access', async () => {
    const open = await ask('/news/open', { 'Paywall-Token': TOKEN, 'Paywall-Variant': 'teaser' });
    expect(open.text).toMatch(/^full /);
    expect(open.headers['paywall-access']).toBe('open');
    expect((await ask('/news/locked', FULL)).headers['paywall-access']).toBe('locked');
  });

  test('names an article in ASCII', async () => {
    expect((await ask(`/news/${encodeURIComponent('gezeiten-é')}`, FULL)).headers['paywall-article']).toBe(
      'gezeiten-%C3%A9',
    );
  });

  test('is whole, whatever part was asked for', async () => {
    expect(await ask('/news/7', { ...FULL, Range: 'bytes=0-1' })).toMatchObject({
      status: 200,
      text: expect.stringMatching(/^full null/),
    });
  });

  test('that is missing is kept for a minute at most and names no article; one that is broken is not kept', async () => {
    const missing = await ask('/news/missing', FULL);
    expect(missing.headers).toMatchObject({ 'x-accel-expires': '60' });
    expect(missing.headers).not.toHaveProperty('paywall-article');
    const broken = await ask('/news/broken', FULL);
    expect(broken.headers['cache-control']).toBe('private, no-store');
    expect(broken.headers).not.toHaveProperty('x-accel-expires');
    expect(broken.headers).not.toHaveProperty('surrogate-control');
  });
});

describe('a page for anybody else', () => {
  test.each([
    {},
    { 'Paywall-Variant': 'full' },
    { 'Paywall-Variant': 'full', 'Paywall-Token': 'a-token-of-another' },
    { 'Paywall-Variant': 'full', 'Paywall-Token': `${TOKEN}x` },
    { 'Paywall-Variant': 'full', 'Paywall-Token': '' },
    { 'Paywall-Variant': 'full', 'Paywall-Token': [TOKEN, TOKEN] },
  ])('is the teaser, and kept by nobody: %j', async (headers) => {
    const answer = await ask('/news/7', headers);
    expect(answer.text).toMatch(/^teaser /);
    expect(answer.headers['cache-control']).toBe('private, no-store');
    for (const name of ['x-accel-expires', 'surrogate-control', 'expires', 'cdn-cache-control', 'paywall-article']) {
      expect(answer.headers).not.toHaveProperty(name);
    }
  });
});

test('counts nothing and needs no pass', async () => {
  const site = await serve(createSite());
  served.push(site);
  const reader = createBrowser(site.port);
  for (let nth = 1; nth <= 12; nth += 1) await reader.send({ path: `/news/${nth}`, headers: FULL });
  expect((await reader.send({ path: '/news/13', headers: FULL })).text).toMatch(/^full /);
  expect(reader.cookie).toBe('');
});

test.each([
  [{}, /paywall\.variant\.token: missing/],
  [{ token: 'short' }, /paywall\.variant\.token: it is no token/],
  [{ token: TOKEN, maxAge: 0 }, /paywall\.variant\.maxAge: 0/],
])('%j is told of at once', (options, message) => {
  const paywall = createPaywall(testOptions());
  expect(() => Reflect.apply(paywall.variant, paywall, [options])).toThrow(message);
});

test('a metered page says its variant where it is asked to', async () => {
  const paywall = createPaywall(testOptions({ promptAfter: 1, blockAfter: 1 }));
  const app = express();
  app.get('/told/:id', paywall.meter({ tellVariant: true }), (_req, res) => void res.send('page'));
  app.get('/untold/:id', paywall.meter(), (_req, res) => void res.send('page'));
  const site = await serve(app);
  served.push(site);
  const reader = createBrowser(site.port);
  expect((await reader.send({ path: '/told/1' })).headers['paywall-variant']).toBe('full');
  expect((await reader.send({ path: '/told/2' })).headers['paywall-variant']).toBe('teaser');
  expect((await reader.send({ path: '/untold/3' })).headers).not.toHaveProperty('paywall-variant');
});
