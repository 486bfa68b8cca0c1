import express, { type Express } from 'express';
import { createPaywall, type Paywall, type PaywallOptions } from '../../src/index.js';

/** A moment in the middle of a month: 15 November 2026, 12:00 UTC. */
export const NOON = Date.UTC(2026, 10, 15, 12);

export const SECRET = 'a secret of thirty-two bytes or more';

/** A clock that stands still until a test moves it. */
export function frozenClock(start = NOON) {
  let now = start;
  return {
    clock: () => now,
    set(moment: number) {
      now = moment;
    },
    advance(milliseconds: number) {
      now += milliseconds;
    },
  };
}

export interface TestSite {
  readonly app: Express;
  readonly paywall: Paywall;
}

/** The least options a test needs, on an https site. */
export function testOptions(more: Partial<PaywallOptions> = {}): PaywallOptions {
  return { site: 'https://news.example', keys: [{ id: '2026-11', secret: SECRET }], clock: () => NOON, ...more };
}

/**
 * A site with articles at `/news/:slug`. Some slugs do not end well: `missing` (404), `moved` (301), `broken` (500) and
 * `silent` (never answers).
 */
export function createTestSite(more: Partial<PaywallOptions> = {}): TestSite {
  const paywall = createPaywall(testOptions(more));
  const app = express();
  app.get('/news/:slug', paywall.meter(), (req, res) => {
    const { slug } = req.params;
    if (slug === 'missing') return void res.status(404).send('no such article');
    if (slug === 'moved') return void res.redirect(301, '/news/elsewhere');
    if (slug === 'broken') throw new Error('the site failed');
    if (slug === 'silent') return;
    res.send(req.paywall.state === 'blocked' ? 'TEASER' : `TEXT of ${slug}`);
  });
  app.use((_error: unknown, _req: express.Request, res: express.Response, _next: express.NextFunction) => {
    res.status(500).send('sorry');
  });
  return { app, paywall };
}
