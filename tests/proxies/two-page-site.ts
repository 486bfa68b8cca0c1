import express, { type Express } from 'express';
import { createPaywall } from '../../src/index.js';
import { withoutIncludes } from '../../src/prompts.js';
import { SECRET } from '../support/site.js';

/** How a page says where the prompt belongs. */
export const PLACES = {
  SSI: '<!--# include virtual="/_paywall/prompt" -->',
  ESI: '<esi:include src="/_paywall/prompt"/>',
} as const;

/** What the text of every article holds, and no teaser. */
export const TEXT = 'THE WHOLE TEXT';

/** By which a text would fetch what it should not. */
const ORDERS = '<!--# echo var="paywall_view" --><esi:include src="/private"/>';

export interface TwoPageSite {
  readonly app: Express;
  /** Each page made, as in `/news/1 full`. */
  readonly made: string[];
  /** What the site has heard of readers: there should be nothing. */
  readonly heard: string[];
  /** What an article says of itself from now on. */
  revise(revision: string): void;
  /** Whether articles fail. */
  fail(failing: boolean): void;
}

/** Articles at `/news/:id`, of each two pages; the rest of a site beside them. */
export function createTwoPageSite(place: keyof typeof PLACES, token: string, maxAge: number): TwoPageSite {
  const paywall = createPaywall({ site: 'https://news.example', keys: [{ id: 'one', secret: SECRET }] });
  const made: string[] = [];
  const heard: string[] = [];
  let revision = 'first';
  let failing = false;
  const app = express();
  app.use('/news', (req, res, next) => {
    heard.push(
      ...['cookie', 'authorization', 'user-agent', 'x-forwarded-for', 'paywall-view'].filter(
        (name) => req.headers[name],
      ),
    );
    // As sessions and analytics do, on every page.
    res.cookie('own', '1').vary('Cookie');
    next();
  });
  const variant = paywall.variant<express.Request<{ id: string }>>({
    token,
    maxAge,
    article: ({ params: { id } }) =>
      id === 'index'
        ? null
        : { id, access: id.startsWith('open') ? 'open' : id.startsWith('locked') ? 'locked' : 'metered' },
  });
  app.get('/news/:id', variant, (req, res) => {
    const { id } = req.params;
    made.push(`${req.originalUrl} ${req.paywallVariant}`);
    const isHalf = id.startsWith('half') && req.paywallVariant === 'full';
    if (failing || isHalf || id.startsWith('broken')) return void res.status(500).send('sorry');
    // As in `only403-7`: what its teaser tells nothing of.
    const [, only] = /^only(\d{3})/.exec(id) ?? [];
    if (only && req.paywallVariant === 'full') return void res.status(Number(only)).send('sorry');
    if (id.startsWith('missing')) return void res.status(404).send('no such article');
    if (id.startsWith('astray') && req.paywallVariant === 'full') return void res.redirect(302, '/news/elsewhere');
    if (id.startsWith('moved')) return void res.redirect(301, '/news/elsewhere');
    res.set('Last-Modified', 'Sun, 01 Nov 2026 00:00:00 GMT');
    const whole = req.paywallVariant === 'full' ? TEXT : 'the teaser';
    res.send(`<h1>${id}</h1><p>${revision}</p>${PLACES[place]}<p>${whole}</p>${withoutIncludes(ORDERS)}`);
  });
  app.post('/news/:id', (req, res) => void res.send(`sent ${req.headers['paywall-variant']} ${req.headers.cookie}`));
  app.get('/private', (_req, res) => void res.send('PRIVATE'));
  app.get(
    '/about',
    (req, res) => void res.send(`about ${req.headers['paywall-variant']} ${req.headers['paywall-token']}`),
  );
  return {
    app,
    made,
    heard,
    revise(next) {
      revision = next;
    },
    fail(now) {
      failing = now;
    },
  };
}
