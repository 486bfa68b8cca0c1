import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { nthArticle, pathOf } from '../support/newsroom.js';
import { goBack } from './chromium.js';
import {
  IDAS_FIELDS,
  type OpenNewsroom,
  openArticle,
  plain,
  prompted,
  readUpTo,
  walled,
  whatIsSeen,
} from './newsroom.js';
import { setStage } from './stage.js';

/** Remembers in the page whether it came back from the back/forward cache. */
const NOTE_RETURNS = `addEventListener('pageshow', (event) => { window.cameBack = event.persisted; });`;

describe.each([
  { cached: true, how: 'as they were left' },
  { cached: false, how: 'loaded again' },
])('going back and forth, pages shown $how', ({ cached }) => {
  let newsroom: OpenNewsroom;
  let page: Page;

  const launch = cached ? { ignoreDefaultArgs: ['--disable-back-forward-cache'] } : {};
  const stage = setStage('desktop', launch, (context) => context.addInitScript(NOTE_RETURNS));
  beforeEach(() => {
    ({ newsroom, page } = stage());
  });

  /**
   * One step back or forward. A page from the cache is there at once and is never loaded. A wall that brought a new pass is
   * not kept there: it is `no-store`, and a cookie has changed since it was asked for.
   */
  async function step(where: 'goBack' | 'goForward', nth: number, kept = cached): Promise<void> {
    await page[where]({ waitUntil: 'commit' });
    await page.getByRole('heading', { name: nthArticle(nth).title, level: 1 }).waitFor();
    await page.waitForFunction('window.cameBack !== undefined');
    expect(await page.evaluate('window.cameBack')).toBe(kept);
  }

  test('an open article is still open after the wall, and the wall still stands', async () => {
    await readUpTo(page, newsroom, 10);
    await openArticle(page, newsroom, 11);
    expect(await whatIsSeen(page)).toEqual(walled(nthArticle(11)));
    await step('goBack', 10);
    expect(await whatIsSeen(page)).toEqual(prompted(nthArticle(10)));
    await step('goForward', 11, false);
    expect(await whatIsSeen(page)).toEqual(walled(nthArticle(11)));
  });

  test('a reload of what came back agrees with it', async () => {
    await readUpTo(page, newsroom, 10);
    await openArticle(page, newsroom, 11);
    await step('goBack', 10);
    await page.reload();
    expect(await whatIsSeen(page)).toEqual(prompted(nthArticle(10)));
  });

  /** Registers at the wall of the eleventh article, which then shows its text. */
  async function registerAtWall(): Promise<void> {
    await page.locator('.paywall-wall .paywall-register').click();
    for (const [label, text] of IDAS_FIELDS) await page.getByLabel(label).fill(text);
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.locator('#comment-form').waitFor();
    expect(await whatIsSeen(page)).toEqual(plain(nthArticle(11)));
  }

  test('who registered finds the article open, not the wall, one step further', async () => {
    await readUpTo(page, newsroom, 11);
    await registerAtWall();
    await openArticle(page, newsroom, 12);
    await step('goBack', 11);
    expect(await whatIsSeen(page)).toEqual(plain(nthArticle(11)));
  });

  test.each([
    ['the wall that blocked them first', 11],
    ['a wall they had met again', 12],
  ])('who registered finds the article, not the wall, where they go back to %s', async (_which, last) => {
    await readUpTo(page, newsroom, 11);
    if (last === 12) {
      await openArticle(page, newsroom, 12);
      await openArticle(page, newsroom, 11);
    }
    const before = Number(await page.evaluate('history.length'));
    await registerAtWall();
    const steps = Number(await page.evaluate('history.length')) - before;
    expect(steps).toBeGreaterThan(0);
    await page.evaluate('window.left = true');
    await goBack(page, steps);
    await page.waitForFunction('window.left === undefined');
    expect(new URL(page.url()).pathname).toBe(pathOf(nthArticle(11)));
    await page.waitForFunction('window.cameBack !== undefined');
    await page.getByRole('heading', { name: nthArticle(11).title, level: 1 }).waitFor();
    expect(await whatIsSeen(page)).toEqual(plain(nthArticle(11)));
  });
});
