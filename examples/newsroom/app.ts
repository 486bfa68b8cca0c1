import type { ScryptOptions } from 'node:crypto';
import compression from 'compression';
import express, { type ErrorRequestHandler, type Express, type Request, type Response } from 'express';
import {
  createPaywall,
  createPreview,
  type Figures,
  memoryFigures,
  type Paywall,
  type Plan,
  type SignedPolicy,
  type Store,
} from 'metered-paywall';
import { createConsole, createSupportPage } from 'metered-paywall/console';
import { accountRoutes } from './account-routes.js';
import { type Account, createAccounts } from './accounts.js';
import { articleRoutes } from './article-routes.js';
import { articles, sections } from './articles/index.js';
import { assetUrl, serveAssets } from './assets.js';
import { createComments } from './comments.js';
import { badRequestPage, failurePage, notFoundPage } from './pages/errors.js';
import { frontPage } from './pages/front.js';
import { type Edition, layout, type Page, type Reader, type Terms } from './pages/layout.js';
import { sectionPage } from './pages/section.js';
import { supportPage } from './pages/support.js';
import { yourReadingPage } from './pages/your-reading.js';
import { createSitePrompts } from './prompts.js';
import { createReadingOrder } from './reading-order.js';
import { refuseForeignForms, securityHeaders } from './security.js';
import { createSessions } from './sessions.js';
import { siteName } from './site.js';

export interface NewsroomOptions {
  /** The origin that readers see. */
  readonly site: string;
  /** Signs the passes; at least 32 bytes. */
  readonly secret: string;
  /** Where the count is kept. Default: the memory of this process. */
  readonly store?: Store;
  /** Where figures are kept. Default: the memory of this process. */
  readonly figures?: Figures;
  /** What editors turn. Default: nothing can be turned. */
  readonly policy?: SignedPolicy;
  /** The password of the console at `/paywall/console`. Default: there is none. */
  readonly editorPassword?: string | undefined;
  /** Default: the machine's clock. */
  readonly clock?: () => number;
  /** The publication's time zone. Default: `Europe/London`. */
  readonly timeZone?: string;
  /** Default: 3. */
  readonly promptAfter?: number;
  /** Default: 10. */
  readonly blockAfter?: number;
  /** What registering gives; subscribing gives everything. Default: the prompt after 12 articles, the wall after 14. */
  readonly registered?: Plan;
  /** Express's `trust proxy`, for a site behind one. Default: `false`. */
  readonly trustProxy?: boolean | number | string;
  /** What hashing a password costs. Default: what OWASP's cheat sheet gives. */
  readonly passwordCost?: ScryptOptions;
}

/** Where readers find a code for whoever answers them. */
const SUPPORT_PATH = '/paywall/support';

/** The newsroom as an app, which is closed after its server. */
export type Newsroom = Express & Pick<Paywall, 'close'>;

/** The newspaper, not yet listening. */
export function createNewsroom(options: NewsroomOptions): Newsroom {
  const { site, secret, store, figures = memoryFigures(), policy, clock = Date.now, trustProxy = false } = options;
  const { timeZone = 'Europe/London', promptAfter = 3, blockAfter = 10 } = options;
  const { registered = { promptAfter: 12, blockAfter: 14 } } = options;
  const plans = { registered, subscriber: 'full' } as const;
  const prompts = createSitePrompts(registered, clock);
  const inCode: Terms = { promptAfter, blockAfter, plans, prompts: true, openUntil: null };
  const edition: Edition = {
    ...{ site, timeZone, prompts },
    get terms() {
      return policy?.known.inForce ?? inCode;
    },
    get registered() {
      return this.terms.plans?.registered ?? registered;
    },
  };

  const accounts = createAccounts(options.passwordCost);
  const sessions = createSessions(site);
  const order = createReadingOrder(site);
  const accountOf = (req: Request): Account | null => accounts.byId(sessions.accountId(req));

  const paywall = createPaywall({
    site,
    // The id that the command and the service give to PAYWALL_SECRET: by the same variables both read the same passes.
    keys: [{ id: 'env', secret }],
    ...(store && { store }),
    figures,
    ...(policy && { policy }),
    promptAfter,
    blockAfter,
    plans,
    period: 'month',
    timeZone,
    clock,
    account: (req: Request) => accountOf(req),
  });

  const send = (req: Request, res: Response, page: Page, reader: Reader): void => {
    res.set('Cache-Control', 'private, no-cache').type('html');
    res.send(layout(page, { edition, reader, now: clock(), path: req.path }));
  };

  const show = async (req: Request, res: Response, page: Page): Promise<void> =>
    send(req, res, page, {
      account: accountOf(req),
      standing: await paywall.reading(req),
      message: sessions.take(req).message,
    });

  const showFailure: ErrorRequestHandler = (error: unknown, req, res, next) => {
    const status = statusOf(error);
    if (status >= 500) console.error(error);
    if (res.headersSent) next(error);
    else send(req, res.status(status), status < 500 ? badRequestPage() : failurePage(), {});
  };

  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', trustProxy);

  app.use(compression(), securityHeaders(site), serveAssets, refuseForeignForms);
  app.use('/paywall', prompts.assets);
  if (options.editorPassword !== undefined) {
    const supportUrl = `${site}${SUPPORT_PATH}`;
    const password = options.editorPassword;
    app.use('/paywall/console', createConsole(paywall, { password, articles, supportUrl, clock }));
  }
  if (policy) app.use(SUPPORT_PATH, createSupportPage(paywall, { siteName, email: 'readers@longshore.example' }));
  if (app.get('env') !== 'production') {
    const css = assetUrl('/style.css');
    app.use(createPreview({ prompts: prompts.options, css, promptAfter, blockAfter, plans, timeZone, clock }));
  }
  app.use(express.urlencoded({ extended: false, limit: '16kb' }));

  app.get('/', (req, res) => show(req, res, frontPage(edition)));
  for (const section of sections) {
    app.get(`/sections/${section}`, (req, res) => show(req, res, sectionPage(section, edition)));
  }
  app.get('/your-reading', async (req, res) => {
    const reading = await paywall.reading(req);
    const account = accountOf(req);
    const page = yourReadingPage({
      ...{ reading, order: order.of(req), account, edition },
      supportPath: policy && SUPPORT_PATH,
    });
    send(req, res, page, { account, standing: reading, message: sessions.take(req).message });
  });
  app.get('/support', (req, res) => show(req, res, supportPage()));
  app.use(articleRoutes({ paywall, comments: createComments(clock), edition, accountOf, sessions, order, send }));
  app.use(accountRoutes({ paywall, accounts, accountOf, sessions, edition, show }));

  app.use((req, res) => show(req, res.status(404), notFoundPage()));
  app.use(showFailure);
  return Object.assign(app, { close: paywall.close });
}

/** Express and its body parser name the status of what is the client's fault; all else is ours. */
function statusOf(error: unknown): number {
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 500;
  return status >= 400 && status < 500 ? status : 500;
}
