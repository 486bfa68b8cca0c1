import type { Page } from 'playwright-core';
import { articles } from '../../examples/newsroom/articles/index.js';
import { nthArticle, pathOf } from '../support/newsroom.js';
import { IDA, type OpenNewsroom, openArticle, readUpTo } from './newsroom.js';

/** A page in a state that a reader meets, and how to come there from a browser without cookies. */
export type Scene = (page: Page, newsroom: OpenNewsroom) => Promise<unknown>;

const at =
  (path: string): Scene =>
  (page, { origin }) =>
    page.goto(origin + path);

const after =
  (...steps: readonly Scene[]): Scene =>
  async (page, newsroom) => {
    for (const step of steps) await step(page, newsroom);
  };

const read =
  (last: number): Scene =>
  (page, newsroom) =>
    readUpTo(page, newsroom, last);

const article =
  (nth: number): Scene =>
  (page, newsroom) =>
    openArticle(page, newsroom, nth);

const press =
  (button: string): Scene =>
  (page) =>
    page.getByRole('button', { name: button }).click();

const fill =
  (fields: Readonly<Record<string, string>>): Scene =>
  async (page) => {
    for (const [label, text] of Object.entries(fields)) await page.getByLabel(label).fill(text);
  };

const fillIn = fill({ Name: IDA.name, 'E-mail address': IDA.email, Password: IDA.password });

const signedIn: Scene = (page) => page.getByText(`Signed in as ${IDA.name}`).waitFor();

const register = after(at('/register'), fillIn, press('Create account'), signedIn);

const subscribe = after(at('/subscribe'), fillIn, press('Subscribe'), signedIn);

/** Follows the first offer of the wall, and registers. */
const registerAtWall = after(
  read(11),
  (page) => page.locator('.paywall-wall .paywall-register').click(),
  fillIn,
  press('Create account'),
  signedIn,
);

const errorsShown: Scene = (page) => page.getByRole('alert').waitFor();

/** The newsroom's one locked article. */
const LOCKED = articles.findIndex(({ access }) => access === 'locked') + 1;

/** Every page of the newsroom in every state. */
export const SCENES: Readonly<Record<string, Scene>> = {
  front: at('/'),
  section: at('/sections/cities'),
  'article-free': article(1),
  'article-prompt': read(4),
  'article-prompt-closed': after(read(4), press('Close'), (page) => page.mouse.move(0, 0)),
  'article-last': read(10),
  'article-wall': read(11),
  'article-read-before': after(read(11), article(2)),
  'article-locked': article(LOCKED),
  'article-locked-last': after(read(10), article(LOCKED)),
  'registered-at-wall': registerAtWall,
  'registered-prompt': after(registerAtWall, read(13)),
  'registered-last': after(registerAtWall, read(14)),
  'registered-wall': after(registerAtWall, read(15)),
  'registered-locked': after(register, article(LOCKED)),
  'your-reading-of-registered': after(registerAtWall, at('/your-reading')),
  subscribe: at('/subscribe'),
  'subscribe-registered': after(register, at('/subscribe?next=/your-reading')),
  subscribed: after(subscribe, at('/subscribe')),
  'article-subscribed': after(subscribe, article(LOCKED)),
  'your-reading-of-subscriber': after(subscribe, at('/your-reading')),
  support: at('/support'),
  'forgotten-password': at('/forgotten-password'),
  register: after(read(11), (page) => page.locator('.paywall-wall .paywall-register').click()),
  'register-errors': after(at('/register'), press('Create account'), errorsShown),
  'sign-in': at('/sign-in'),
  'sign-in-errors': after(at('/sign-in'), fill({ 'E-mail address': IDA.email }), press('Sign in'), errorsShown),
  'your-reading-empty': at('/your-reading'),
  'your-reading': after(read(5), at('/your-reading')),
  'your-reading-full': after(read(11), at('/your-reading')),
  'front-registered': register,
  'article-registered': after(register, article(1)),
  'comment-error': after(register, article(1), press('Post comment'), errorsShown),
  'comment-posted': after(
    register,
    article(2),
    fill({ 'Your comment': 'Well said,\nand twice.' }),
    press('Post comment'),
    (page) => page.locator('#comments li', { hasText: 'and twice.' }).waitFor(),
  ),
  'not-found': at(`${pathOf(nthArticle(1))}-long-gone`),
  'bad-request': at('/news/%E0%A4%A'),
};
