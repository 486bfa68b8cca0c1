import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type LaunchOptions,
  type Page,
} from 'playwright-core';
import { ensureInstalled } from '../support/install.js';

/** The widths at which readers are met. */
export const SCREENS = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1280, height: 900 },
} as const;

export type Screen = keyof typeof SCREENS;

export const SCREEN_NAMES = ['phone', 'desktop'] as const satisfies readonly Screen[];

/** Starts Chromium, installed first where that is possible. It ends with `close()`, and with this process. */
export function launchChromium(more: LaunchOptions = {}): Promise<Browser> {
  const executablePath = ensureInstalled(['chromium', 'chromium-browser', 'google-chrome'], 'chromium');
  const args = ['--no-sandbox', '--disable-background-networking', '--disable-gpu'];
  return chromium.launch({ executablePath, headless: true, args, ...more });
}

/** A reader's browser, with no cookies yet. */
export async function newBrowser(
  browser: Browser,
  screen: Screen,
  more: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: SCREENS[screen],
    isMobile: screen === 'phone',
    hasTouch: screen === 'phone',
    reducedMotion: 'reduce',
    locale: 'en-GB',
    ...more,
  });
  context.setDefaultTimeout(30_000);
  return context;
}

/** Goes back so many pages, once the page that asks for it has been answered: it may be gone before its answer is. */
export async function goBack(page: Page, steps: number): Promise<void> {
  await page.evaluate(`setTimeout(() => history.go(-${steps}))`);
}
