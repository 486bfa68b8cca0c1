import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { reasonName } from '../../src/console/words.js';
import { PASSWORD, serveThroughRestart, sumsOf } from '../console/served.js';
import { findings } from './axe.js';
import { launchChromium, newBrowser, SCREEN_NAMES, type Screen } from './chromium.js';
import { CONSOLE, EDITOR, SUPPORT, serveEdited } from './edited.js';
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

/** Cells that are too narrow for a word of theirs, as where it stands in them letter by letter. */
const BROKEN_WORDS = `[...document.querySelectorAll('tbody :is(th,td)')].filter((cell) => {
  const words = cell.textContent.trim().split(/\\s+/);
  const longest = Math.min(9, Math.max(...words.map((word) => word.length)));
  return cell.offsetWidth > 0 && cell.offsetWidth < 6 * longest;
}).map((cell) => cell.textContent)`;

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

test.each(['light', 'dark'] as const)('tables can be read on a narrow phone: %s', async (colorScheme) => {
  const page = await editor('/reader', 'phone', { viewport: { width: 320, height: 640 }, colorScheme });
  const reader = await open('phone');
  await readUpTo(reader, newsroom, 11);
  await ask(page, await passOf(reader));
  // So that the log has a line.
  await page.getByRole('button', { name: 'Grant' }).click();
  await page.getByRole('status').getByText('They can read more.').waitFor();
  for (const path of PAGES) {
    await page.goto(newsroom.origin + CONSOLE + path);
    expect(await wrongIn(page)).toEqual([]);
    await page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))");
    await page.screenshot({ path: `${SCREENSHOTS}/console${nameOf(path)}-narrow-${colorScheme}.png`, fullPage: true });
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    expect(await page.evaluate(BROKEN_WORDS)).toEqual([]);
  }
});

describe.each(SCREEN_NAMES)('the page for reader support on a %s', (screen) => {
  test.each(['light', 'dark'] as const)('axe-core finds nothing in it: %s', async (colorScheme) => {
    const reader = await open(screen, { colorScheme });
    await reader.goto(newsroom.origin + SUPPORT);
    expect(await findings(reader)).toEqual([]);
    await readUpTo(reader, newsroom, 5);
    await reader.goto(newsroom.origin + SUPPORT);
    await reader.screenshot({ path: `${SCREENSHOTS}/support-${screen}-${colorScheme}.png`, fullPage: true });
    expect(await findings(reader)).toEqual([]);
    expect(await reader.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    await reader.goto(`${newsroom.origin}/your-reading`);
    await reader.screenshot({ path: `${SCREENSHOTS}/your-reading-${screen}-${colorScheme}.png`, fullPage: true });
  });
});

test('no page of another site is handed a code', async () => {
  const reader = await open('desktop');
  await readUpTo(reader, newsroom, 2);
  const other = newsroom.origin.replace('localhost', '127.0.0.1');
  await reader.route(`${other}/evil`, (route) =>
    route.fulfill({ contentType: 'text/html', body: `<iframe src="${newsroom.origin}${SUPPORT}"></iframe>` }),
  );
  await reader.goto(`${other}/evil`);
  const fetched = `fetch('${newsroom.origin}${SUPPORT}', { credentials: 'include' }).then(() => 'read', () => 'refused')`;
  expect(await reader.evaluate(fetched)).toBe('refused');
  for (const frame of reader.frames().slice(1)) expect(await frame.content()).not.toContain('Your code');
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
  await page.getByLabel('Their code, or their pass').fill(pass);
  await page.getByRole('button', { name: 'Look up', exact: true }).click();
  await page.getByRole('heading', { name: 'Help this reader' }).waitFor();
}

describe.each([true, false])('an editor, script: %p', (javaScriptEnabled) => {
  test('turns the limit, and a reader in another browser meets it; turns it back, and they go on', async () => {
    const reader = await open('phone');
    await readUpTo(reader, newsroom, 5);
    expect((await whatIsSeen(reader)).wall).toBe(false);

    const page = await editor('/policy', 'desktop', { javaScriptEnabled });
    const own = page.getByRole('group', { name: 'Readers without an account' });
    await own.getByLabel('Wall after').fill('5');
    await page.getByRole('button', { name: 'See what it does' }).last().click();
    await page.getByText('the wall comes after 5 articles; until now it came after 10').waitFor();
    await page.getByRole('button', { name: 'Make this change' }).click();
    await page.getByRole('status').getByText('Saved.').waitFor();

    await openArticle(reader, newsroom, 6);
    expect((await whatIsSeen(reader)).wall).toBe(true);
    await reader.getByText('After 5 you meet the wall.').waitFor();
    await page.screenshot({ path: `${SCREENSHOTS}/console-policy-log-desktop.png`, fullPage: true });
    // Without scripts axe-core would wait for ever.
    if (javaScriptEnabled) expect(await wrongIn(page)).toEqual([]);
    await page.getByRole('link', { name: 'Undo' }).first().click();
    await page.getByText('the wall comes after 10 articles; until now it came after 5').waitFor();
    await page.getByRole('button', { name: 'Undo this' }).click();
    await page.getByRole('status').getByText('Undone.').waitFor();
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

test.each([true, false])(
  'a reader opens the link that support sent, and reads on, script: %p',
  async (javaScriptEnabled) => {
    const page = await editor('/reader', 'desktop', { javaScriptEnabled });
    const link = await page.getByLabel('The link to send').inputValue();
    expect(link).toBe(newsroom.origin + SUPPORT);

    const reader = await open('phone', { javaScriptEnabled, permissions: ['clipboard-read', 'clipboard-write'] });
    await readUpTo(reader, newsroom, 11);
    await reader.goto(link);
    await reader.getByText('You have read 10 of 10 articles.').waitFor();
    const field = reader.getByLabel('Your code');
    if (javaScriptEnabled) {
      await reader.getByRole('button', { name: 'Copy the code' }).click();
      await reader.getByRole('status').getByText('It is copied.').waitFor();
      expect(await reader.evaluate('navigator.clipboard.readText()')).toBe(await field.inputValue());
    } else {
      await field.press('Control+a');
      await field.press('Control+c');
    }
    const code = await field.inputValue();

    await page.getByLabel('Their code, or their pass').fill(code);
    await page.getByRole('button', { name: 'Look up', exact: true }).click();
    await page.getByText('They have read 10 of 10 articles this period.').waitFor();
    await page.getByText('Their code was made on').waitFor();
    await page.getByRole('button', { name: 'Grant' }).click();
    await page.getByText('10 of 12 articles this period; 2 of these were granted to them').waitFor();
    await openArticle(reader, newsroom, 11);
    expect((await whatIsSeen(reader)).wall).toBe(false);
  },
);

test('the page has the very sums of what two processes served, through a restart of Redis', async () => {
  const site = await serveThroughRestart();
  try {
    const port = await site.handOver();
    const sums = sumsOf(site.log());
    const page = await open('desktop', { httpCredentials: { username: 'Anna', password: PASSWORD } });
    await page.goto(`http://127.0.0.1:${port}${CONSOLE}`);
    await page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))");
    const cells = async (caption: string): Promise<readonly (readonly string[])[]> => {
      const rows = await page.getByRole('table', { name: caption, exact: true }).getByRole('row').all();
      return Promise.all(
        rows.map(async (row) => (await row.locator('th,td').allTextContents()).map((cell) => cell.trim())),
      );
    };
    const names = { free: 'Article, no prompt', 'register-prompt': 'Article and prompt', blocked: 'Wall' };
    const today = await cells('Pages shown today, by what was on them');
    const reasons = await cells('Pages shown by reason');
    for (const [state, name] of Object.entries(names)) {
      expect(today).toContainEqual([name, String(sums.states[state]), '']);
      const shown = reasons.filter(([met]) => met === name).map(([, why, count]) => [`${state} ${why}`, Number(count)]);
      const served = Object.entries(sums.reasons).filter(([reason]) => reason.startsWith(`${state} `));
      const inWords = served.map(([reason, count]) => [`${state} ${reasonName(reason.split(' ')[1] ?? '')}`, count]);
      expect(Object.fromEntries(shown)).toEqual(Object.fromEntries(inWords));
    }
    for (const [article, walls, , views] of (await cells('Articles by walls shown')).slice(1)) {
      const served = sums.articles.find((each) => each.article === article);
      expect([walls, views]).toEqual([String(served?.walls), String(served?.views)]);
    }
    expect(await page.locator('[data-text=registered]').textContent()).toBe(String(sums.registered));
    await page.screenshot({ path: `${SCREENSHOTS}/console-of-two-processes.png`, fullPage: true });
  } finally {
    await site.close();
  }
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
  await page.getByRole('textbox', { name: 'Wall after' }).fill('0');
  await page.getByRole('heading', { name: 'wall after 0' }).waitFor();
  expect(await page.getByRole('slider', { name: 'Wall after' }).inputValue()).toBe('0');
  await page.getByRole('textbox', { name: 'Wall after' }).fill('1001');
  await page.getByRole('alert').getByText('“Wall after” must be a whole number').waitFor();

  const plain = await editor('/what-if', 'phone', { javaScriptEnabled: false });
  await plain.getByRole('textbox', { name: 'Wall after' }).fill('7');
  await plain.getByRole('button', { name: 'Try' }).click();
  await plain.getByRole('heading', { name: 'wall after 7' }).waitFor();
});

test('nothing in the console is refused by its own policy', async () => {
  const page = await editor();
  const refused: string[] = [];
  page.on('console', (message) => message.type() === 'error' && refused.push(message.text()));
  for (const path of PAGES) await page.goto(newsroom.origin + CONSOLE + path, { waitUntil: 'networkidle' });
  expect(refused).toEqual([]);
});
