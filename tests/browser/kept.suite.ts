import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, LaunchOptions, Page } from 'playwright-core';
import { waitFor } from '../support/wait.js';
import { type BareOptions, type BareSite, open, press, readBy, serveBareSite, shown } from './bare-site.js';
import { goBack, launchChromium, newBrowser } from './chromium.js';

const DECEMBER = Date.UTC(2026, 11, 1, 12);

let site: BareSite;
let context: BrowserContext;
let page: Page;

/** One Chromium for the tests around it, and a way to give each its own site and reader. */
function inChromium(launch: LaunchOptions = {}): (options?: BareOptions) => Promise<void> {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium(launch);
  });
  afterAll(() => browser.close());
  afterEach(async () => {
    await context.close();
    await site.close();
  });
  return async (options) => {
    site = await serveBareSite(options);
    context = await newBrowser(browser, 'desktop');
    await context.addInitScript(`addEventListener('pageshow', (event) => { window.cameBack = event.persisted; });`);
    page = await context.newPage();
  };
}

const last = () => site.visits.at(-1);

describe.each([
  ['ETag', { ETag: '"version-7"' }],
  ['Last-Modified', { 'Last-Modified': 'Wed, 01 Jan 2020 08:00:00 GMT' }],
  ['ETag and a day of freshness', { ETag: '"version-7"', 'Cache-Control': 'public, max-age=86400' }],
])('where a site sets its own %s, of the article alone', (_name, validators) => {
  const begin = inChromium();

  async function meetWall(): Promise<void> {
    await begin({ validators });
    for (const article of ['a', 'b']) expect(await open(page, site, article)).toBe('TEXT');
    expect(await open(page, site, 'c')).toBe('WALL');
  }

  test('no wall comes back once its reader has registered', async () => {
    await meetWall();
    await press(page, site, 'register');
    expect(await open(page, site, 'c')).toBe('TEXT');
    expect(last()).toEqual({ article: 'c', status: 200, header: 'free' });
    await page.reload();
    expect(await shown(page)).toBe('TEXT');
  });

  test('no article is counted while the wall is shown, when the month turns', async () => {
    await meetWall();
    expect(await readBy(page, site)).toBe(2);
    site.setClock(DECEMBER);
    expect(await open(page, site, 'c')).toBe('TEXT');
    expect(last()).toEqual({ article: 'c', status: 200, header: 'free; read=0' });
    expect(await readBy(page, site)).toBe(1);
    for (const [article, word, read] of [
      ['a', 'TEXT', 2],
      ['b', 'WALL', 2],
      ['c', 'TEXT', 2],
    ] as const) {
      expect(await open(page, site, article)).toBe(word);
      expect(await readBy(page, site)).toBe(read);
    }
  });

  test('a member who signed out does not get the text from their own cache once blocked', async () => {
    await meetWall();
    await press(page, site, 'register');
    expect(await open(page, site, 'c')).toBe('TEXT');
    expect(await open(page, site, 'd')).toBe('TEXT');
    await press(page, site, 'sign-out');
    for (const article of ['c', 'd']) {
      expect(await open(page, site, article)).toBe('WALL');
      expect(last()).toEqual({ article, status: 200, header: 'blocked; read=2' });
      await page.reload();
      expect(await shown(page)).toBe('WALL');
    }
    // The wall has taken the place of the member's copy, so that not even a script of the page finds it.
    expect(await page.evaluate(`fetch('/news/c', { cache: 'force-cache' }).then((answer) => answer.text())`)).toContain(
      'WALL',
    );
  });

  test('a member goes on getting their copy by a 304', async () => {
    await begin({ validators });
    await press(page, site, 'register');
    for (const status of [200, 304, 304]) {
      expect(await open(page, site, 'a')).toBe('TEXT');
      expect(last()).toEqual({ article: 'a', status, header: 'free' });
    }
  });

  test('a reader who registers and signs out again keeps what they had read, and no more', async () => {
    await meetWall();
    await press(page, site, 'register');
    for (const article of ['a', 'c']) expect(await open(page, site, article)).toBe('TEXT');
    await press(page, site, 'sign-out');
    expect(await open(page, site, 'a')).toBe('TEXT');
    expect(last()).toEqual({ article: 'a', status: 200, header: 'free; read=1' });
    expect(await open(page, site, 'c')).toBe('WALL');
  });
});

/** Reloads a wall that comes back as it was left. */
const RELOADS = `<script>addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });</script>`;

describe('Back to a wall once its reader has registered, in a browser that keeps pages as they were left', () => {
  const begin = inChromium({ ignoreDefaultArgs: ['--disable-back-forward-cache'] });

  /** Meets a wall that brings no new pass along, as the second one does, registers, and goes back to it. */
  async function registerAndGoBack(options: BareOptions): Promise<void> {
    await begin(options);
    for (const article of ['a', 'b', 'c', 'd']) await open(page, site, article);
    expect(await shown(page)).toBe('WALL');
    await press(page, site, 'register');
    site.visits.length = 0;
    await goBack(page, 2);
    await page.waitForURL('**/news/d', { waitUntil: 'commit' });
    await page.waitForFunction('window.cameBack !== undefined');
  }

  test('where registering sets a cookie: the article', async () => {
    await registerAndGoBack({ session: 'cookie' });
    expect(await shown(page)).toBe('TEXT');
    expect(await page.evaluate('window.cameBack')).toBe(false);
    expect(site.visits).toEqual([{ article: 'd', status: 200, header: 'free' }]);
  });

  test('where no cookie changes, and the wall has itself reloaded: the article', async () => {
    await registerAndGoBack({ session: 'server', wallHead: RELOADS });
    await page.getByText('TEXT').waitFor();
    expect(site.visits).toEqual([{ article: 'd', status: 200, header: 'free' }]);
  });

  test('where no cookie changes, and walls have the status 402: the article', async () => {
    await registerAndGoBack({ session: 'server', blockedStatus: 402 });
    expect(await shown(page)).toBe('TEXT');
    expect(await page.evaluate('window.cameBack')).toBe(false);
    expect(site.visits).toEqual([{ article: 'd', status: 200, header: 'free' }]);
  });

  test('where no cookie changes, and nothing is done about it: the wall, in spite of no-store', async () => {
    await registerAndGoBack({ session: 'server' });
    expect(await shown(page)).toBe('WALL');
    expect(await page.evaluate('window.cameBack')).toBe(true);
    expect(site.visits).toEqual([]);
    await page.reload();
    expect(await shown(page)).toBe('TEXT');
  });
});

describe('Back to a wall once its reader has registered, in a browser that loads pages again', () => {
  const begin = inChromium();

  test.each(['cookie', 'server'] as const)('known by %s: the article', async (session) => {
    await begin({ session, validators: { ETag: '"version-7"' } });
    for (const article of ['a', 'b', 'c', 'd']) await open(page, site, article);
    expect(await shown(page)).toBe('WALL');
    await press(page, site, 'register');
    await goBack(page, 2);
    await page.waitForURL('**/news/d');
    expect(await shown(page)).toBe('TEXT');
  });
});

describe('Back to an article once a member has signed out, in a browser that loads pages again', () => {
  const begin = inChromium();

  test.each([
    ['cookie', 'WALL'],
    ['server', 'TEXT'],
  ] as const)('known by %s: %s', async (session, word) => {
    await begin({ session, validators: { ETag: '"version-7"' } });
    for (const article of ['a', 'b']) await open(page, site, article);
    await press(page, site, 'register');
    expect(await open(page, site, 'c')).toBe('TEXT');
    await press(page, site, 'sign-out');
    await goBack(page, 2);
    await page.waitForURL('**/news/c');
    expect(await shown(page)).toBe(word);
    await page.reload();
    expect(await shown(page)).toBe('WALL');
  });
});

/** Shows what it kept, while it asks for it anew: what many sites' service workers do with their pages. */
const STALE_WHILE_REVALIDATE = `
const notes = [];
addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil(clients.claim()));
addEventListener('message', (event) => event.ports[0].postMessage(notes.splice(0)));
addEventListener('fetch', (event) => {
  if (!event.request.url.includes('/news/')) return;
  event.respondWith((async () => {
    const cache = await caches.open('pages');
    const kept = await cache.match(event.request, { ignoreVary: true });
    const fresh = fetch(event.request).then((response) => {
      const putting = cache.put(event.request, response.clone());
      putting.then(() => notes.push('kept'), (error) => notes.push(error.message));
      return response;
    });
    if (!kept) return fresh;
    event.waitUntil(fresh);
    return kept;
  })());
});`;

describe('a service worker that shows what it kept while it asks anew', () => {
  const begin = inChromium();

  async function install(options: BareOptions = {}): Promise<void> {
    await begin({ scripts: { '/worker.js': STALE_WHILE_REVALIDATE }, ...options });
    await page.goto(site.origin);
    await page.evaluate(`navigator.serviceWorker.register('/worker.js').then(() => navigator.serviceWorker.ready)`);
    await page.waitForFunction('navigator.serviceWorker.controller !== null');
  }

  const notes = () =>
    page.evaluate(`new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => resolve(data);
      navigator.serviceWorker.controller.postMessage(null, [port2]);
    })`);

  test('keeps no wall, since Vary: * forbids it, and shows the article to whoever has registered', async () => {
    await install();
    for (const article of ['a', 'b']) expect(await open(page, site, article)).toBe('TEXT');
    expect(await notes()).toEqual(['kept', 'kept']);
    for (let time = 0; time < 2; time += 1) {
      expect(await open(page, site, 'c')).toBe('WALL');
      expect(await notes()).toEqual([expect.stringContaining('Vary header contains *')]);
    }
    await press(page, site, 'register');
    expect(await open(page, site, 'c')).toBe('TEXT');
    expect(await notes()).toEqual(['kept']);
  });

  test('counts each article once, though it asks for each anew', async () => {
    await install();
    for (const article of ['a', 'a', 'a']) expect(await open(page, site, article)).toBe('TEXT');
    expect(await readBy(page, site)).toBe(1);
    expect(await open(page, site, 'b')).toBe('TEXT');
    expect(await readBy(page, site)).toBe(2);
    await waitFor('the last time that it asks anew', () => site.visits.length === 4);
    expect(await readBy(page, site)).toBe(2);
  });

  test("keeps a member's article beyond their signing out, which no field of a response forbids", async () => {
    await install();
    for (const article of ['a', 'b']) await open(page, site, article);
    await press(page, site, 'register');
    expect(await open(page, site, 'c')).toBe('TEXT');
    await press(page, site, 'sign-out');
    expect(await open(page, site, 'c')).toBe('TEXT');
    await waitFor('the wall that it is given for it', () => last()?.header === 'blocked; read=2');
    await page.evaluate(`caches.delete('pages')`);
    expect(await open(page, site, 'c')).toBe('WALL');
  });
});
