import { describe, expect, test } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { nthArticle } from '../support/newsroom.js';
import { SCREEN_NAMES, SCREENS } from './chromium.js';
import { openArticle, readUpTo, walled, whatIsSeen } from './newsroom.js';
import { SCENES } from './scenes.js';
import { setStage } from './stage.js';

interface Edges {
  readonly top: number;
  readonly bottom: number;
}

async function edges(found: Locator): Promise<Edges> {
  const box = await found.first().boundingBox();
  if (!box) throw new Error('it has no box');
  return { top: box.y, bottom: box.y + box.height };
}

/** Where things stand on a page that has just been opened. */
async function landing(page: Page) {
  return {
    headline: await edges(page.locator('h1')),
    standfirst: await edges(page.locator('.story-head .standfirst')),
    notice: await edges(page.locator('.paywall-prompt, .paywall-wall')),
    heading: await edges(page.locator('#paywall-title')),
    offer: await edges(page.locator('.paywall-offers a')),
    picture: await edges(page.locator('.story-art')),
  };
}

const strip = (page: Page) => page.locator('.masthead .paywall-meter p').textContent();

describe.each(SCREEN_NAMES)('on landing, on a %s', (screen) => {
  const { height } = SCREENS[screen];
  const stage = setStage(screen);

  test.each([4, 5, 6, 7, 8, 9, 10])('the prompt of article %i is seen at once, before the picture', async (nth) => {
    const { page, newsroom } = stage();
    await readUpTo(page, newsroom, nth);
    const { headline, standfirst, notice, heading, offer, picture } = await landing(page);
    expect(headline.bottom).toBeLessThanOrEqual(standfirst.top);
    expect(standfirst.bottom).toBeLessThanOrEqual(notice.top);
    expect(notice.bottom).toBeLessThanOrEqual(picture.top);
    expect(notice.top).toBeLessThan(height * 0.6);
    expect(heading.bottom).toBeLessThanOrEqual(height);
    expect(offer.bottom).toBeLessThanOrEqual(height);
  });

  test('the wall is seen at once after a short teaser, on every article', async () => {
    const { page, newsroom } = stage();
    await readUpTo(page, newsroom, 10);
    for (const nth of [11, 12, 13, 14, 15, 16]) {
      await openArticle(page, newsroom, nth);
      const { standfirst, notice, heading, offer, picture } = await landing(page);
      const teaser = await edges(page.locator('.story-teaser'));
      expect(standfirst.bottom).toBeLessThanOrEqual(teaser.top);
      expect(teaser.bottom).toBeLessThanOrEqual(notice.top);
      expect(notice.bottom).toBeLessThanOrEqual(picture.top);
      expect(notice.top).toBeLessThan(height * 0.8);
      expect(heading.bottom).toBeLessThanOrEqual(height);
      expect(offer.bottom).toBeLessThanOrEqual(height);
    }
  });

  test.each(['article-prompt', 'article-last', 'article-wall', 'registered-prompt', 'registered-wall'])(
    '%s says on a reload what it said at first',
    async (name) => {
      const { page, newsroom } = stage();
      await SCENES[name]?.(page, newsroom);
      const said = async () => [await strip(page), await page.locator('.paywall-prompt, .paywall-wall').textContent()];
      const first = await said();
      expect(first.join()).not.toMatch(/NaN|Infinity|undefined/);
      await page.reload();
      expect(await said()).toEqual(first);
    },
  );
});

describe('in print', () => {
  const stage = setStage('desktop');

  test('an article is without prompt, and the wall stands after the whole teaser', async () => {
    const { page, newsroom } = stage();
    await readUpTo(page, newsroom, 4);
    await page.emulateMedia({ media: 'print' });
    for (const part of ['.paywall-prompt', '.paywall-meter', '.masthead-links', '.comments', '.footer'])
      expect(await page.locator(part).isVisible()).toBe(false);
    await page.emulateMedia({ media: 'screen' });
    await readUpTo(page, newsroom, 11);
    await page.emulateMedia({ media: 'print' });
    expect(await whatIsSeen(page)).toEqual(walled(nthArticle(11)));
    const teaser = `document.querySelector('.story-teaser p')`;
    const cut = `${teaser}.scrollHeight - ${teaser}.clientHeight`;
    expect(await page.evaluate(cut)).toBeLessThanOrEqual(0);
  });
});
