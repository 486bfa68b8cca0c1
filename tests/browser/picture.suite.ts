import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchChromium, newBrowser } from './chromium.js';
import { CONSOLE_SCENES, serveEdited } from './edited.js';
import { serveNewsroom } from './newsroom.js';
import { fingerprint, GALLERY, type Picture, THREE_STATES } from './pictures.js';
import { SCENES } from './scenes.js';

// `npm run screenshots` takes the pictures anew. Without it the suite finds out whether the pages are still those of the pictures.
const isTaking = process.env.TAKE_PICTURES !== undefined;

const OF_README = 'examples/newsroom/screenshot.png';
const GALLERY_FOLDER = 'docs/gallery';
/** Of what pages the pictures are, by the pictures' names. */
const FINGERPRINTS = `${GALLERY_FOLDER}/pages.json`;
const MOST_BYTES = 1_500_000;

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** The first viewport of a page, in a newsroom that nobody has been to, or whose console has something to show. */
async function shot({ scene, screen, colorScheme }: Picture): Promise<{ page: string; png: Buffer }> {
  const ofConsole = CONSOLE_SCENES[scene];
  const newsroom = await (ofConsole ? serveEdited() : serveNewsroom());
  const context = await newBrowser(browser, screen, { colorScheme });
  try {
    const page = await context.newPage();
    await (ofConsole ?? SCENES[scene])?.(page, newsroom);
    return { page: await fingerprint(page, newsroom), png: await page.screenshot() };
  } finally {
    await context.close();
    await newsroom.close();
  }
}

async function threeStates(): Promise<{ page: string; png: Buffer }> {
  const pages: string[] = [];
  const phones: string[] = [];
  for (const { scene, title, text } of THREE_STATES) {
    const { page, png } = await shot({ scene, screen: 'phone', colorScheme: 'light' });
    pages.push(page);
    phones.push(
      `<figure><figcaption><b>${title}</b>${text}</figcaption><img src="data:image/png;base64,${png.toString('base64')}"></figure>`,
    );
  }
  const sheet = await browser.newPage({ viewport: { width: 1300, height: 970 } });
  await sheet.setContent(`<!doctype html><title>Three states</title><style>
    body { margin: 0; padding: 24px 32px 0; display: flex; justify-content: space-between; background: #e4e2dc; }
    figure { margin: 0; }
    figcaption { margin-bottom: 14px; color: #33302b; font: 17px/1.45 "Helvetica Neue", Arial, sans-serif; }
    figcaption b { display: block; font-size: 20px; }
    img { display: block; border-radius: 14px; box-shadow: 0 0 0 1px #c5c1b8; }
    </style>${phones.join('')}`);
  const png = await sheet.screenshot();
  await sheet.close();
  return { page: pages.join('.'), png };
}

async function keep(file: string, png: Buffer): Promise<void> {
  await mkdir(GALLERY_FOLDER, { recursive: true });
  await writeFile(file, png);
}

test('the pictures of the README and of the gallery are of the pages as they are, and small', async () => {
  const readme = await threeStates();
  const pages: Record<string, string> = { [OF_README]: readme.page };
  if (isTaking) await keep(OF_README, readme.png);
  for (const [name, picture] of Object.entries(GALLERY)) {
    const file = `${GALLERY_FOLDER}/${name}.png`;
    const { page, png } = await shot(picture);
    pages[file] = page;
    if (isTaking) await keep(file, png);
  }
  if (isTaking) await writeFile(FINGERPRINTS, `${JSON.stringify(pages, null, 2)}\n`);

  // Where these differ, the pictures are out of date: npm run screenshots.
  expect(pages).toEqual(JSON.parse(await readFile(FINGERPRINTS, 'utf8')));
  const sizes = await Promise.all(Object.keys(pages).map(async (file) => (await stat(file)).size));
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MOST_BYTES);
});
