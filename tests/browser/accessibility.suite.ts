import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { findings } from './axe.js';
import { launchChromium, newBrowser, SCREEN_NAMES } from './chromium.js';
import { SCREENSHOTS, serveNewsroom } from './newsroom.js';
import { SCENES } from './scenes.js';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

describe.each(SCREEN_NAMES)('axe-core finds nothing on a %s, light or dark', (screen) => {
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
      // WCAG 2.2, 1.4.10: nothing to scroll sideways for.
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    } finally {
      await context.close();
      await newsroom.close();
    }
  });
});
