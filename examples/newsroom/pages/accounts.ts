import type { AccountPlan } from '../accounts.js';
import { html } from '../html.js';
import { withNext } from '../next.js';
import { monthlyArticles, siteName, subscriptionPrice } from '../site.js';
import { type FieldParts, type FormState, formPage } from './forms.js';
import type { Edition, Page } from './layout.js';

export type RegisterField = 'name' | 'email' | 'password';

const REGISTER_FIELDS: readonly FieldParts<RegisterField>[] = [
  { name: 'name', label: 'Name', type: 'text', autocomplete: 'name', hint: 'Shown beside your comments.' },
  { name: 'email', label: 'E-mail address', type: 'email', autocomplete: 'email' },
  {
    name: 'password',
    label: 'Password',
    type: 'password',
    autocomplete: 'new-password',
    hint: 'At least 8 characters.',
  },
];

/** Where a reader opens an account, of either plan. */
export function registerPage(state: FormState<RegisterField>, plan: AccountPlan, { registered }: Edition): Page {
  const signIn = html`Registered already? <a href="${withNext('/sign-in', state.next)}">Sign in</a>.`;
  if (plan === 'subscriber') {
    return formPage('Subscribe', state, REGISTER_FIELDS, {
      action: '/subscribe',
      button: `Subscribe, ${subscriptionPrice}`,
      introduction: `Every article in ${siteName} and every comment, for ${subscriptionPrice}. This is a demonstration, and nothing is charged.`,
      otherwise: [
        signIn,
        html`Or <a href="${withNext('/register', state.next)}">register for free</a> and read ${monthlyArticles(registered)}.`,
      ],
    });
  }
  return formPage('Register', state, REGISTER_FIELDS, {
    action: '/register',
    button: 'Create account',
    introduction:
      registered === 'full'
        ? `A free account opens every article in ${siteName}, for as long as you like, and lets you comment.`
        : `A free account lets you read ${monthlyArticles(registered)} in ${siteName}, and comment.`,
    otherwise: [
      signIn,
      ...(registered === 'full'
        ? []
        : [
            html`For every article there is, <a href="${withNext('/subscribe', state.next)}">subscribe</a> for ${subscriptionPrice}.`,
          ]),
    ],
  });
}

export type SignInField = 'email' | 'password';

export function signInPage(state: FormState<SignInField>): Page {
  const fields: readonly FieldParts<SignInField>[] = [
    { name: 'email', label: 'E-mail address', type: 'email', autocomplete: 'username' },
    { name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password' },
  ];
  return formPage('Sign in', state, fields, {
    action: '/sign-in',
    button: 'Sign in',
    introduction: 'Good to have you back.',
    otherwise: [
      html`<a href="${withNext('/forgotten-password', state.next)}">Forgotten your password?</a>`,
      html`No account yet? <a href="${withNext('/register', state.next)}">Register</a>, it is free.`,
    ],
  });
}

/** A newspaper would send an e-mail; this one says what it is. */
export const forgottenPasswordPage = (next: string): Page => ({
  title: 'Forgotten your password?',
  content: html`<div class="form-page">
<header class="page-head">
<h1>Forgotten your password?</h1>
<p class="standfirst">A newspaper would now send you an e‑mail. This one is a demonstration: it sends none, and its accounts last only until it is next started.</p>
</header>
<p>Register once more with another address; any made-up one will do. What you have read stays open to you in this browser.</p>
<p class="page-button"><a class="button" href="${withNext('/register', next)}">Register anew</a></p>
<div class="form-otherwise"><p>It has come back to you? <a href="${withNext('/sign-in', next)}">Sign in</a>.</p></div>
</div>`,
});
