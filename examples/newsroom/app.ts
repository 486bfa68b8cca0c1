import express, { type ErrorRequestHandler, type Express, type Request, type Response } from 'express';
import { createPaywall, type Store } from 'metered-paywall';
import { accountRoutes } from './account-routes.js';
import { type Account, createAccounts } from './accounts.js';
import { articleRoutes } from './article-routes.js';
import { sections } from './articles/index.js';
import { serveAssets } from './assets.js';
import { createComments } from './comments.js';
import { badRequestPage, failurePage, notFoundPage } from './pages/errors.js';
import { frontPage } from './pages/front.js';
import { type Edition, layout, type Page, type Reader } from './pages/layout.js';
import { sectionPage } from './pages/section.js';
import { yourReadingPage } from './pages/your-reading.js';
import { prompts, promptsPath } from './prompts.js';
import { refuseForeignForms, securityHeaders } from './security.js';
import { createSessions } from './sessions.js';

export interface NewsroomOptions {
  /** The origin that readers see. */
  readonly site: string;
  /** Signs the passes; at least 32 bytes. */
  readonly secret: string;
  /** Where the count is kept. Default: the memory of this process. */
  readonly store?: Store;
  /** Default: the machine's clock. */
  readonly clock?: () => number;
  /** The publication's time zone. Default: `Europe/London`. */
  readonly timeZone?: string;
  /** Default: 3. */
  readonly promptAfter?: number;
  /** Default: 10. */
  readonly blockAfter?: number;
  /** Express's `trust proxy`, for a site behind one. Default: `false`. */
  readonly trustProxy?: boolean | number | string;
}

/** The newspaper, not yet listening. */
export function createNewsroom(options: NewsroomOptions): Express {
  const { site, secret, store, clock = Date.now, trustProxy = false } = options;
  const { timeZone = 'Europe/London', promptAfter = 3, blockAfter = 10 } = options;
  const edition: Edition = { site, timeZone, promptAfter, blockAfter };

  const accounts = createAccounts();
  const sessions = createSessions(site);
  const accountOf = (req: Request): Account | null => accounts.byId(sessions.accountId(req));

  const paywall = createPaywall({
    site,
    keys: [{ id: 'newsroom', secret }],
    ...(store && { store }),
    promptAfter,
    blockAfter,
    period: 'month',
    timeZone,
    clock,
    account: accountOf,
  });

  const readerOf = async (req: Request): Promise<Reader> => {
    const account = accountOf(req);
    return account ? { name: account.name } : { meter: await paywall.reading(req) };
  };

  const send = (req: Request, res: Response, page: Page, reader: Reader): void => {
    res.set('Cache-Control', 'private, no-cache').type('html');
    res.send(layout(page, { edition, reader, now: clock(), path: req.path }));
  };

  const show = async (req: Request, res: Response, page: Page): Promise<void> =>
    send(req, res, page, await readerOf(req));

  const showFailure: ErrorRequestHandler = (error: unknown, req, res, next) => {
    const status = statusOf(error);
    if (status >= 500) console.error(error);
    if (res.headersSent) next(error);
    else send(req, res.status(status), status < 500 ? badRequestPage() : failurePage(), {});
  };

  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', trustProxy);

  app.use(securityHeaders(site), serveAssets, refuseForeignForms);
  app.use(promptsPath, prompts.assets);
  app.use(express.urlencoded({ extended: false, limit: '16kb' }));

  app.get('/', (req, res) => show(req, res, frontPage()));
  for (const section of sections) {
    app.get(`/sections/${section}`, (req, res) => show(req, res, sectionPage(section)));
  }
  app.get('/your-reading', async (req, res) => {
    const reading = accountOf(req) ? null : await paywall.reading(req);
    send(req, res, yourReadingPage(reading, edition), reading ? { meter: reading } : await readerOf(req));
  });
  app.use(articleRoutes({ paywall, comments: createComments(clock), edition, accountOf, send }));
  app.use(accountRoutes({ accounts, sessions, show }));

  app.use((req, res) => show(req, res.status(404), notFoundPage()));
  app.use(showFailure);
  return app;
}

/** Express and its body parser name the status of what is the client's fault; all else is ours. */
function statusOf(error: unknown): number {
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 500;
  return status >= 400 && status < 500 ? status : 500;
}
