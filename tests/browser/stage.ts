import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchChromium, newBrowser } from './chromium.js';
import { type OpenNewsroom, serveNewsroom } from './newsroom.js';

/** What each test of a suite begins with. */
export interface Stage {
  readonly browser: Browser;
  /** A newsroom that nobody has been to. */
  readonly newsroom: OpenNewsroom;
  /** A browser without cookies, and a page in it. */
  readonly context: BrowserContext;
  readonly page: Page;
}

/**
 * Sets up one Chromium for the tests around it, and for each of them a fresh newsroom and page. What it gives is there once a test
 * runs.
 *
 * @param prepare What to do to a context before its page opens.
 */
export function setStage(
  screen: Parameters<typeof newBrowser>[1],
  launch: Parameters<typeof launchChromium>[0] = {},
  prepare: (context: BrowserContext) => Promise<unknown> = async () => undefined,
): () => Stage {
  let browser: Browser;
  let stage: Stage;

  beforeAll(async () => {
    browser = await launchChromium(launch);
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    const newsroom = await serveNewsroom();
    const context = await newBrowser(browser, screen);
    await prepare(context);
    stage = { browser, newsroom, context, page: await context.newPage() };
  });
  afterEach(async () => {
    await stage.context.close();
    await stage.newsroom.close();
  });

  return () => stage;
}
