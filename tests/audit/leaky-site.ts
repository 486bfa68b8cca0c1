import express, { type Express, type Request, type RequestHandler } from 'express';
import onHeaders from 'on-headers';
import { createPaywall, memoryStore, type PaywallEvent, type Store } from '../../src/index.js';
import { NOON, SECRET } from '../support/site.js';

export interface Story {
  readonly slug: string;
  readonly title: string;
  readonly body: readonly string[];
}

const NUMBERS = 'one two three four five six seven eight nine ten eleven twelve thirteen fourteen'.split(' ');

/** Fourteen stories of which no two share a sentence. */
export const stories: readonly Story[] = NUMBERS.map((number) => ({
  slug: `story-${number}`,
  title: `Story ${number}`,
  body: NUMBERS.slice(0, 8).map(
    (paragraph) =>
      `Paragraph ${paragraph} of story ${number} opens on a street that has its own name. ` +
      `It ends, in story ${number}, with “${paragraph} lamps” and a door that won’t close.`,
  ),
}));

export const lastSentence = ({ body }: Story): string => body.at(-1)?.split('name. ')[1] ?? '';

const inHtml = (paragraphs: readonly string[]): string => paragraphs.map((text) => `<p>${text}</p>`).join('\n');

/** A site with a sound meter of three articles, and what makes it leak. */
export interface LeakySiteOptions {
  /** Whether its responses carry the `Paywall` field. Default: `false`, as on any other site. */
  readonly told?: boolean;
  readonly store?: Store;
  /** Requests that pass the meter by. */
  readonly letsIn?: (req: Request) => boolean;
  /** Markup that the blocked page has besides the teaser and the wall. */
  readonly besideWall?: (story: Story) => string;
  /** Markup in every article's `head`. */
  readonly head?: (story: Story) => string;
  /** What stands before everything else. */
  readonly first?: RequestHandler;
  /** What stands before the meter, for articles alone. */
  readonly beforeMeter?: RequestHandler;
  /** What stands between the meter and the page. */
  readonly afterMeter?: RequestHandler;
  /** Whether a page is sent bit by bit. Default: `false`. */
  readonly streamed?: boolean;
  readonly onEvent?: (event: PaywallEvent) => void;
  /** More routes. */
  readonly routes?: (app: Express) => void;
}

export const LIMIT = 3;

export function createLeakySite(options: LeakySiteOptions = {}): Express {
  const { told = false, letsIn = () => false, besideWall = () => '', head = () => '' } = options;
  const paywall = createPaywall({
    site: 'http://news.example',
    keys: [{ id: 'leaky', secret: SECRET }],
    store: options.store ?? memoryStore(),
    promptAfter: 1,
    blockAfter: LIMIT,
    deadline: 5000,
    clock: () => NOON,
    onEvent: options.onEvent ?? (() => undefined),
  });
  const meter = paywall.meter({ article: (req) => String(req.params.slug) });

  const app = express();
  if (options.first) app.use(options.first);
  app.get('/', (_req, res) => {
    const links = stories.map(({ slug, title }) => `<li><a href="/news/${slug}">${title}</a></li>`).join('');
    res.send(`<!doctype html><title>News</title><ul>${links}</ul>`);
  });
  options.routes?.(app);
  if (options.beforeMeter) app.get('/news/:slug', options.beforeMeter);
  app.get('/news/:slug', (req, res, next) => {
    if (!told) onHeaders(res, () => res.removeHeader('Paywall'));
    if (letsIn(req)) next();
    else void meter(req, res, next);
  });
  if (options.afterMeter) app.get('/news/:slug', options.afterMeter);
  app.get('/news/:slug', (req, res, next) => {
    const story = stories.find(({ slug }) => slug === req.params.slug);
    if (!story) return next();
    const blocked = !letsIn(req) && req.paywall.state === 'blocked';
    const text = blocked
      ? `${inHtml(story.body.slice(0, 2))}<p>Register to read on.</p>${besideWall(story)}`
      : inHtml(story.body);
    const page = articlePage(story, text, head(story));
    if (!options.streamed) return void res.send(page);
    res.type('html').write(page.slice(0, 100));
    res.end(page.slice(100));
  });
  return app;
}

export function articlePage(story: Story, text: string, head = ''): string {
  return `<!doctype html><html lang="en"><head><title>${story.title}</title>${head}</head>
<body><header><a href="/">News</a></header><main><article><h1>${story.title}</h1>${text}</article></main>
<footer><p>All the paragraphs of this footer stand on every page of the site, to its very end.</p></footer></body></html>`;
}

/** The whole of a story, for a route that nothing guards. */
export const wholeStory: RequestHandler = (req, res, next) => {
  const story = stories.find(({ slug }) => slug === req.params.slug);
  if (story) res.send(articlePage(story, inHtml(story.body)));
  else next();
};
