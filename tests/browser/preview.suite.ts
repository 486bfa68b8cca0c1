import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { createPreview, type Preview, type PreviewOptions } from '../../src/index.js';
import { options as promptOptions } from '../prompts/facts.js';
import { type Served, serve } from '../support/http.js';
import { findings } from './axe.js';
import { launchChromium, newBrowser, SCREEN_NAMES, type Screen } from './chromium.js';
import { SCREENSHOTS, serveNewsroom } from './newsroom.js';

const OPTIONS: PreviewOptions = {
  prompts: {
    ...promptOptions,
    registered: 'limited',
    subscribe: { url: '/subscribe', price: '4 € a month' },
    support: { url: '/support' },
    readingUrl: '/your-reading',
    comments: true,
  },
  plans: { registered: { promptAfter: 20, blockAfter: 30 }, subscriber: 'full' },
  clock: () => Date.UTC(2026, 10, 25, 12),
};

/** The pages in the frames are looked at on their own. */
const GALLERY = { iframes: false, rules: { 'frame-tested': { enabled: false } } };

let browser: Browser;
let context: BrowserContext;
const served: Served[] = [];
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
afterEach(async () => {
  await context.close();
  for (const server of served.splice(0)) await server.close();
});

async function open(
  path: string,
  { screen = 'desktop', preview = createPreview(OPTIONS), ...more }: Setup = {},
): Promise<Page> {
  const server = await serve(preview);
  served.push(server);
  context = await newBrowser(browser, screen, more);
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${server.port}${path}`);
  return page;
}

interface Setup extends Omit<BrowserContextOptions, 'screen'> {
  readonly screen?: Screen;
  readonly preview?: Preview;
}

const frames = (page: Page) => page.frames().filter((frame) => frame !== page.mainFrame());

describe.each(SCREEN_NAMES)('the preview on a %s', (screen) => {
  test.each(['light', 'dark'] as const)(
    'shows every moment side by side, and axe-core finds nothing: %s',
    async (colorScheme) => {
      const page = await open('/preview', { screen, colorScheme });
      expect(await page.locator('section h2').allTextContents()).toEqual([
        expect.stringMatching(/^First article No account, English/),
        ...Array(19).fill(expect.any(String)),
      ]);
      // Each at both widths, light and dark.
      expect(await page.locator('iframe').count()).toBe(20 * 4);
      await page.waitForLoadState('networkidle');
      await page.screenshot({ path: `${SCREENSHOTS}/preview-${screen}-${colorScheme}.png` });
      expect(await findings(page, GALLERY)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    },
  );

  test.each(['prompt', 'last', 'wall', 'wall-locked', 'wall-outage', 'first', 'open'])(
    'shows %s on its own at an address, and axe-core finds nothing in it',
    async (scene) => {
      const query = `scene=${scene}&reader=anonymous&scheme=dark&width=phone&locale=de`;
      const page = await open(`/preview?${query}`, { screen });
      expect(await page.locator('iframe').count()).toBe(1);
      await page.waitForLoadState('networkidle');
      await page.screenshot({ path: `${SCREENSHOTS}/preview-${scene}-${screen}.png` });
      const src = await page.locator('iframe').getAttribute('src');
      await page.goto(new URL(src ?? '', page.url()).href);
      expect(await findings(page)).toEqual([]);
    },
  );
});

test('it works without script: choices are links', async () => {
  const page = await open('/preview', { javaScriptEnabled: false });
  await page.getByRole('link', { name: 'Wall: limit reached', exact: true }).click();
  await page.getByRole('link', { name: 'עברית' }).click();
  await page.getByRole('link', { name: 'Phone', exact: true }).click();
  expect(await page.locator('section h2').allTextContents()).toEqual([
    'Wall: limit reached No account, עברית',
    'Wall: limit reached Account: registered, עברית',
  ]);
  const wall = page.frameLocator('iframe').first().locator('.paywall-wall');
  expect(await wall.getAttribute('dir')).toBe('rtl');
});

test.each(['light', 'dark'])(
  'a frame is %s with a style sheet that goes by the preference, whatever the editor has',
  async (scheme) => {
    const text = ':root{color-scheme:light dark;--mark:light}@media (prefers-color-scheme:dark){:root{--mark:dark}}';
    const preview = createPreview({ ...OPTIONS, css: { text } });
    const colorScheme = scheme === 'dark' ? 'light' : 'dark';
    const page = await open(`/preview?scene=prompt&scheme=${scheme}&width=phone&reader=anonymous`, {
      preview,
      colorScheme,
    });
    await page.waitForLoadState('networkidle');
    const [frame] = frames(page);
    expect(await frame?.evaluate('getComputedStyle(document.documentElement).getPropertyValue("--mark")')).toBe(scheme);
    const surface = await frame?.evaluate(
      'getComputedStyle(document.querySelector(".paywall-prompt")).backgroundColor',
    );
    expect(surface).toBe({ light: 'rgb(250, 247, 241)', dark: 'rgb(36, 33, 29)' }[scheme]);
  },
);

test('a frame is as wide as the screen that it stands for, and a dock stays at its bottom edge', async () => {
  const page = await open('/preview?scene=prompt&placement=dock&scheme=light&reader=anonymous');
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: `${SCREENSHOTS}/preview-dock.png` });
  expect(await Promise.all(frames(page).map((frame) => frame.evaluate('innerWidth')))).toEqual([390, 1280]);
  const [phone] = frames(page);
  expect(await phone?.evaluate('document.querySelector(".paywall-dock").getBoundingClientRect().bottom')).toBe(844);
});

test.each([true, false])(
  'a prompt is dismissed in its frame alone and without a cookie, script: %p',
  async (javaScriptEnabled) => {
    const page = await open('/preview?scene=prompt&scheme=light&reader=anonymous&width=phone', { javaScriptEnabled });
    const prompt = page.frameLocator('iframe').locator('.paywall-prompt');
    await prompt.getByRole('button').click();
    await prompt.waitFor({ state: 'hidden' });
    expect(await context.cookies()).toEqual([]);
    await page.reload();
    await prompt.waitFor({ state: 'visible' });
  },
);

test('an open page loads itself anew once something has changed, and says what is wrong', async () => {
  const preview = createPreview(OPTIONS);
  const page = await open('/preview?scene=wall&scheme=light&reader=anonymous&width=phone', { preview });
  const title = page.frameLocator('iframe').locator('#paywall-title');
  expect(await title.textContent()).toBe('Thank you for being a loyal reader');
  preview.update({
    ...OPTIONS,
    prompts: { ...OPTIONS.prompts, copy: { en: { wallLimitTitle: 'A <b>new</b> title' } } },
  });
  await title.filter({ hasText: 'A <b>new</b> title' }).waitFor();
  preview.report('--copy.en: <i>wrong</i>');
  expect(await page.getByRole('alert').textContent()).toBe('--copy.en: <i>wrong</i>');
  await page.screenshot({ path: `${SCREENSHOTS}/preview-problem.png` });
  expect(await findings(page, GALLERY)).toEqual([]);
});

test('the newsroom has it, in its own look', async () => {
  const newsroom = await serveNewsroom();
  context = await newBrowser(browser, 'desktop');
  const page = await context.newPage();
  const refused: string[] = [];
  page.on('console', (message) => message.type() === 'error' && refused.push(message.text()));
  await page.goto(`${newsroom.origin}/preview?scheme=dark`);
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: `${SCREENSHOTS}/preview-newsroom.png` });
  const [frame] = frames(page);
  expect(await frame?.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(21, 24, 27)');
  expect(refused).toEqual([]);
  await newsroom.close();
});
