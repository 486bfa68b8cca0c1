import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { fourthView, promptsWith, tenthView } from '../prompts/facts.js';
import type { Listening } from '../support/listen.js';
import { launchChromium, newBrowser } from './chromium.js';
import { servePromptPages } from './prompt-site.js';

// The browser's own clock decides when a cookie is over, so that the site's must agree with it.
const resetsAt = new Date(Date.now() + 40 * 24 * 3_600_000);
const prompts = promptsWith({ clock: Date.now });
const fourth = { ...fourthView, resetsAt };
const last = { ...tenthView, resetsAt };

let browser: Browser;
let site: Listening;
let context: BrowserContext;
let page: Page;
beforeAll(async () => {
  browser = await launchChromium();
  site = await servePromptPages({
    fourth: { prompts, decision: fourth },
    fifth: { prompts, decision: { ...fourth, read: 4, left: 5 } },
    last: { prompts, decision: last },
    cached: { prompts, decision: fourth, readsCookies: false },
    ending: { prompts, decision: { ...fourth, resetsAt: new Date(Date.now() + 3_600_000) } },
  });
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

const open = (path: string) => page.goto(`${site.origin}/${path}`);
const prompt = () => page.locator('.paywall-prompt');
const close = () => page.getByRole('button', { name: 'Close' }).click();
const dismissal = async () => (await context.cookies()).find(({ name }) => name === 'paywall-dismissed');

describe.each([true, false])('a dismissal, with script: %s', (javaScriptEnabled) => {
  beforeEach(async () => {
    await context?.close();
    context = await newBrowser(browser, 'phone', { javaScriptEnabled });
    page = await context.newPage();
  });

  test('holds for the pages that follow, until the last article; and that can be dismissed too', async () => {
    await open('fourth');
    await close();
    await prompt().waitFor({ state: 'hidden' });
    expect(new URL(page.url()).pathname).toBe('/fourth');
    await open('fifth');
    expect(await prompt().isVisible()).toBe(false);
    await open('last');
    expect(await prompt().isVisible()).toBe(true);
    await close();
    await prompt().waitFor({ state: 'hidden' });
    for (const path of ['last', 'fourth']) {
      await open(path);
      expect(await prompt().isVisible()).toBe(false);
    }
  });

  test('is over with the day', async () => {
    await open('fourth');
    await close();
    await prompt().waitFor({ state: 'hidden' });
    const { value, expires = 0 } = (await dismissal()) ?? {};
    const midnight = new Date().setUTCHours(24, 0, 0, 0) / 1000;
    expect(value).toBe('prompt');
    expect(Math.abs(expires - midnight)).toBeLessThan(5);
  });

  test('does not outlive the period', async () => {
    await open('ending');
    await close();
    await prompt().waitFor({ state: 'hidden' });
    expect((await dismissal())?.expires).toBeLessThanOrEqual(Date.now() / 1000 + 3_600);
  });

  test('leaves no other trace', async () => {
    await open('fourth');
    expect(await context.cookies()).toEqual([]);
    await close();
    await prompt().waitFor({ state: 'hidden' });
    expect((await context.cookies()).map(({ name }) => name)).toEqual(['paywall-dismissed']);
  });
});

describe('where a cache sends the prompt to whoever has dismissed it', () => {
  test('the script hides it before anything is painted, and nothing shifts', async () => {
    await context?.close();
    context = await newBrowser(browser, 'phone');
    page = await context.newPage();
    await open('cached');
    await close();
    await page.addInitScript(WATCH);
    await open('cached');
    await page.locator('h1').waitFor();
    expect(await prompt().count()).toBe(1);
    expect(await prompt().isVisible()).toBe(false);
    expect(await page.evaluate('window.seen')).toEqual({ painted: false, shift: 0 });
  });

  test('a form hides it on the way back, without script', async () => {
    await context.close();
    context = await newBrowser(browser, 'phone', { javaScriptEnabled: false });
    page = await context.newPage();
    await open('cached');
    await close();
    await page.waitForURL('**/cached#paywall-prompt');
    expect(await prompt().isVisible()).toBe(false);
  });
});

/** Notes whether the prompt ever has a box in a frame, and how far anything moves. */
const WATCH = `window.seen = { painted: false, shift: 0 };
new PerformanceObserver((list) => { for (const { value } of list.getEntries()) seen.shift += value; }).observe({ type: 'layout-shift', buffered: true });
(function look() {
  if (document.querySelector('.paywall-prompt')?.getClientRects().length) seen.painted = true;
  requestAnimationFrame(look);
})();`;
