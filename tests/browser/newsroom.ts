import type { Page } from 'playwright-core';
import { createNewsroom, type NewsroomOptions } from '../../examples/newsroom/app.js';
import type { Article } from '../../examples/newsroom/articles/index.js';
import { type Listening, listen } from '../support/listen.js';
import { nthArticle, pathOf } from '../support/newsroom.js';
import { freePort } from '../support/ports.js';
import { frozenClock, SECRET } from '../support/site.js';

/** Pictures of what a reader meets are left here, to be looked at. */
export const SCREENSHOTS = 'build/screenshots';

/** The demo newsroom as `npm start` runs it, on a port of its own and with a clock that the test moves. */
export interface OpenNewsroom extends Listening {
  setClock(moment: number): void;
}

export async function serveNewsroom(more: Partial<NewsroomOptions> = {}): Promise<OpenNewsroom> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const { clock, set } = frozenClock();
  const site = await listen(createNewsroom({ site: origin, secret: SECRET, clock, ...more }), port);
  return { ...site, origin, setClock: set };
}

/** Opens the newsroom's nth article by its address, to prepare what a test is about. */
export async function openArticle(page: Page, { origin }: Listening, nth: number): Promise<void> {
  await page.goto(origin + pathOf(nthArticle(nth)));
}

/** Reads the first so many articles. The page itself opens the last of them; the others are only fetched, which is quicker. */
export async function readUpTo(page: Page, newsroom: Listening, last: number): Promise<void> {
  for (let nth = 1; nth < last; nth += 1) await page.request.get(newsroom.origin + pathOf(nthArticle(nth)));
  await openArticle(page, newsroom, last);
}

/** What a reader sees of an article. */
export interface Seen {
  readonly prompt: boolean;
  readonly wall: boolean;
  /** The paragraphs of the text that are shown. */
  readonly paragraphs: readonly string[];
}

export async function whatIsSeen(page: Page): Promise<Seen> {
  const paragraphs = await page.locator('.story-text p:visible').allTextContents();
  return {
    prompt: await page.locator('.paywall-prompt').isVisible(),
    wall: await page.locator('.paywall-wall').isVisible(),
    paragraphs,
  };
}

export const plain = ({ body }: Article): Seen => ({ prompt: false, wall: false, paragraphs: body });
export const prompted = ({ body }: Article): Seen => ({ prompt: true, wall: false, paragraphs: body });
export const walled = ({ body }: Article): Seen => ({ prompt: false, wall: true, paragraphs: body.slice(0, 1) });

/** A reader who registers. */
export const IDA = { name: 'Ida Quill', email: 'ida@example.org', password: 'correct horse' } as const;

/** What she types where. */
export const IDAS_FIELDS = [
  ['Name', IDA.name],
  ['E-mail address', IDA.email],
  ['Password', IDA.password],
] as const;
