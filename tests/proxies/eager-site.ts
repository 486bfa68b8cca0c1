import { setTimeout as takingItsTime } from 'node:timers/promises';
import express, { type Express } from 'express';
import { createPaywall, type PaywallOptions } from '../../src/index.js';
import { NOON, SECRET } from '../support/site.js';

/** How long a slow page takes to make, in milliseconds: long enough for others to ask for it meanwhile. */
const SLOW = 150;

/**
 * A site that asks every cache to keep everything: articles at `/news/:slug`, a style sheet, and with `?slow` both take
 * their time.
 *
 * @param caching Fields that the site sets on each page, after the meter.
 */
export function createEagerSite(caching: Readonly<Record<string, string>>, more: Partial<PaywallOptions> = {}) {
  const asked: string[] = [];
  const paywall = createPaywall({
    site: 'http://news.example',
    keys: [{ id: '2026-11', secret: SECRET }],
    clock: () => NOON,
    promptAfter: 1,
    blockAfter: 2,
    ...more,
  });
  const app: Express = express();
  app.use(async (req, _res, next) => {
    asked.push(req.originalUrl);
    if ('slow' in req.query) await takingItsTime(SLOW);
    next();
  });
  app.get('/news/:slug', paywall.meter(), (req, res) => {
    res.set(caching);
    res.send(req.paywall.state === 'blocked' ? 'TEASER' : `TEXT of ${req.params.slug} ${'and more '.repeat(50)}END`);
  });
  app.get('/style.css', (_req, res) => void res.set('Cache-Control', 'public, max-age=600').type('css').send('a {}'));
  return { app, asked: (path: string) => asked.filter((url) => url === path).length };
}
