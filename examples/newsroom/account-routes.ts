import { type Request, type Response, Router } from 'express';
import type { Accounts } from './accounts.js';
import { safeNext } from './next.js';
import { type FormState, type RegisterField, registerPage, signInPage } from './pages/forms.js';
import type { Page } from './pages/layout.js';
import type { Sessions } from './sessions.js';

interface AccountRoutesOptions {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly show: (req: Request, res: Response, page: Page) => Promise<void>;
}

/** Register, sign in, sign out. */
export function accountRoutes({ accounts, sessions, show }: AccountRoutesOptions): Router {
  const router = Router();

  router.get('/register', (req, res) => show(req, res, registerPage(empty(req))));

  router.post('/register', async (req, res) => {
    const { next, name, email, password } = readForm(req);
    const errors = registrationErrors(name, email, password);
    const complete = Object.keys(errors).length === 0;
    const account = complete ? await accounts.register(name, email, password) : null;
    if (account) {
      sessions.start(req, res, account.id);
      res.redirect(303, next);
      return;
    }
    if (complete) errors.email = 'There is an account with this e-mail address already. Sign in instead';
    await show(req, res.status(422), registerPage({ next, values: { name, email }, errors }));
  });

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

  router.post('/sign-out', (req, res) => {
    sessions.end(req, res);
    res.redirect(303, '/');
  });

  return router;
}

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
