import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import express, { type Request } from 'express';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { createPaywall, type PaywallOptions } from '../../src/index.js';
import { type Listening, listen } from '../support/listen.js';
import { testOptions } from '../support/site.js';
import { waitFor } from '../support/wait.js';
import { launchChromium, newBrowser } from './chromium.js';

/** Chromium takes names under `localhost` for secure, so that it says over plain HTTP what each request is for. */
const HOSTS = {
  /** The news site. */
  same: 'www.news.localhost',
  /** Another host of its publisher's: the same site, another origin. */
  sibling: 'forum.news.localhost',
  /** A site of somebody else's. */
  elsewhere: 'elsewhere.localhost',
} as const;

type From = keyof typeof HOSTS;
const FROM: readonly From[] = ['same', 'sibling', 'elsewhere'];

/** A request for an article as the news site saw and answered it. */
interface Visit {
  readonly article: string;
  readonly status: number;
  readonly counted: boolean;
  /** The `Sec-Fetch-*` fields. */
  readonly dest: string | undefined;
  readonly site: string | undefined;
  readonly mode: string | undefined;
}

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium({
    args: ['--no-sandbox', '--disable-gpu', '--host-resolver-rules=MAP *.localhost 127.0.0.1'],
  });
});
afterAll(() => browser.close());

let server: Listening;
let visits: Visit[];
let pages: Map<string, string>;
let context: BrowserContext;
let page: Page;

const originOf = (from: From): string => `http://${HOSTS[from]}:${server.port}`;
const urlOf = (article: string): string => `${originOf('same')}/news/${article}`;

/** All three hosts on one port: articles and the reader's count on the news site, and on each the page that a test asks for. */
async function begin(more: Partial<PaywallOptions> = {}): Promise<void> {
  visits = [];
  pages = new Map();
  const onView: PaywallOptions['onView'] = ({ status, counted }, req: Request) => {
    visits.push({
      article: req.path.slice('/news/'.length),
      status: status ?? 0,
      counted,
      dest: req.get('Sec-Fetch-Dest'),
      site: req.get('Sec-Fetch-Site'),
      mode: req.get('Sec-Fetch-Mode'),
    });
  };
  const paywall = createPaywall(
    testOptions({ site: 'http://www.news.localhost', promptAfter: 3, blockAfter: 10, onView, ...more }),
  );
  const app = express();
  app.get('/read', async (req, res) => void res.send(String((await paywall.reading(req)).read)));
  app.get('/news/:article', paywall.meter(), (req, res) => {
    const word = req.paywall.state === 'blocked' ? 'WALL' : `TEXT ${req.params.article}`;
    res.send(`<!doctype html><title>News</title><h1>${word}</h1>`);
  });
  app.get('/page', (req, res) => void res.send(`<!doctype html><title>Page</title>${pages.get(req.hostname) ?? ''}`));
  app.get('/gone', (req, res) => res.redirect(urlOf(String(req.query.article))));
  server = await listen(app);
  context = await newBrowser(browser, 'desktop');
  page = await context.newPage();
}
afterEach(async () => {
  await context.close();
  await server.close();
});

/** Opens a page of one of the hosts that holds this. */
async function openPage(from: From, html: string): Promise<void> {
  pages.set(HOSTS[from], html);
  await page.goto(`${originOf(from)}/page`);
}

/** How many articles the site says that this browser's reader has read. */
async function readCount(): Promise<number> {
  const cookies = await context.cookies(originOf('same'));
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  return Number(await (await fetch(`${server.origin}/read`, { headers: { Cookie: cookie } })).text());
}

/** The visit to an article, once there was one. */
async function visitTo(article: string): Promise<Visit> {
  await waitFor(`a request for ${article}`, () => visits.some((visit) => visit.article === article));
  const [visit, ...more] = visits.filter((one) => one.article === article);
  if (!visit || more.length > 0) throw new Error(`${article} was asked for ${more.length + 1} times`);
  return visit;
}

/** Ways for a page to hold another, by what each asks for it as. */
const PARTS: Readonly<Record<string, { readonly dest: string; readonly html: (url: string) => string }>> = {
  'an image': { dest: 'image', html: (url) => `<img src="${url}">` },
  'an image with credentials': { dest: 'image', html: (url) => `<img crossorigin="use-credentials" src="${url}">` },
  'an image of a set': { dest: 'image', html: (url) => `<picture><source srcset="${url}"><img></picture>` },
  'an image of a style sheet': { dest: 'image', html: (url) => `<p style="background: url(${url})">x</p>` },
  'an image button': { dest: 'image', html: (url) => `<input type="image" src="${url}">` },
  'an image in a drawing': {
    dest: 'image',
    html: (url) => `<svg width="9" height="9"><image width="9" height="9" href="${url}"/></svg>`,
  },
  "a film's poster": { dest: 'image', html: (url) => `<video poster="${url}"></video>` },
  'a film': { dest: 'video', html: (url) => `<video preload="auto" src="${url}"></video>` },
  'a sound': { dest: 'audio', html: (url) => `<audio preload="auto" src="${url}"></audio>` },
  'a script': { dest: 'script', html: (url) => `<script src="${url}"></script>` },
  'a module': { dest: 'script', html: (url) => `<link rel="modulepreload" href="${url}">` },
  'a style sheet': { dest: 'style', html: (url) => `<link rel="stylesheet" href="${url}">` },
  'an imported style sheet': { dest: 'style', html: (url) => `<style>@import url(${url});</style>` },
  'a font': {
    dest: 'font',
    html: (url) => `<style>@font-face { font-family: f; src: url(${url}) } p { font-family: f }</style><p>x</p>`,
  },
  'a preloaded image': { dest: 'image', html: (url) => `<link rel="preload" as="image" href="${url}">` },
  'a preloaded script': { dest: 'script', html: (url) => `<link rel="preload" as="script" href="${url}">` },
};

describe.each(Object.keys(PARTS))('%s that is an article', (name) => {
  test.each(FROM)('is nothing that is read, in a page of the %s site', async (from) => {
    const part = PARTS[name];
    if (!part) throw new Error('there is no such part');
    await begin();
    await page.goto(urlOf('first'));
    await openPage(from, part.html(urlOf('second')));
    expect(await visitTo('second')).toMatchObject({ status: 403, counted: false, dest: part.dest });
    expect(await readCount()).toBe(1);
  });
});

describe.each(FROM)('ten images that are articles, in what a user wrote on the %s site', (from) => {
  test('block nobody', async () => {
    await begin();
    await page.goto(urlOf('first'));
    const articles = Array.from({ length: 10 }, (_, index) => `a${index}`);
    await openPage(from, articles.map((article) => `<img src="${urlOf(article)}">`).join(''));
    await waitFor('ten requests', () => visits.length === 11);
    expect(visits.slice(1).map(({ status, counted }) => [status, counted])).toEqual(articles.map(() => [403, false]));
    expect(await readCount()).toBe(1);
    await page.goto(urlOf('second'));
    expect(await page.locator('h1').textContent()).toBe('TEXT second');
  });

  test("count where subresources: 'count' says so", async () => {
    await begin({ subresources: 'count' });
    await page.goto(urlOf('first'));
    await openPage(from, `<img src="${urlOf('second')}"><img src="${urlOf('third')}">`);
    expect(await visitTo('second')).toMatchObject({ status: 200, counted: true });
    expect(await visitTo('third')).toMatchObject({ status: 200, counted: true });
    // Another site's images go without the reader's cookies: they are nobody's, and count for nobody they could block.
    expect(await readCount()).toBe(from === 'elsewhere' ? 1 : 3);
  });
});

const FRAMES: Readonly<Record<string, (url: string) => string>> = {
  iframe: (url) => `<iframe src="${url}"></iframe>`,
  object: (url) => `<object data="${url}" type="text/html" width="99" height="99"></object>`,
  embed: (url) => `<embed src="${url}" type="text/html" width="99" height="99">`,
  frame: (url) => `<iframe srcdoc='<frameset><frame src="${url}"></frameset>'></iframe>`,
};

describe.each(Object.keys(FRAMES))('an article in an %s', (dest) => {
  const html = (article: string): string => FRAMES[dest]?.(urlOf(article)) ?? '';

  test('of the same origin is read', async () => {
    await begin();
    await openPage('same', html('first'));
    expect(await visitTo('first')).toMatchObject({ status: 200, counted: true, dest, site: 'same-origin' });
    expect(await readCount()).toBe(1);
  });

  test.each(['sibling', 'elsewhere'] as const)('of the %s site is not', async (from) => {
    await begin();
    await page.goto(urlOf('first'));
    await openPage(from, html('second'));
    expect(await visitTo('second')).toMatchObject({ status: 403, counted: false, dest });
    expect(await readCount()).toBe(1);
  });
});

describe("a site made to be framed by others, as sameSite: 'none' says", () => {
  test.each(['sibling', 'elsewhere'] as const)('is read in a frame of the %s site', async (from) => {
    await begin({ site: 'https://www.news.localhost', cookie: { sameSite: 'none', partitioned: true } });
    await openPage(from, FRAMES.iframe?.(urlOf('first')) ?? '');
    expect(await visitTo('first')).toMatchObject({ status: 200, counted: true, dest: 'iframe' });
    await openPage(from, FRAMES.iframe?.(urlOf('second')) ?? '');
    await page.frameLocator('iframe').getByText('TEXT second').waitFor();
    // Its pass went along: this was the reader's second.
    expect((await context.cookies()).map(({ name, sameSite }) => [name, sameSite])).toEqual([
      ['__Host-paywall', 'None'],
    ]);
    expect(await visitTo('second')).toMatchObject({ status: 200, counted: true });
  });

  test('but no image of it is', async () => {
    await begin({ site: 'https://www.news.localhost', cookie: { sameSite: 'none' } });
    await openPage('elsewhere', `<img src="${urlOf('first')}">`);
    expect(await visitTo('first')).toMatchObject({ status: 403, counted: false, dest: 'image' });
  });
});

const NO_CORS = (article: string): string =>
  `fetch('${urlOf(article)}', { mode: 'no-cors', credentials: 'include' }).then(() => undefined, () => undefined)`;

describe('a fetch by a script', () => {
  test("of the site's own front end is a view", async () => {
    await begin();
    await openPage('same', '');
    expect(await page.evaluate(`fetch('${urlOf('first')}').then((answer) => answer.text())`)).toContain('TEXT first');
    expect(await visitTo('first')).toMatchObject({ status: 200, counted: true, dest: 'empty', mode: 'cors' });
    expect(await readCount()).toBe(1);
  });

  test.each(['sibling', 'elsewhere'] as const)(
    'of the %s site, of which no script sees the answer, is none',
    async (from) => {
      await begin();
      await page.goto(urlOf('first'));
      await openPage(from, '');
      await page.evaluate(NO_CORS('second'));
      expect(await visitTo('second')).toMatchObject({ status: 403, counted: false, dest: 'empty', mode: 'no-cors' });
      expect(await readCount()).toBe(1);
    },
  );

  test.each(['sibling', 'elsewhere'] as const)('a preload as such, of the %s site, is none', async (from) => {
    await begin();
    await page.goto(urlOf('first'));
    await openPage(from, `<link rel="preload" as="fetch" href="${urlOf('second')}">`);
    expect(await visitTo('second')).toMatchObject({ status: 403, counted: false, mode: 'no-cors' });
    expect(await readCount()).toBe(1);
  });
});

describe('fetching ahead', () => {
  test('as Turbo does, when the pointer rests on a link, is no reading; the click is', async () => {
    await begin();
    const link = `<a href="${urlOf('first')}">first</a>`;
    const turbo = `<script>
      document.querySelector('a').addEventListener('mouseenter', (event) => {
        fetch(event.target.href, { credentials: 'same-origin', headers: { Accept: 'text/html', 'X-Sec-Purpose': 'prefetch' } });
      });
    </script>`;
    await openPage('same', link + turbo);
    await page.getByRole('link').hover();
    expect(await visitTo('first')).toMatchObject({ status: 503, counted: false });
    expect(await readCount()).toBe(0);
    visits.length = 0;
    await page.getByRole('link').click();
    await page.getByText('TEXT first').waitFor();
    expect(await visitTo('first')).toMatchObject({ status: 200, counted: true });
  });

  test.each(FROM)('by <link rel=prefetch> of the %s site is no reading', async (from) => {
    await begin();
    await page.goto(urlOf('first'));
    await openPage(from, `<link rel="prefetch" href="${urlOf('second')}">`);
    expect(await visitTo('second')).toMatchObject({ status: 503, counted: false });
    expect(await readCount()).toBe(1);
    await page.goto(urlOf('second'));
    expect(await page.locator('h1').textContent()).toBe('TEXT second');
    expect(await readCount()).toBe(2);
  });

  test.each(
    (['prefetch', 'prerender'] as const).flatMap((action) =>
      (['same', 'sibling'] as const).map((from) => [action, from] as const),
    ),
  )('by speculation rules that %s, of the %s site, is no reading', async (action, from) => {
    await begin();
    await page.goto(urlOf('first'));
    const rules = JSON.stringify({ [action]: [{ urls: [urlOf('second')], eagerness: 'immediate' }] });
    await openPage(from, `<script type="speculationrules">${rules}</script>`);
    expect(await visitTo('second')).toMatchObject({ status: 503, counted: false });
    expect(await readCount()).toBe(1);
  });
});

describe('coming from another page', () => {
  const WAYS: Readonly<Record<string, (url: string) => string>> = {
    'a link': (url) => `<a href="${url}">go</a><script>document.querySelector('a').click()</script>`,
    'a form': (url) => `<form action="${url}"></form><script>document.forms[0].submit()</script>`,
    'a script': (url) => `<script>location.href = '${url}'</script>`,
    'a refresh': (url) => `<meta http-equiv="refresh" content="0;url=${url}">`,
    'a link that is redirected': (url) =>
      `<a href="/gone?article=${url.split('/').at(-1)}">go</a><script>document.querySelector('a').click()</script>`,
  };

  test.each(FROM.flatMap((from) => Object.keys(WAYS).map((way) => [from, way] as const)))(
    'of the %s site by %s is a view',
    async (from, way) => {
      await begin();
      await page.goto(urlOf('first'));
      pages.set(HOSTS[from], WAYS[way]?.(urlOf('second')) ?? '');
      await page.goto(`${originOf(from)}/page`, { waitUntil: 'commit' }).catch(() => undefined);
      await page.getByText('TEXT second').waitFor();
      expect(await visitTo('second')).toMatchObject({ status: 200, counted: true, dest: 'document' });
      expect(await readCount()).toBe(2);
    },
  );

  test('in a new window is a view', async () => {
    await begin();
    await openPage('elsewhere', `<a target="_blank" href="${urlOf('first')}">go</a>`);
    const [opened] = await Promise.all([context.waitForEvent('page'), page.getByRole('link').click()]);
    await opened.getByText('TEXT first').waitFor();
    expect(await visitTo('first')).toMatchObject({ status: 200, counted: true, dest: 'document', site: 'cross-site' });
  });
});

test('an article read before is shown as an image, a script or a frame as it was, and counts no more', async () => {
  await begin();
  await page.goto(urlOf('first'));
  visits.length = 0;
  await openPage('sibling', FRAMES.iframe?.(urlOf('first')) ?? '');
  expect(await visitTo('first')).toMatchObject({ status: 200, counted: false });
  expect(await readCount()).toBe(1);
});

test("a worker's script that is an article is nothing that is read", async () => {
  await begin();
  await openPage('same', `<script>new Worker('${urlOf('first')}'); new SharedWorker('${urlOf('second')}')</script>`);
  expect(await visitTo('first')).toMatchObject({ status: 403, dest: 'worker' });
  expect(await visitTo('second')).toMatchObject({ status: 403, dest: 'sharedworker' });
  await page.evaluate(`navigator.serviceWorker.register('${urlOf('third')}').catch(() => undefined)`);
  expect(await visitTo('third')).toMatchObject({ status: 403, dest: 'serviceworker' });
  expect(await readCount()).toBe(0);
});
