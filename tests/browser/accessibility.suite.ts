import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { findings } from './axe.js';
import { launchChromium, newBrowser, SCREEN_NAMES, SCREENS } from './chromium.js';
import { SCREENSHOTS, serveNewsroom } from './newsroom.js';
import { SCENES } from './scenes.js';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

describe.each(SCREEN_NAMES)('axe-core finds nothing on a %s, light or dark, or zoomed', (screen) => {
  test.each(Object.entries(SCENES))('%s', async (name, scene) => {
    const newsroom = await serveNewsroom();
    const context = await newBrowser(browser, screen);
    try {
      const page = await context.newPage();
      await scene(page, newsroom);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: `${SCREENSHOTS}/${name}-${screen}-${colorScheme}.png`, fullPage: true });
        expect(await findings(page)).toEqual([]);
      }
      // At 200 % zoom a page has half as many pixels of CSS, and never fewer than WCAG 2.2, 1.4.10 asks for.
      const { width, height } = SCREENS[screen];
      const zoomed = { width: Math.max(320, width / 2), height: height / 2 };
      for (const size of [SCREENS[screen], zoomed]) {
        await page.setViewportSize(size);
        expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
      }
      expect(await findings(page)).toEqual([]);
    } finally {
      await context.close();
      await newsroom.close();
    }
  });
});
