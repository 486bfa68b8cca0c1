import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import express from 'express';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { promptStyles, renderPrompt } from '../../src/index.js';
import { type Listening, listen } from '../support/listen.js';
import { nthArticle } from '../support/newsroom.js';
import { findings } from './axe.js';
import { launchChromium, newBrowser, SCREEN_NAMES } from './chromium.js';
import { enter } from './keyboard.js';
import { type OpenNewsroom, plain, prompted, readUpTo, SCREENSHOTS, serveNewsroom, whatIsSeen } from './newsroom.js';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

async function boxOf(element: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await element.boundingBox();
  if (!box) throw new Error(`${element} is not shown`);
  return box;
}

/** No paragraph of the text lies under the prompt, and each can be clicked where it is. */
async function expectUncovered(page: Page): Promise<void> {
  const prompt = page.locator('.paywall-prompt');
  const paragraphs = await page.locator('.story-text p').all();
  expect(paragraphs.length).toBeGreaterThan(5);
  for (const paragraph of paragraphs) {
    // A trial click scrolls there, and fails where anything else would take the click.
    await paragraph.click({ trial: true });
    const [above, below] = [await boxOf(prompt), await boxOf(paragraph)];
    expect(below.y).toBeGreaterThanOrEqual(above.y + above.height);
  }
}

describe.each(SCREEN_NAMES)('the prompt on a %s', (screen) => {
  let newsroom: OpenNewsroom;
  beforeEach(async () => {
    newsroom = await serveNewsroom();
  });
  afterEach(() => newsroom.close());

  describe.each([true, false])('with JavaScript: %s', (javaScriptEnabled) => {
    let context: BrowserContext;
    let page: Page;
    beforeEach(async () => {
      context = await newBrowser(browser, screen, { javaScriptEnabled });
      page = await context.newPage();
      await readUpTo(page, newsroom, 4);
    });
    afterEach(() => context.close());

    test('covers nothing of the text, wherever the reader has scrolled to', async () => {
      expect(await whatIsSeen(page)).toEqual(prompted(nthArticle(4)));
      await expectUncovered(page);
    });

    test('is closed by a click, and takes no room any more', async () => {
      await page.getByRole('button', { name: 'Close' }).click();
      await page.locator('.paywall-prompt').waitFor({ state: 'hidden' });
      expect(await whatIsSeen(page)).toEqual(plain(nthArticle(4)));
      expect((await boxOf(page.locator('.story-prompt'))).height).toBe(0);
    });

    test('is closed by keys alone', async () => {
      await enter(page, page.getByRole('button', { name: 'Close' }));
      await page.locator('.paywall-prompt').waitFor({ state: 'hidden' });
      expect(await whatIsSeen(page)).toEqual(plain(nthArticle(4)));
    });
  });
});

describe.each([
  ['ar', 'rtl'],
  ['he', 'rtl'],
  ['de', 'ltr'],
  ['es', 'ltr'],
  ['fr', 'ltr'],
])('the prompt and the wall in %s, on a page in English', (locale, dir) => {
  let site: Listening;
  beforeAll(async () => {
    site = await listen(languagePages(locale));
  });
  afterAll(() => site.close());

  describe.each(SCREEN_NAMES)('on a %s', (screen) => {
    test.each(['prompt', 'wall'])(
      'the %s is laid out in its own direction, and axe-core finds nothing',
      async (part) => {
        const context = await newBrowser(browser, screen);
        const page = await context.newPage();
        await page.goto(`${site.origin}/${part}`);
        const element = page.locator(`.paywall-${part}`);
        expect(await element.getAttribute('dir')).toBe(dir);
        expect(await element.getAttribute('lang')).toBe(locale);

        const whole = await boxOf(element);
        const register = await boxOf(element.locator('.paywall-register'));
        const signIn = await boxOf(element.locator('.paywall-sign-in'));
        const title = await boxOf(element.locator('.paywall-title'));
        expect(register.x > signIn.x).toBe(dir === 'rtl');
        for (const { x, width } of [register, signIn, title]) {
          expect(x).toBeGreaterThanOrEqual(whole.x);
          expect(x + width).toBeLessThanOrEqual(whole.x + whole.width);
        }
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          await page.screenshot({ path: `${SCREENSHOTS}/language-${locale}-${part}-${screen}-${colorScheme}.png` });
          expect(await findings(page)).toEqual([]);
        }
        await context.close();
      },
    );
  });
});

/** A plain page with nothing but an article and what the paywall says, in its own default colours. */
function languagePages(locale: string) {
  const options = { locale, siteName: 'The Longshore', registerUrl: '/register', signInUrl: '/sign-in' };
  const facts = { read: 10, left: 0, limit: 10, resetsAt: new Date('2026-12-01') };
  const said = {
    prompt: renderPrompt({ ...facts, state: 'register-prompt', read: 3, left: 6 }, options),
    wall: renderPrompt({ ...facts, state: 'blocked' }, options),
  };
  const app = express();
  for (const [part, html] of Object.entries(said)) {
    app.get(`/${part}`, (_req, res) => {
      const style = `:root { color-scheme: light dark } body { font: 1.1rem/1.6 serif; color: CanvasText; background: Canvas }${promptStyles}`;
      const head = `<title>News</title><meta name="viewport" content="width=device-width"><style>${style}</style>`;
      const text = '<p>The text of the article.</p>';
      res.send(
        `<!doctype html><html lang="en"><head>${head}</head><body><main><h1>News</h1>${html}${text}</main></body></html>`,
      );
    });
  }
  return app;
}
