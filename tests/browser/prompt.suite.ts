import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { nthArticle } from '../support/newsroom.js';
import { launchChromium, newBrowser, SCREEN_NAMES } from './chromium.js';
import { enter } from './keyboard.js';
import { type OpenNewsroom, plain, prompted, readUpTo, serveNewsroom, whatIsSeen } from './newsroom.js';

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
