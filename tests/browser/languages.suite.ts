import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Locator } from 'playwright-core';
import { eleventhView, fourthView, promptsWith } from '../prompts/facts.js';
import type { Listening } from '../support/listen.js';
import { findings } from './axe.js';
import { launchChromium, newBrowser, SCREEN_NAMES } from './chromium.js';
import { SCREENSHOTS } from './newsroom.js';
import { type PromptPage, servePromptPages } from './prompt-site.js';

const DIRECTIONS = { ar: 'rtl', he: 'rtl', de: 'ltr', fr: 'ltr', pl: 'ltr', ja: 'ltr', 'zh-Hans': 'ltr' } as const;

const prompts = promptsWith({ siteName: 'The Longshore', readingUrl: '/your-reading', support: { url: '/support' } });

let browser: Browser;
let site: Listening;
beforeAll(async () => {
  browser = await launchChromium();
  const pages: Record<string, PromptPage> = {};
  for (const locale of Object.keys(DIRECTIONS)) {
    const page = { prompts, locale, commentsWaiting: 12, before: ':root{color-scheme:light dark}' };
    pages[`${locale}-prompt`] = { ...page, decision: fourthView };
    pages[`${locale}-wall`] = { ...page, decision: eleventhView };
  }
  site = await servePromptPages(pages);
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

describe.each(Object.entries(DIRECTIONS))('on a page in English, %s (%s)', (locale, dir) => {
  test.each(SCREEN_NAMES.flatMap((screen) => ['prompt', 'wall'].map((part) => [part, screen] as const)))(
    'the %s is laid out in its own direction on a %s, and axe-core finds nothing',
    async (part, screen) => {
      const context = await newBrowser(browser, screen);
      const page = await context.newPage();
      await page.goto(`${site.origin}/${locale}-${part}`);
      const element = page.locator(`.paywall-${part}`);
      expect(await element.getAttribute('dir')).toBe(dir);
      expect(await element.getAttribute('lang')).toBe(locale);

      const whole = await boxOf(element);
      const title = await boxOf(element.locator('h2'));
      const register = await boxOf(element.locator('.paywall-register'));
      const signIn = await boxOf(element.locator('.paywall-sign-in'));
      const sameLine = Math.abs(register.y - signIn.y) < 10;
      if (sameLine) expect(register.x > signIn.x).toBe(dir === 'rtl');
      for (const { x, width } of [register, signIn, title]) {
        expect(x).toBeGreaterThanOrEqual(whole.x);
        expect(x + width).toBeLessThanOrEqual(whole.x + whole.width);
      }
      if (part === 'prompt') {
        const close = await boxOf(element.locator('button'));
        expect(close.x < whole.x + whole.width / 2).toBe(dir === 'rtl');
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

async function boxOf(element: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await element.boundingBox();
  if (!box) throw new Error(`${element} is not shown`);
  return box;
}
