import { copyFile, mkdir, stat, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchChromium, newBrowser } from './chromium.js';
import { type OpenNewsroom, openArticle, readUpTo, SCREENSHOTS, serveNewsroom } from './newsroom.js';

const PICTURE = `${SCREENSHOTS}/newsroom.png`;
/** Where the README's own copy is; `UPDATE_PICTURE=1 npm run test:browser -- picture` renews it. */
const OF_README = 'examples/newsroom/screenshot.png';
const MOST_BYTES = 200_000;

const SCREEN = { width: 360, height: 640 };

let browser: Browser;
let newsroom: OpenNewsroom;
beforeAll(async () => {
  browser = await launchChromium();
  newsroom = await serveNewsroom();
  newsroom.setClock(Date.UTC(2026, 10, 24, 12));
  await mkdir(SCREENSHOTS, { recursive: true });
});
afterAll(async () => {
  await browser.close();
  await newsroom.close();
});

/** What a phone shows of the page once the element's end is a little above the end of the screen. */
async function shot(page: Page, element: string): Promise<string> {
  await page.evaluate(`document.querySelector('${element}').scrollIntoView({ block: 'end', behavior: 'instant' })`);
  await page.evaluate('scrollBy({ top: 24, behavior: "instant" })');
  return `data:image/png;base64,${(await page.screenshot()).toString('base64')}`;
}

async function threeStates(): Promise<Buffer> {
  const context = await newBrowser(browser, 'phone', { viewport: SCREEN, colorScheme: 'light' });
  const page = await context.newPage();
  await openArticle(page, newsroom, 1);
  const free = await shot(page, '.story-text p:first-child');
  await readUpTo(page, newsroom, 4);
  const prompt = await shot(page, '.story-text p:first-child');
  await readUpTo(page, newsroom, 11);
  const wall = await shot(page, '.paywall-wall');
  await context.close();

  const phones = [
    { title: 'Articles 1 to 3', text: 'The article, and nothing else.', picture: free },
    { title: 'Articles 4 to 10', text: 'The whole text, and a prompt.', picture: prompt },
    { title: 'The 11th', text: 'A teaser, and the wall.', picture: wall },
  ].map(
    ({ title, text, picture }) =>
      `<figure><figcaption><b>${title}</b>${text}</figcaption><img src="${picture}"></figure>`,
  );
  const sheet = await browser.newPage({ viewport: { width: 1240, height: 770 } });
  await sheet.setContent(`<!doctype html><title>Three states</title><style>
    body { margin: 0; padding: 24px 40px 0; display: flex; justify-content: space-between; background: #e4e2dc; }
    figure { margin: 0; }
    figcaption { margin-bottom: 14px; color: #33302b; font: 16px/1.45 "Helvetica Neue", Arial, sans-serif; }
    figcaption b { display: block; font-size: 19px; }
    img { display: block; border-radius: 14px; box-shadow: 0 0 0 1px #c5c1b8; }
    </style>${phones.join('')}`);
  const picture = await sheet.screenshot();
  await sheet.close();
  return picture;
}

test('the picture of the three states is the same each time, and the README’s small', async () => {
  const picture = await threeStates();
  await writeFile(PICTURE, picture);
  expect((await threeStates()).equals(picture)).toBe(true);
  if (process.env.UPDATE_PICTURE) await copyFile(PICTURE, OF_README);
  expect((await stat(OF_README)).size).toBeLessThan(MOST_BYTES);
});
