import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { eleventhView, fourthView, promptsWith, tenthView } from '../prompts/facts.js';
import type { Listening } from '../support/listen.js';
import { findings } from './axe.js';
import { launchChromium, newBrowser, SCREEN_NAMES } from './chromium.js';
import { SCREENSHOTS } from './newsroom.js';
import { servePromptPages } from './prompt-site.js';

const prompts = promptsWith({
  subscribe: { url: '/subscribe', price: '4 € a month' },
  support: { url: '/support' },
  readingUrl: '/your-reading',
  comments: true,
});
const ROUND =
  ':root{--paywall-radius:12px;--paywall-font:monospace;--paywall-heading-font:cursive;--paywall-accent:#0b57d0}';

let browser: Browser;
let site: Listening;
beforeAll(async () => {
  browser = await launchChromium();
  const page = { prompts, commentsWaiting: 12, before: ':root{color-scheme:light dark}' };
  site = await servePromptPages({
    prompt: { ...page, decision: fourthView },
    last: { ...page, decision: tenthView },
    wall: { ...page, decision: eleventhView },
    themed: { ...page, decision: fourthView, before: ROUND },
    bare: { ...page, decision: fourthView, head: false },
  });
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

async function withPage(path: string, options: BrowserContextOptions, use: (page: Page) => Promise<void>) {
  const context = await newBrowser(browser, 'desktop', options);
  const page = await context.newPage();
  await page.goto(`${site.origin}/${path}`);
  await use(page);
  await context.close();
}

/** The first element's computed value. */
const computed = (page: Page, selector: string, name: string): Promise<unknown> =>
  page.evaluate(`getComputedStyle(document.querySelector(${JSON.stringify(selector)}))[${JSON.stringify(name)}]`);

describe.each(['prompt', 'last', 'wall'])('the %s', (path) => {
  test.each(SCREEN_NAMES)(
    'is in the first viewport of a %s, light and dark, and axe-core finds nothing',
    async (screen) => {
      const context = await newBrowser(browser, screen);
      const page = await context.newPage();
      await page.goto(`${site.origin}/${path}`);
      const top = (await page.locator('.paywall-prompt, .paywall-wall').boundingBox())?.y;
      expect(top).toBeLessThan((page.viewportSize()?.height ?? 0) / 2);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: `${SCREENSHOTS}/${path}-${screen}-${colorScheme}.png`, fullPage: true });
        expect(await findings(page)).toEqual([]);
      }
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
      await context.close();
    },
  );

  test('keeps its edges, its button and its bar in forced colours', () =>
    withPage(path, { forcedColors: 'active' }, async (page) => {
      await page.screenshot({ path: `${SCREENSHOTS}/${path}-forced.png` });
      expect(await computed(page, '.paywall-prompt, .paywall-wall', 'borderLeftWidth')).toBe('1px');
      const ground = await computed(page, 'body', 'backgroundColor');
      expect(await computed(page, '.paywall-offers a', 'borderTopColor')).not.toBe(ground);
      expect(await computed(page, '.paywall-used', 'stroke')).not.toBe(ground);
      expect(await findings(page)).toEqual([]);
    }));

  test.each([2, 4])('fits at %i00 %% zoom', (zoom) =>
    withPage(path, { viewport: { width: 1280 / zoom, height: 900 / zoom }, deviceScaleFactor: zoom }, async (page) => {
      await page.screenshot({ path: `${SCREENSHOTS}/${path}-zoomed-${zoom}.png` });
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
      expect(await findings(page)).toEqual([]);
    }),
  );
});

test('in print the wall stays whole and in words, and the prompt is not there', async () => {
  await withPage('prompt', {}, async (page) => {
    await page.emulateMedia({ media: 'print' });
    for (const part of ['prompt', 'meter', 'appeal'])
      expect(await page.locator(`.paywall-${part}`).isVisible()).toBe(false);
  });
  await withPage('wall', {}, async (page) => {
    await page.emulateMedia({ media: 'print' });
    const wall = page.locator('.paywall-wall');
    expect(await wall.isVisible()).toBe(true);
    expect(await wall.locator('.paywall-offers').isVisible()).toBe(false);
    expect(await computed(page, '.paywall-wall', 'breakInside')).toBe('avoid');
  });
});

test('custom properties theme colour, corners and fonts', () =>
  withPage('themed', {}, async (page) => {
    expect(await computed(page, '.paywall-prompt', 'borderRadius')).toBe('12px');
    expect(await computed(page, '.paywall-prompt p', 'fontFamily')).toBe('monospace');
    expect(await computed(page, '.paywall-prompt h2', 'fontFamily')).toBe('cursive');
    expect(await computed(page, '.paywall-register', 'backgroundColor')).toBe('rgb(11, 87, 208)');
  }));

test('without the style sheet nothing lies over the text', () =>
  withPage('bare', {}, async (page) => {
    await page.screenshot({ path: `${SCREENSHOTS}/bare.png` });
    const positions = await page.evaluate(
      `[...document.querySelectorAll('.paywall, .paywall *')].map((element) => getComputedStyle(element).position)`,
    );
    expect(new Set([positions].flat())).toEqual(new Set(['static']));
  }));
