import { createServer, type RequestListener } from 'node:http';
import express, { type Express } from 'express';
import { createPaywall, type KeyOption } from '../../src/index.js';
import { createService } from '../../src/service.js';
import { KEY, SERVICE, SITE, TOKEN } from './service-options.js';

/** What a part of the benchmark does, each in a process of its own. */
export type PartName = 'site' | 'service' | 'edgeService' | 'bareAnswer';

/** What a part tells once it listens, and whenever it is asked. */
export interface PartState {
  readonly port: number;
  /** Requests answered so far. */
  readonly answered: number;
}

/** 8 kB, as the text of an article without its pictures. */
const TEXT = `<p>${'The tide comes in, and goes out again. '.repeat(210)}</p>`;
const TEASER = '<p>The tide comes in.</p>';

/** Of the prompt, for nginx and for the Worker. */
const PLACE = '<!--# include virtual="/_paywall/prompt" --><esi:include src="/_paywall/prompt"/>';

/** The same article three ways: for every cache, in two pages for a cache that proves itself, and metered as it is made. */
function createSite(): Express {
  const paywall = createPaywall(SITE);
  const app = express().disable('x-powered-by');
  const page = (isWhole: boolean, prompt: string) => `<!doctype html><h1>Tides</h1>${prompt}${isWhole ? TEXT : TEASER}`;
  app.get('/plain/:id', (_req, res) => void res.set('Cache-Control', 'public, max-age=3600').send(page(true, '')));
  const variant = paywall.variant<express.Request<{ id: string }>>({
    token: TOKEN,
    maxAge: 3600,
    article: ({ params: { id } }) => id,
  });
  app.get('/news/:id', variant, (req, res) => {
    res.send(page(req.paywallVariant === 'full', PLACE));
  });
  const meter = paywall.meter<express.Request<{ id: string }>>({ article: ({ params: { id } }) => id });
  app.get('/made/:id', meter, (req, res) => void res.send(page(req.paywall.state !== 'blocked', '')));
  return app;
}

const PARTS: Readonly<Record<PartName, () => RequestListener>> = {
  site: createSite,
  service: () => createService(SERVICE),
  edgeService: () => {
    const { own, edge } = JSON.parse(process.env.BENCH_KEYS ?? '{}');
    const keys: KeyOption[] = [
      { id: 'own', algorithm: 'EdDSA', privateKey: own },
      { id: 'edge', algorithm: 'EdDSA', publicKey: edge },
    ];
    return createService({ ...SERVICE, keys, articleSecret: KEY.secret });
  },
  bareAnswer: () => {
    const fields: string[] = JSON.parse(process.env.BENCH_ANSWER ?? '[]');
    return (_req, res) => void res.writeHead(200, fields).end();
  },
};

const [, , name] = process.argv;
if (process.send && isPart(name)) {
  const listener = PARTS[name]();
  let answered = 0;
  const server = createServer({ keepAliveTimeout: 600_000, headersTimeout: 0, requestTimeout: 0 }, (req, res) => {
    answered += 1;
    listener(req, res);
  });
  const tell = (): void => {
    const address = server.address();
    const state: PartState = { port: typeof address === 'object' && address ? address.port : 0, answered };
    process.send?.(state);
  };
  server.listen(0, '127.0.0.1', tell);
  process.on('message', tell);
  process.on('disconnect', () => process.exit());
}

function isPart(given: string | undefined): given is PartName {
  return given !== undefined && given in PARTS;
}
