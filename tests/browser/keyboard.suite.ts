import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { nthArticle } from '../support/newsroom.js';
import { SCREEN_NAMES } from './chromium.js';
import { enter, tabTo, write } from './keyboard.js';
import { IDA, type OpenNewsroom, plain, prompted, readUpTo, walled, whatIsSeen } from './newsroom.js';
import { setStage } from './stage.js';

describe.each(SCREEN_NAMES)('a reader with only a keyboard, at the width of a %s', (screen) => {
  let newsroom: OpenNewsroom;
  let page: Page;

  const stage = setStage(screen);
  beforeEach(() => {
    ({ newsroom, page } = stage());
  });

  const headline = (nth: number) => page.getByRole('heading', { name: nthArticle(nth).title, level: 1 }).waitFor();

  /** From any page by the masthead to the front page, and there to a headline. */
  async function follow(nth: number): Promise<void> {
    await enter(page, page.locator('.masthead-name a'));
    await page.waitForURL(`${newsroom.origin}/`);
    await enter(page, page.getByRole('link', { name: nthArticle(nth).title, exact: true }));
    await headline(nth);
  }

  test('reads on to the wall, registers there, comes back and comments', async () => {
    await page.goto(newsroom.origin);
    for (const nth of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) await follow(nth);
    expect(await whatIsSeen(page)).toEqual(walled(nthArticle(11)));

    await enter(page, page.locator('.paywall-wall .paywall-register'));
    await page.waitForURL('**/register?**');
    await enter(page, page.getByRole('button', { name: 'Create account' }));
    await page.getByRole('alert').waitFor();
    // The summary has the focus: the next stop is its first link, which leads to the field.
    await enter(page, page.getByRole('link', { name: 'Enter a name', exact: true }));
    await page.keyboard.type(IDA.name);
    await write(page, page.getByLabel('E-mail address'), IDA.email);
    await write(page, page.getByLabel('Password'), IDA.password);
    await page.keyboard.press('Enter');
    await headline(11);
    expect(await whatIsSeen(page)).toEqual(plain(nthArticle(11)));

    await write(page, page.getByLabel('Your comment'), 'All by keys.');
    await enter(page, page.getByRole('button', { name: 'Post comment' }));
    await page.locator('#comments li', { hasText: 'All by keys.' }).waitFor();

    await enter(page, page.getByRole('button', { name: 'Sign out' }));
    await page.getByRole('link', { name: 'Sign in' }).waitFor();
    await enter(page, page.getByRole('link', { name: 'Sign in' }));
    await write(page, page.getByLabel('E-mail address'), IDA.email);
    await write(page, page.getByLabel('Password'), IDA.password);
    await page.keyboard.press('Enter');
    await page.getByText(`Signed in as ${IDA.name}`).waitFor();
  });

  test.each(['Enter', 'Space'])('closes the prompt by %s, and reads on', async (key) => {
    await readUpTo(page, newsroom, 4);
    expect(await whatIsSeen(page)).toEqual(prompted(nthArticle(4)));
    await tabTo(page, page.getByRole('button', { name: 'Close' }));
    await page.keyboard.press(key);
    expect(await whatIsSeen(page)).toEqual(plain(nthArticle(4)));
    // The next stop is below the text, not at the top of the page again.
    await page.keyboard.press('Tab');
    expect(await page.locator('.masthead :focus').count()).toBe(0);
  });

  test('is not held by the prompt: Tab goes on to what follows it', async () => {
    await readUpTo(page, newsroom, 4);
    await tabTo(page, page.getByRole('button', { name: 'Close' }));
    await tabTo(page, page.locator('.comments-invitation a').first());
  });

  test('skips the masthead', async () => {
    await page.goto(newsroom.origin);
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').textContent()).toBe('Skip to content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.locator('main :focus').count()).toBe(1);
  });
});
