import { describe, expect, test } from '@jest/globals';
import express, { type RequestHandler, type Response } from 'express';
import onHeaders from 'on-headers';
import { createPaywall } from '../../src/index.js';
import { createReader } from '../support/reader.js';
import { testOptions } from '../support/site.js';

/** Fields of the site's that would let some shared cache keep a page. */
const CACHING = {
  'Cache-Control': 'public, max-age=600',
  'CDN-Cache-Control': 'max-age=600',
  'Cloudflare-CDN-Cache-Control': 'max-age=600',
  'Vercel-CDN-Cache-Control': 'max-age=600',
  'Netlify-CDN-Cache-Control': 'public, max-age=600',
  'X-LiteSpeed-Cache-Control': 'public, max-age=600',
  'Surrogate-Control': 'max-age=600',
  'Edge-Control': 'max-age=600',
  'X-Accel-Expires': '600',
  Expires: 'Thu, 31 Dec 2026 00:00:00 GMT',
};

const setAll = (res: Response) => {
  for (const [name, value] of Object.entries(CACHING)) res.setHeader(name, value);
};

const WAYS: Readonly<Record<string, RequestHandler>> = {
  'before the meter': (_req, res, next) => {
    setAll(res);
    next();
  },
  'as headers are sent, by a middleware before the meter': (_req, res, next) => {
    onHeaders(res, () => setAll(res));
    next();
  },
  'by taking Cache-Control away as headers are sent': (_req, res, next) => {
    onHeaders(res, () => {
      res.removeHeader('Cache-Control');
      res.appendHeader('Cache-Control', 'public');
    });
    next();
  },
};

function siteThatCaches(middleware: RequestHandler) {
  const paywall = createPaywall(testOptions({ aiCrawlers: 402 }));
  const app = express();
  app.use(middleware);
  app.get('/:slug', paywall.meter(), (_req, res) => void res.set('Cache-Control', 'public').send('text'));
  return createReader(app);
}

describe.each(Object.entries(WAYS))('a site that asks shared caches to keep its pages %s', (_how, middleware) => {
  test.each([
    ['an article', {}, 'private, no-cache'],
    ['the answer to a prefetch', { 'Sec-Purpose': 'prefetch' }, 'no-store'],
    ['the answer to an AI crawler', { 'User-Agent': 'GPTBot/1.2' }, 'private, no-store'],
  ])('does not get %s into them', async (_what, headers, sent) => {
    const answer = await siteThatCaches(middleware).get('/a', headers);
    expect(answer.headers).toMatchObject({ 'cache-control': sent, vary: expect.stringContaining('Cookie') });
    for (const name of Object.keys(CACHING).slice(1)) expect(answer.headers).not.toHaveProperty(name.toLowerCase());
  });
});

test('fields that have nothing to do with caches may still be set as headers are sent', async () => {
  const reader = siteThatCaches((_req, res, next) => {
    onHeaders(res, () => {
      res.setHeader('X-Response-Time', '5');
      res.appendHeader('Set-Cookie', 'own=1');
      res.removeHeader('X-Powered-By');
    });
    next();
  });
  const answer = await reader.get('/a');
  expect(answer.headers).toMatchObject({ 'x-response-time': '5' });
  expect(answer.headers).not.toHaveProperty('x-powered-by');
  expect(answer.cookies.map((cookie) => cookie.split('=')[0])).toEqual(['__Host-paywall', 'own']);
});
