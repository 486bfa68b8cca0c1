import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { findings } from './axe.js';
import { launchChromium, newBrowser, SCREEN_NAMES, type Screen } from './chromium.js';
import { CONSOLE, EDITOR, serveEdited } from './edited.js';
import { IDAS_FIELDS, type OpenNewsroom, openArticle, readUpTo, SCREENSHOTS, whatIsSeen } from './newsroom.js';

let browser: Browser;
let newsroom: OpenNewsroom;
const contexts: BrowserContext[] = [];
beforeAll(async () => {
  browser = await launchChromium();
  newsroom = await serveEdited();
});
afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
});
afterAll(async () => {
  await newsroom.close();
  await browser.close();
});

async function open(screen: Screen, more: BrowserContextOptions = {}): Promise<Page> {
  const context = await newBrowser(browser, screen, more);
  contexts.push(context);
  return context.newPage();
}

/** An editor who has signed in. */
async function editor(path = '', screen: Screen = 'desktop', more: BrowserContextOptions = {}): Promise<Page> {
  const page = await open(screen, { httpCredentials: EDITOR, ...more });
  await page.goto(newsroom.origin + CONSOLE + path);
  return page;
}

/** What axe-core finds, but that it cannot tell what is behind the text of a picture: the same as behind quiet text beside it. */
const wrongIn = async (page: Page): Promise<readonly string[]> =>
  (await findings(page)).filter((found) => !found.startsWith('color-contrast: <text '));

const PAGES = [
  '',
  '/policy',
  '/policy/confirm?blockAfter=5&promptAfter=2',
  '/reader',
  '/what-if?blockAfter=5',
] as const;
const nameOf = (path: string): string => path.replace(/\?.*/, '').replaceAll('/', '-');

describe.each(SCREEN_NAMES)('the console on a %s', (screen) => {
  test.each(['light', 'dark'] as const)('axe-core finds nothing in it: %s', async (colorScheme) => {
    const page = await editor('', screen, { colorScheme });
    for (const path of PAGES) {
      await page.goto(newsroom.origin + CONSOLE + path);
      await page.screenshot({
        path: `${SCREENSHOTS}/console${nameOf(path)}-${screen}-${colorScheme}.png`,
        fullPage: true,
      });
      expect(await wrongIn(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    }
  });

  test('says everything of a reader, and axe-core finds nothing', async () => {
    const reader = await open('phone');
    await readUpTo(reader, newsroom, 11);
    const page = await editor('/reader', screen);
    await ask(page, await passOf(reader));
    await page.screenshot({ path: `${SCREENSHOTS}/console-reader-found-${screen}.png`, fullPage: true });
    expect(await wrongIn(page)).toEqual([]);
  });
});

test('nobody comes in without the password', async () => {
  const page = await open('desktop', { httpCredentials: { ...EDITOR, password: 'a-wrong-password' } });
  expect((await page.goto(newsroom.origin + CONSOLE))?.status()).toBe(401);
});

/** A reader's cookie, as they copy it from their browser. */
async function passOf(reader: Page): Promise<string> {
  const cookies = await reader.context().cookies(newsroom.origin);
  return cookies.find(({ name }) => name.endsWith('paywall'))?.value ?? '';
}

async function ask(page: Page, pass: string): Promise<void> {
  await page.getByLabel('Their pass').fill(pass);
  await page.getByRole('button', { name: 'Look', exact: true }).click();
  await page.getByRole('heading', { name: 'Help them' }).waitFor();
}

describe.each([true, false])('an editor, script: %p', (javaScriptEnabled) => {
  test('turns the limit, and a reader in another browser meets it; turns it back, and they go on', async () => {
    const reader = await open('phone');
    await readUpTo(reader, newsroom, 5);
    expect((await whatIsSeen(reader)).wall).toBe(false);

    const page = await editor('/policy', 'desktop', { javaScriptEnabled });
    const own = page.getByRole('group', { name: 'Readers without an account' });
    await own.getByLabel('Wall after').fill('5');
    await page.getByRole('button', { name: 'Look what it does' }).last().click();
    await page.getByText('the wall comes after 5 articles; it came after 10').waitFor();
    await page.getByRole('button', { name: 'Turn it' }).click();
    await page.getByRole('status').getByText('It is turned.').waitFor();

    await openArticle(reader, newsroom, 6);
    expect((await whatIsSeen(reader)).wall).toBe(true);
    await page.getByRole('link', { name: 'Undo' }).first().click();
    await page.getByText('the wall comes after 10 articles; it came after 5').waitFor();
    await page.getByRole('button', { name: 'Turn it back' }).click();
    await page.getByRole('status').getByText('It is turned back.').waitFor();
    await openArticle(reader, newsroom, 6);
    expect((await whatIsSeen(reader)).wall).toBe(false);
  });

  test('grants a reader who complains two more', async () => {
    const reader = await open('phone');
    await readUpTo(reader, newsroom, 11);
    expect((await whatIsSeen(reader)).wall).toBe(true);

    const page = await editor('/reader', 'desktop', { javaScriptEnabled });
    await ask(page, await passOf(reader));
    await page.getByText('They have read 10 of 10 articles this period.').waitFor();
    await page.getByRole('button', { name: 'Grant' }).click();
    await page.getByText('10 of 12 articles this period; 2 of these were granted to them').waitFor();

    await openArticle(reader, newsroom, 11);
    expect((await whatIsSeen(reader)).wall).toBe(false);
    await openArticle(reader, newsroom, 12);
    expect((await whatIsSeen(reader)).wall).toBe(false);
    await openArticle(reader, newsroom, 13);
    expect((await whatIsSeen(reader)).wall).toBe(true);
  });
});

test('an open page shows a registration as it arrives', async () => {
  const page = await editor();
  const registered = page.locator('[data-text=registered]');
  const before = Number(await registered.textContent());
  const reader = await open('phone');
  await readUpTo(reader, newsroom, 11);
  await reader.locator('.paywall-wall .paywall-register').click();
  for (const [label, text] of IDAS_FIELDS) await reader.getByLabel(label).fill(text);
  await reader.getByRole('button', { name: 'Create account' }).click();
  await reader.getByText('Signed in as').waitFor();
  await registered.filter({ hasText: new RegExp(`^${before + 1}$`) }).waitFor();
});

test('limits are tried as they are drawn, and without script by a button', async () => {
  const page = await editor('/what-if');
  await page.getByRole('slider', { name: 'Wall after' }).fill('6');
  await page.getByRole('heading', { name: 'wall after 6' }).waitFor();
  expect(new URL(page.url()).searchParams.get('blockAfter')).toBe('6');

  const plain = await editor('/what-if', 'phone', { javaScriptEnabled: false });
  await plain.getByRole('slider', { name: 'Wall after' }).fill('7');
  await plain.getByRole('button', { name: 'Compute' }).click();
  await plain.getByRole('heading', { name: 'wall after 7' }).waitFor();
});

test('nothing in the console is refused by its own policy', async () => {
  const page = await editor();
  const refused: string[] = [];
  page.on('console', (message) => message.type() === 'error' && refused.push(message.text()));
  for (const path of PAGES) await page.goto(newsroom.origin + CONSOLE + path, { waitUntil: 'networkidle' });
  expect(refused).toEqual([]);
});
