import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { eleventhView, fourthView, promptsWith } from '../prompts/facts.js';
import type { Listening } from '../support/listen.js';
import { findings } from './axe.js';
import { launchChromium, newBrowser, SCREEN_NAMES } from './chromium.js';
import { SCREENSHOTS } from './newsroom.js';
import { type PromptPage, servePromptPages } from './prompt-site.js';

const RESET = `*,::before,::after{box-sizing:border-box;margin:0;padding:0;border:0 solid;font:inherit;vertical-align:baseline;background:none}
a{color:inherit;text-decoration:none}button{all:unset}h1,h2{font-size:inherit;font-weight:inherit}svg{display:block;max-width:100%;height:auto}`;

const THEME = `#content .entry-content section{padding:90px;background:#eef;border:5px dotted green;text-align:center}
#page .entry-content a{color:#0000ee;background:#fffde7;text-decoration:none;box-shadow:inset 0 -2px 0 blue;text-transform:uppercase}
#page .entry-content a:hover{color:#0a0}.entry-content a::after{content:" ↗"}
#page #content button,button[type=submit],input{width:100%;padding:1.1em 1.44em;color:#fff;background:#cd2653;border-radius:50%;font:700 30px/3 cursive;text-transform:uppercase}
#page .entry-content form{display:grid;margin:40px 0;padding:20px;border:2px solid #ccc;background:#eee}
#page .entry-content h2{margin:80px 0 30px;font:italic 300 42px/1 cursive;letter-spacing:.2em;text-transform:uppercase;color:#bbb}
#page .entry-content p{margin-bottom:32px;line-height:2.4;text-indent:3em;color:#999;font-size:20px}
.entry-content{letter-spacing:.08em;text-transform:uppercase;text-indent:2em;word-spacing:.3em;text-align:justify;white-space:pre-line;text-shadow:0 0 2px #f0f;hyphens:auto;line-height:3}
#page .entry-content svg{width:100%;height:200px;fill:red}#page line{stroke:yellow}#page div{padding:30px;background:#fed;display:grid}`;

const ALL = `#nothing{}*{all:revert}`;
const DARK = `:root{color-scheme:dark}body{color:#eee;background:#111}.entry-content a{color:#8cf}`;
const UNDECLARED_DARK = `body{color:#eee;background:#111}.entry-content a.x,.text a{color:#8cf}`;
const LIGHT = `body{color:#000;background:#fff}`;
const SMALL_ROOT = `html{font-size:10px}body{font-size:1.6rem}`;
const NARROW = `.entry-content{width:280px;margin:0}`;

const prompts = promptsWith({
  subscribe: { url: '/subscribe', price: '4 € a month' },
  support: { url: '/support' },
  readingUrl: '/your-reading',
  comments: true,
});

/** Each site, in its two states. */
function states(name: string, more: Partial<PromptPage>): Readonly<Record<string, PromptPage>> {
  const page = { prompts, commentsWaiting: 12, ...more };
  return {
    [`${name}-prompt`]: { ...page, decision: fourthView },
    [`${name}-wall`]: { ...page, decision: eleventhView },
  };
}

/** Sites that must not matter, each beside the plain one whose look it must have. */
const HOSTILE = {
  'reset-before': { page: { before: RESET }, like: 'plain' },
  'reset-after': { page: { after: RESET }, like: 'plain' },
  'theme-before': { page: { before: THEME }, like: 'plain' },
  'theme-after': { page: { after: THEME }, like: 'plain' },
  'all-revert': { page: { after: ALL }, like: 'plain' },
  'small-root': { page: { after: SMALL_ROOT }, like: 'plain' },
  'light-only': { page: { after: LIGHT }, like: 'plain' },
  'dark-only': { page: { after: DARK }, like: 'scheme-dark' },
} as const satisfies Readonly<Record<string, { page: Partial<PromptPage>; like: string }>>;

let browser: Browser;
let site: Listening;
beforeAll(async () => {
  browser = await launchChromium();
  const sites = Object.entries(HOSTILE).map(([name, { page }]) => states(name, page));
  site = await servePromptPages(
    Object.assign(
      {},
      ...sites,
      states('plain', {}),
      states('scheme-dark', { before: ':root{color-scheme:dark}body{color:#eee;background:#111}' }),
      states('undeclared-dark', { after: UNDECLARED_DARK }),
      states('narrow', { after: NARROW }),
    ),
  );
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

describe.each(SCREEN_NAMES)('on a %s', (screen) => {
  async function withPage<T>(path: string, use: (page: Page) => Promise<T>): Promise<T> {
    // With the system dark, a page that knows only light must not get a dark box.
    const context = await newBrowser(browser, screen, { colorScheme: 'dark' });
    try {
      const page = await context.newPage();
      await page.goto(`${site.origin}/${path}`);
      await page.screenshot({ path: `${SCREENSHOTS}/hostile-${path}-${screen}.png` });
      return await use(page);
    } finally {
      await context.close();
    }
  }

  describe.each(['prompt', 'wall'])('the %s', (part) => {
    test.each(Object.entries(HOSTILE))('looks the same, legible and whole: %s', async (name, { like }) => {
      const expected = await withPage(`${like}-${part}`, lookOf);
      expect(Object.keys(expected).length).toBeGreaterThan(8);
      await withPage(`${name}-${part}`, async (page) => {
        expect(await lookOf(page)).toEqual(expected);
        await expectWhole(page);
      });
    });

    test.each(['undeclared-dark', 'narrow'])('is legible and whole: %s', (name) =>
      withPage(`${name}-${part}`, expectWhole),
    );
  });
});

async function expectWhole(page: Page): Promise<void> {
  expect(await page.evaluate(OUTSIDE)).toEqual([]);
  const found = await findings(page);
  expect(found.filter((finding) => finding.includes('paywall'))).toEqual([]);
}

/** Computed values and sizes of every element of ours. */
function lookOf(page: Page): Promise<Readonly<Record<string, unknown>>> {
  return page.evaluate(LOOK);
}

const LOOK = `(() => {
  const names = ['color', 'backgroundColor', 'borderTopWidth', 'borderTopStyle', 'borderTopColor', 'borderRadius', 'fontSize',
    'fontStyle', 'fontWeight', 'lineHeight', 'letterSpacing', 'wordSpacing', 'textAlign', 'textIndent', 'textTransform', 'textShadow',
    'textDecorationLine', 'whiteSpace', 'hyphens', 'display', 'position', 'padding', 'boxShadow', 'stroke', 'strokeWidth', 'opacity'];
  const look = {};
  document.querySelectorAll('.paywall, .paywall *').forEach((element, index) => {
    const { width, height } = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    const seen = element.tagName === 'line' ? ['stroke', 'strokeWidth', 'opacity'] : names;
    const after = getComputedStyle(element, '::after').content;
    look[index + ' ' + element.tagName + '.' + element.classList] =
      [...seen.map((name) => name + ': ' + style[name]), 'after: ' + after, Math.round(width) + 'x' + Math.round(height)];
  });
  return look;
})()`;

/** Elements that stand out of their box, or lie over another's words. */
const OUTSIDE = `[...document.querySelectorAll('.paywall')].flatMap((box) => {
  const whole = box.getBoundingClientRect();
  const parts = [...box.querySelectorAll('h2, p, a, button, svg')];
  const out = parts.filter((part) => {
    const { left, right, top, bottom } = part.getBoundingClientRect();
    return left < whole.left - 1 || right > whole.right + 1 || top < whole.top - 1 || bottom > whole.bottom + 1;
  });
  const button = box.querySelector('button')?.getBoundingClientRect();
  const range = document.createRange();
  const under = button ? [...box.querySelectorAll('h2, p')].filter((part) => {
    range.selectNodeContents(part);
    return [...range.getClientRects()].some((line) =>
      line.left < button.right && line.right > button.left && line.top < button.bottom && line.bottom > button.top);
  }) : [];
  const small = [...box.querySelectorAll('.paywall-offers a, button')].filter((part) => part.getBoundingClientRect().height < 44);
  return [...out, ...under, ...small].map((part) => part.outerHTML);
})`;
