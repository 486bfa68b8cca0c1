import { beforeEach, describe, expect, test } from '@jest/globals';
import type { BrowserContext, Page, Response } from 'playwright-core';
import { type Article, lastSentence } from '../../examples/newsroom/articles/index.js';
import { gatedSentences, nthArticle, pathOf } from '../support/newsroom.js';
import { newBrowser, SCREEN_NAMES } from './chromium.js';
import {
  IDA,
  IDAS_FIELDS,
  type OpenNewsroom,
  openArticle,
  plain,
  prompted,
  readUpTo,
  serveNewsroom,
  walled,
  whatIsSeen,
} from './newsroom.js';
import { setStage } from './stage.js';

describe.each(SCREEN_NAMES)('a reader on a %s', (screen) => {
  let newsroom: OpenNewsroom;
  let context: BrowserContext;
  let page: Page;

  const stage = setStage(screen);
  beforeEach(() => {
    ({ newsroom, context, page } = stage());
  });

  /** Goes to the front page and clicks a headline. */
  async function follow(article: Article): Promise<void> {
    await page.goto(newsroom.origin);
    await page.getByRole('link', { name: article.title, exact: true }).click();
    await headline(article);
  }

  const headline = (article: Article) => page.getByRole('heading', { name: article.title, level: 1 }).waitFor();

  test('reads three articles plain, seven with the prompt, and meets the wall at the eleventh', async () => {
    for (const nth of [1, 2, 3]) {
      await follow(nthArticle(nth));
      expect(await whatIsSeen(page)).toEqual(plain(nthArticle(nth)));
    }
    for (const nth of [4, 5, 6, 7, 8, 9, 10]) {
      await follow(nthArticle(nth));
      expect(await whatIsSeen(page)).toEqual(prompted(nthArticle(nth)));
      expect(await page.locator('.paywall-prompt').textContent()).toContain(
        `You have read ${nth - 1}\u00a0articles this month`,
      );
    }

    const eleventh = nthArticle(11);
    await page.goto(newsroom.origin, { waitUntil: 'networkidle' });
    const responses: Response[] = [];
    page.on('response', (response) => responses.push(response));
    await page.getByRole('link', { name: eleventh.title, exact: true }).click();
    await headline(eleventh);
    await page.waitForLoadState('networkidle');
    expect(await whatIsSeen(page)).toEqual(walled(eleventh));
    const wall = await page.locator('.paywall-wall').textContent();
    for (const words of ['loyal reader', '10\u00a0free articles this month', '1\u00a0December', 'comments', 'Register'])
      expect(wall).toContain(words);

    const sent = await Promise.all(responses.map(async (response) => response.text()));
    expect(sent.length).toBeGreaterThan(1);
    expect(sent.join()).toContain(eleventh.body[0]);
    const received = [...sent, await page.content()].join();
    expect(gatedSentences(eleventh).filter((sentence) => received.includes(sentence))).toEqual([]);
  });

  test('finds the second article still open after the wall', async () => {
    await readUpTo(page, newsroom, 11);
    await follow(nthArticle(2));
    expect(await whatIsSeen(page)).toEqual(prompted(nthArticle(2)));
  });

  test('registers at the wall: the eleventh opens, and so do the comments', async () => {
    const eleventh = nthArticle(11);
    await readUpTo(page, newsroom, 11);
    await page.locator('.paywall-wall').getByRole('link', { name: 'Register for free' }).click();
    await page.getByLabel('Name').fill(IDA.name);
    await page.getByLabel('E-mail address').fill(IDA.email);
    await page.getByLabel('Password').fill(IDA.password);
    await page.getByRole('button', { name: 'Create account' }).click();
    await headline(eleventh);
    expect(new URL(page.url()).pathname).toBe(pathOf(eleventh));
    expect(await whatIsSeen(page)).toEqual(plain(eleventh));

    const words = 'I waited eleven articles to say this.';
    await page.getByLabel('Your comment').fill(words);
    await page.getByRole('button', { name: 'Post comment' }).click();
    const comment = page.locator('#comments li', { hasText: words });
    await comment.waitFor();
    expect(await comment.textContent()).toContain(IDA.name);

    await page.getByRole('link', { name: 'Your reading' }).click();
    await page.getByText('You have read 11 articles').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('link', { name: 'Register', exact: true }).first().waitFor();
    const twelfth = nthArticle(12);
    await follow(twelfth);
    expect(await whatIsSeen(page)).toEqual(walled(twelfth));

    await page.locator('.paywall-wall').getByRole('link', { name: 'Sign in' }).click();
    await page.getByLabel('E-mail address').fill(IDA.email);
    await page.getByLabel('Password').fill(IDA.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await headline(twelfth);
    expect(await whatIsSeen(page)).toEqual(plain(twelfth));
  });

  test('sees what counted, in the order of reading, and goes back to it from the list', async () => {
    await readUpTo(page, newsroom, 4);
    await page.getByRole('link', { name: 'Your reading' }).click();
    const list = page.locator('.reading-list a');
    expect(await list.allTextContents()).toEqual([1, 2, 3, 4].map((nth) => nthArticle(nth).title));
    await page.getByText('You have read 4 articles').waitFor();
    await page.getByRole('link', { name: nthArticle(4).title }).click();
    await headline(nthArticle(4));
    expect(await whatIsSeen(page)).toEqual(prompted(nthArticle(4)));
    expect(await page.locator('.standing').textContent()).toContain('4 of 10');
  });

  test('starts afresh in a second browser', async () => {
    await readUpTo(page, newsroom, 11);
    const second = await newBrowser(stage().browser, screen);
    const other = await second.newPage();
    await openArticle(other, newsroom, 11);
    expect(await whatIsSeen(other)).toEqual(plain(nthArticle(11)));
    await second.close();
    await page.reload();
    expect(await whatIsSeen(page)).toEqual(walled(nthArticle(11)));
  });

  test('starts afresh when the month does', async () => {
    await readUpTo(page, newsroom, 11);
    newsroom.setClock(Date.UTC(2026, 11, 1) - 1000);
    await page.reload();
    expect(await whatIsSeen(page)).toEqual(walled(nthArticle(11)));
    newsroom.setClock(Date.UTC(2026, 11, 1));
    await page.reload();
    expect(await whatIsSeen(page)).toEqual(plain(nthArticle(11)));
  });

  test('with two tabs at once reads the tenth in one of them alone, and both agree from then on', async () => {
    await readUpTo(page, newsroom, 9);
    const other = await context.newPage();
    await Promise.all([openArticle(page, newsroom, 10), openArticle(other, newsroom, 11)]);
    const walls = () => Promise.all([page, other].map(async (tab) => (await whatIsSeen(tab)).wall));
    const first = await walls();
    expect([...first].sort()).toEqual([false, true]);
    await Promise.all([page.reload(), other.reload()]);
    expect(await walls()).toEqual(first);
  });
});

describe('any reader', () => {
  const stage = setStage('phone');

  test('the pass of an https site is kept by a browser, and by it alone', async () => {
    // Chromium takes localhost for secure, so that it keeps a __Host- cookie there.
    const newsroom = await serveNewsroom({ site: 'https://newsroom.example' });
    const context = await newBrowser(stage().browser, 'desktop');
    const page = await context.newPage();
    await readUpTo(page, newsroom, 11);
    expect(await whatIsSeen(page)).toEqual(walled(nthArticle(11)));
    const kept = { httpOnly: true, secure: true, sameSite: 'Lax', path: '/' };
    const cookies = (await context.cookies()).sort((a, b) => a.name.localeCompare(b.name));
    expect(cookies).toEqual([
      expect.objectContaining({ name: '__Host-paywall', ...kept }),
      expect.objectContaining({ name: '__Host-reading-order', ...kept }),
    ]);
    expect(await page.evaluate('document.cookie')).toBe('');
    await context.close();
    await newsroom.close();
  });

  test('nothing needs JavaScript', async () => {
    const { newsroom } = stage();
    const context = await newBrowser(stage().browser, 'phone', { javaScriptEnabled: false });
    const page = await context.newPage();
    await readUpTo(page, newsroom, 4);
    await page.getByText(lastSentence(nthArticle(4))).waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    await page.locator('.paywall-prompt').waitFor({ state: 'hidden' });
    expect(await whatIsSeen(page)).toEqual(plain(nthArticle(4)));
    await readUpTo(page, newsroom, 11);
    expect(await whatIsSeen(page)).toEqual(walled(nthArticle(11)));
    await page.locator('.paywall-wall .paywall-register').click();
    for (const [label, text] of IDAS_FIELDS) await page.getByLabel(label).fill(text);
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByRole('status').waitFor();
    expect(await whatIsSeen(page)).toEqual(plain(nthArticle(11)));
    await context.close();
  });
});
