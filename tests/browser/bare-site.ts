import express, { type Response } from 'express';
import type { Page } from 'playwright-core';
import { createPaywall, type PaywallOptions } from '../../src/index.js';
import { type Listening, listen } from '../support/listen.js';
import { frozenClock, testOptions } from '../support/site.js';

/** Articles that a reader without an account has on the bare site. */
export const LIMIT = 2;

/** How the site knows who has registered. */
export type Session =
  /** By a cookie that comes with registering and goes with signing out. */
  | 'cookie'
  /** By what it keeps of a session that was there before: no cookie changes. */
  | 'server';

export interface BareOptions extends Partial<PaywallOptions> {
  readonly session?: Session;
  /** What the site sets on every page of an article, wall or not, as systems do that take validators from the text alone. */
  readonly validators?: Readonly<Record<string, string>>;
  /** What stands in the head of a wall. */
  readonly wallHead?: string;
  /** Files of the site's, by path. */
  readonly scripts?: Readonly<Record<string, string>>;
}

/** A request for an article as the site saw and answered it. */
export interface Visit {
  readonly article: string;
  readonly status: number;
  /** State and `read` of the `Paywall` field. */
  readonly header: string | undefined;
}

/** A site of articles and nothing else, which shows the word `TEXT` or the word `WALL`. */
export interface BareSite extends Listening {
  readonly visits: Visit[];
  setClock(moment: number): void;
}

const page = (head: string, body: string): string => `<!doctype html><title>News</title>${head}${body}`;
const form = (action: string): string => `<form method="post" action="/${action}"><button>${action}</button></form>`;

export async function serveBareSite(options: BareOptions = {}): Promise<BareSite> {
  const { session = 'cookie', validators = {}, wallHead = '', scripts = {}, ...more } = options;
  const { clock, set } = frozenClock();
  const visits: Visit[] = [];
  let member = false;
  const isMember = (cookie = ''): boolean => member && (session === 'server' || cookie.includes('member=1'));
  const paywall = createPaywall(
    testOptions({
      site: 'http://localhost',
      clock,
      promptAfter: LIMIT,
      blockAfter: LIMIT,
      account: (req) => isMember(req.headers.cookie) && { id: 'ann' },
      ...more,
    }),
  );

  const app = express().disable('etag');
  app.get('/', (_req, res) => void res.send(page('', form('register') + form('sign-out'))));
  const turn = (to: boolean) => (_req: unknown, res: Response) => {
    member = to;
    if (session === 'cookie' && to) res.cookie('member', '1', { httpOnly: true });
    if (session === 'cookie' && !to) res.clearCookie('member', { httpOnly: true });
    res.redirect(303, '/done');
  };
  app.post('/register', turn(true));
  app.post('/sign-out', turn(false));
  app.get('/read', async (req, res) => void res.send(String((await paywall.reading(req)).read)));
  app.get('/done', (_req, res) => void res.send(page('', '<p>done</p>')));
  for (const [path, text] of Object.entries(scripts)) app.get(path, (_req, res) => void res.type('js').send(text));
  app.use('/news/:article', (req, res, next) => {
    const { article } = req.params;
    res.on('finish', () => {
      const header = res.get('Paywall')?.split('; ').slice(0, 2).join('; ');
      visits.push({ article, status: res.statusCode, header });
    });
    next();
  });
  app.get('/news/:article', paywall.meter(), (req, res) => {
    const blocked = req.paywall.state === 'blocked';
    res.set(validators).send(page(blocked ? wallHead : '', `<h1>${blocked ? 'WALL' : 'TEXT'}</h1>`));
  });

  const site = await listen(app);
  return { ...site, origin: `http://localhost:${site.port}`, visits, setClock: set };
}

/** Opens an article by its address and says what is shown. */
export async function open(page: Page, { origin }: Listening, article: string): Promise<string | null> {
  await page.goto(`${origin}/news/${article}`);
  return shown(page);
}

export const shown = (page: Page): Promise<string | null> => page.locator('h1').textContent();

/** Registers, or signs out, by the front page's form. */
export async function press(page: Page, { origin }: Listening, button: 'register' | 'sign-out'): Promise<void> {
  await page.goto(origin);
  await page.getByRole('button', { name: button }).click();
  await page.waitForURL('**/done');
}

/** How many articles the site says that this browser's reader has read. */
export async function readBy(page: Page, { origin }: Listening): Promise<number> {
  return Number(await (await page.request.get(`${origin}/read`)).text());
}
