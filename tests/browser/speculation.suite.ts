import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import express from 'express';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { createPaywall, type PaywallOptions } from '../../src/index.js';
import { type Listening, listen } from '../support/listen.js';
import { testOptions } from '../support/site.js';
import { waitFor } from '../support/wait.js';
import { launchChromium, newBrowser } from './chromium.js';

const ARTICLES = ['first', 'second', 'third'] as const;

/** A request for an article as the site saw it, and how it was answered. */
interface Received {
  readonly article: string;
  /** The `Sec-Purpose` header. */
  readonly purpose: string | undefined;
  readonly status: number;
  /** The `Paywall` header. */
  readonly header: string | undefined;
}

/** A site whose front page asks the browser to fetch articles as soon as the pointer rests on their links. */
async function serveSpeculating(action: 'prefetch' | 'prerender', more: Partial<PaywallOptions>) {
  const received: Received[] = [];
  const paywall = createPaywall(testOptions({ site: 'http://localhost', blockAfter: 2, promptAfter: 2, ...more }));
  const rules = JSON.stringify({ [action]: [{ where: { href_matches: '/news/*' }, eagerness: 'moderate' }] });
  const links = ARTICLES.map((article) => `<p><a href="/news/${article}">${article}</a></p>`).join('');

  const app = express().disable('etag');
  app.get('/', (_req, res) => {
    res.send(`<!doctype html><title>Front</title>${links}<script type="speculationrules">${rules}</script>`);
  });
  app.use('/news/:slug', (req, res, next) => {
    res.on('finish', () => {
      received.push({
        article: req.params.slug,
        purpose: req.get('Sec-Purpose'),
        status: res.statusCode,
        header: res.get('Paywall')?.split('; ').slice(0, 2).join('; '),
      });
    });
    next();
  });
  app.get('/news/:slug', paywall.meter(), (req, res) => {
    const { state } = req.paywall;
    res.send(
      `<!doctype html><title>Article</title><h1>${state === 'blocked' ? 'TEASER' : `TEXT ${req.params.slug}`}</h1>`,
    );
  });
  return { site: await listen(app), received };
}

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

describe.each([
  ['prefetch', 'prefetch'],
  ['prerender', 'prefetch;prerender'],
] as const)('where a site has its articles %sed', (action, purpose) => {
  let site: Listening;
  let received: Received[];
  let context: BrowserContext;
  let page: Page;

  async function open(more: Partial<PaywallOptions> = {}): Promise<void> {
    ({ site, received } = await serveSpeculating(action, more));
    context = await newBrowser(browser, 'desktop');
    page = await context.newPage();
  }
  afterEach(async () => {
    await context.close();
    await site.close();
  });

  /** Lets the pointer rest on a link until the browser has fetched what is behind it. */
  async function rest(article: string): Promise<void> {
    const before = received.length;
    await page.goto(`http://localhost:${site.port}`);
    await page.getByRole('link', { name: article }).hover();
    await waitFor('the speculative request', () => received.length > before);
  }

  async function click(article: string): Promise<string> {
    await page.getByRole('link', { name: article }).click();
    await page.waitForURL(`**/news/${article}`);
    return (await page.locator('h1').textContent()) ?? '';
  }

  test('resting on a link spends no article, and clicking it spends one', async () => {
    await open();
    await rest('first');
    await rest('second');
    await rest('third');
    expect(received.splice(0)).toEqual(
      ARTICLES.map((article) => ({ article, purpose, status: 503, header: undefined })),
    );
    expect(await context.cookies()).toEqual([]);

    expect(await click('third')).toBe('TEXT third');
    expect(received.splice(0)).toEqual([{ article: 'third', purpose: undefined, status: 200, header: 'free; read=0' }]);
  });

  test('an article read before is served, and shown at once when clicked', async () => {
    await open();
    await page.goto(`http://localhost:${site.port}/news/first`);
    const [pass] = await context.cookies();
    received.length = 0;
    await rest('first');
    expect(await click('first')).toBe('TEXT first');
    expect(received).toEqual([{ article: 'first', purpose, status: 200, header: 'free; read=0' }]);
    expect(await context.cookies()).toEqual([pass]);
  });

  test('a reader at the limit gets no text by it', async () => {
    await open();
    for (const article of ['first', 'second']) await page.goto(`http://localhost:${site.port}/news/${article}`);
    received.length = 0;
    await rest('third');
    expect(await click('third')).toBe('TEASER');
    expect(received).toEqual([
      { article: 'third', purpose, status: 503, header: undefined },
      { article: 'third', purpose: undefined, status: 200, header: 'blocked; read=2' },
    ]);
  });

  test('a site that counts such requests has the article spent by resting on its link', async () => {
    await open({ speculation: 'count' });
    await rest('first');
    expect(await click('first')).toBe('TEXT first');
    expect(received.splice(0)).toEqual([{ article: 'first', purpose, status: 200, header: 'free; read=0' }]);
    await rest('second');
    expect(received).toEqual([{ article: 'second', purpose, status: 200, header: 'free; read=1' }]);
  });
});
