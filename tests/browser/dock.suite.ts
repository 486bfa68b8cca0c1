import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { fourthView, promptsWith } from '../prompts/facts.js';
import type { Listening } from '../support/listen.js';
import { findings } from './axe.js';
import { launchChromium, newBrowser, SCREEN_NAMES } from './chromium.js';
import { SCREENSHOTS } from './newsroom.js';
import { servePromptPages } from './prompt-site.js';

const prompts = promptsWith({ placement: 'dock', subscribe: { url: '/subscribe', price: '4 € a month' } });

let browser: Browser;
let site: Listening;
beforeAll(async () => {
  browser = await launchChromium();
  site = await servePromptPages({ dock: { prompts, decision: fourthView, before: ':root{color-scheme:light dark}' } });
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

async function withDock(screen: (typeof SCREEN_NAMES)[number], use: (page: Page) => Promise<void>): Promise<void> {
  const context = await newBrowser(browser, screen);
  const page = await context.newPage();
  await page.addInitScript(SHIFT);
  await page.goto(`${site.origin}/dock`);
  await use(page);
  await context.close();
}

const dockTop = async (page: Page) => (await page.locator('.paywall-dock').boundingBox())?.y ?? Number.NaN;

describe.each(SCREEN_NAMES)('the dock on a %s', (screen) => {
  test('stands at the bottom edge, shifts nothing, and axe-core finds nothing', () =>
    withDock(screen, async (page) => {
      const box = await page.locator('.paywall-dock').boundingBox();
      const height = page.viewportSize()?.height ?? 0;
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeCloseTo(height, 0);
      expect(box?.height).toBeLessThanOrEqual(height * 0.46);
      expect(await page.evaluate('window.shift')).toBe(0);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: `${SCREENSHOTS}/dock-${screen}-${colorScheme}.png` });
        // Of words that lie under the dock, axe-core cannot tell the ground.
        const found = await findings(page);
        expect(found.filter((finding) => !/overlap(?:s|ped)/.test(finding))).toEqual([]);
      }
    }));

  test('has room of its own: at the end of the page the text is above it', () =>
    withDock(screen, async (page) => {
      await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)');
      const text = await page.locator('p.text').last().boundingBox();
      expect((text?.y ?? 0) + (text?.height ?? 0)).toBeLessThanOrEqual(await dockTop(page));
    }));

  test('hides no link that has the focus (WCAG 2.4.11)', () =>
    withDock(screen, async (page) => {
      const links = await page.locator('p.text a').count();
      for (let nth = 0; nth < links; nth += 1) {
        await page.keyboard.press('Tab');
        const focus = await page.locator('p.text a:focus').boundingBox();
        expect((focus?.y ?? Number.NaN) + (focus?.height ?? 0)).toBeLessThanOrEqual(await dockTop(page));
      }
    }));

  test('is dismissed, and takes no room any more', () =>
    withDock(screen, async (page) => {
      await page.getByRole('button', { name: 'Close' }).click();
      await page.locator('.paywall-dock').waitFor({ state: 'hidden' });
    }));
});

test('where the window is low it stays in the text', async () => {
  const context = await browser.newContext({ viewport: { width: 800, height: 400 } });
  const page = await context.newPage();
  await page.goto(`${site.origin}/dock`);
  expect(await dockTop(page)).toBeGreaterThan(400);
  await context.close();
});

const SHIFT = `window.shift = 0;
new PerformanceObserver((list) => { for (const { value } of list.getEntries()) shift += value; }).observe({ type: 'layout-shift', buffered: true });`;
