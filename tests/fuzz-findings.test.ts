import { describe, expect, test } from '@jest/globals';
import express from 'express';
import { createPaywall } from '../src/index.js';
import { sendRaw } from './fuzz/raw.js';
import { startFuzzedSite } from './fuzz/site.js';
import { createBrowser, serve } from './support/http.js';
import { claimsOf, compactJws, hmac } from './support/keys.js';
import { NOON, SECRET } from './support/site.js';

const HEADER = { alg: 'HS256', typ: 'paywall+jwt', kid: '2026-11' };

describe('a pass of our own key that ends after the last date there is', () => {
  test.each([
    ['of a calendar month', 'month', 2],
    ['of a calendar month, in format 1', 'month', 1],
    ['of days from the first article', { days: 30 }, 2],
    ['of days from the first article, in format 1', { days: 30 }, 1],
  ] as const)(
    '%s is no pass, and no error on a page that says when the count ends',
    async (_period, period, passFormat) => {
      const site = await startFuzzedSite({ period, passFormat });
      const odd = { ...claimsOf(site.blocked), exp: Number.MAX_SAFE_INTEGER };
      const cookie = `paywall=${compactJws(HEADER, odd, hmac(SECRET))}`;
      const answer = await site.send('/news/next', [['Cookie', cookie]]);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('paywall')).toMatch(/^free; read=0;/);
      await site.close();
    },
  );
});

describe('an article that was read does not lend its name to another', () => {
  const TARGETS = ['/articles/7/../8', '/articles/7/%2e%2e/8', '/articles/7\\..\\8', '/articles/7/..\\..\\articles\\8'];

  test.each(TARGETS)('%s is not article 8, where the site takes it for article 7', async (target) => {
    const paywall = createPaywall({
      site: 'http://news.example',
      keys: [{ id: '2026-11', secret: SECRET }],
      clock: () => NOON,
      promptAfter: 0,
      blockAfter: 1,
    });
    const app = express();
    app.get('/articles/:id{/*title}', paywall.meter(), (req, res) => {
      const id = Number.parseInt(String(req.params.id), 10);
      res.send(req.paywall.state === 'blocked' ? 'TEASER' : `TEXT of ${id}`);
    });
    const site = await serve(app);
    const reader = createBrowser(site.port);
    expect(await reader.send({ path: '/articles/8' })).toMatchObject({ text: 'TEXT of 8' });
    const { text } = await sendRaw(site.port, target, [['Cookie', reader.cookie]]);
    expect(text).toBe('TEASER');
    await site.close();
  });
});
