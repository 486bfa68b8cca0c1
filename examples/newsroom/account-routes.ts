import { type Request, type Response, Router } from 'express';
import type { Paywall } from 'metered-paywall';
import type { Account, AccountPlan, Accounts } from './accounts.js';
import { articleAt, counted } from './counted.js';
import { safeNext } from './next.js';
import { forgottenPasswordPage, type RegisterField, registerPage, signInPage } from './pages/accounts.js';
import type { FormState } from './pages/forms.js';
import type { Edition, Page } from './pages/layout.js';
import { subscribePage } from './pages/subscribe.js';
import type { Sessions } from './sessions.js';
import { monthlyArticles } from './site.js';

interface AccountRoutesOptions {
  readonly paywall: Paywall;
  readonly accounts: Accounts;
  readonly accountOf: (req: Request) => Account | null;
  readonly sessions: Sessions;
  readonly edition: Edition;
  readonly show: (req: Request, res: Response, page: Page) => Promise<void>;
}

/** Register, subscribe, sign in, sign out. */
export function accountRoutes({ paywall, accounts, accountOf, sessions, edition, show }: AccountRoutesOptions): Router {
  const router = Router();
  const { registered } = edition;

  /** Told of for the figures, with the article that the reader came from. */
  const converted = (req: Request, plan: AccountPlan, next: string): Promise<void> => {
    const article = articleAt(next);
    const what = plan === 'subscriber' ? 'subscribed' : 'registered';
    return paywall.converted(req, what, article ? { article: counted(article) } : {});
  };

  const register = async (req: Request, res: Response, plan: AccountPlan): Promise<void> => {
    const { next, name, email, password } = readForm(req);
    const errors = registrationErrors(name, email, password);
    const complete = Object.keys(errors).length === 0;
    const account = complete ? await accounts.register({ name, email, password, plan }) : null;
    if (account) {
      await converted(req, plan, next);
      sessions.start(req, res, account.id, { message: welcome(account) });
      res.redirect(303, next);
      return;
    }
    if (complete) errors.email = 'There is an account with this e-mail address already. Sign in instead';
    await show(req, res.status(422), registerPage({ next, values: { name, email }, errors }, plan, edition));
  };

  const welcome = ({ name, plan }: Account): string => {
    if (plan === 'subscriber') return `Thank you, ${name}. Every article is open to you now. ${NOTHING_CHARGED}`;
    return `Welcome, ${name}. Your account is ready: you can read ${monthlyArticles(registered)}, and join the comments.`;
  };

  router.get('/register', (req, res) => show(req, res, registerPage(empty(req), 'registered', edition)));
  router.post('/register', (req, res) => register(req, res, 'registered'));

  if (registered !== 'full') {
    router.get('/subscribe', (req, res) => {
      const account = accountOf(req);
      const form = empty(req);
      return show(req, res, account ? subscribePage(account, form.next) : registerPage(form, 'subscriber', edition));
    });

    router.post('/subscribe', async (req, res) => {
      const account = accountOf(req);
      if (!account) return register(req, res, 'subscriber');
      const next = safeNext(req.body?.next);
      if (account.plan !== 'subscriber') await converted(req, 'subscriber', next);
      accounts.subscribe(account.id);
      sessions.leave(req, { message: welcome({ ...account, plan: 'subscriber' }) });
      res.redirect(303, next);
    });
  }

  router.get('/sign-in', (req, res) => show(req, res, signInPage(empty(req))));

  router.post('/sign-in', async (req, res) => {
    const { next, email, password } = readForm(req);
    const account = await accounts.signIn(email, password);
    if (account) {
      sessions.start(req, res, account.id);
      res.redirect(303, next);
      return;
    }
    const errors = { email: 'The e-mail address and the password do not belong together' };
    await show(req, res.status(422), signInPage({ next, values: { email }, errors }));
  });

  router.get('/forgotten-password', (req, res) => show(req, res, forgottenPasswordPage(safeNext(req.query.next))));

  router.post('/sign-out', (req, res) => {
    sessions.end(req, res);
    res.redirect(303, '/');
  });

  return router;
}

const NOTHING_CHARGED = 'Nothing was charged: this is a demonstration.';

const empty = (req: Request): FormState<never> => ({
  next: safeNext(req.query.next),
  values: {},
  errors: {},
});

function readForm(req: Request) {
  const form: Readonly<Record<string, unknown>> = req.body ?? {};
  return {
    next: safeNext(form.next),
    name: text(form.name).trim(),
    email: text(form.email).trim(),
    password: text(form.password),
  };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function registrationErrors(name: string, email: string, password: string): Partial<Record<RegisterField, string>> {
  return {
    ...(name === '' && { name: 'Enter a name' }),
    ...(name.length > 60 && { name: 'Enter a name of at most 60 characters' }),
    ...((email.length > 254 || !/^[^\s@]+@[^\s@]+$/.test(email)) && {
      email: 'Enter an e-mail address, such as name@example.org',
    }),
    ...(password.length < 8 && { password: 'Enter a password of at least 8 characters' }),
    ...(password.length > 200 && { password: 'Enter a password of at most 200 characters' }),
  };
}
