import { type Html, html } from '../html.js';
import { withNext } from '../next.js';
import { siteName } from '../site.js';
import type { Page } from './layout.js';

/** A form as the reader meets it: empty, or sent back with what was typed and what is wrong with it. */
export interface FormState<Name extends string> {
  /** Where the reader goes on afterwards. */
  readonly next: string;
  readonly values: Partial<Record<Name, string>>;
  readonly errors: Partial<Record<Name, string>>;
}

interface FieldParts<Name extends string> {
  readonly name: Name;
  readonly label: string;
  readonly type: 'text' | 'email' | 'password';
  readonly autocomplete: string;
  readonly hint?: string;
}

export type RegisterField = 'name' | 'email' | 'password';

export function registerPage(state: FormState<RegisterField>): Page {
  const fields: readonly FieldParts<RegisterField>[] = [
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
  return formPage('Register', state, fields, {
    action: '/register',
    button: 'Create account',
    introduction: `A free account opens every article in ${siteName}, for as long as you like, and lets you comment.`,
    otherwise: html`Registered already? <a href="${withNext('/sign-in', state.next)}">Sign in</a>.`,
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
    otherwise: html`No account yet? <a href="${withNext('/register', state.next)}">Register</a>, it is free.`,
  });
}

interface FormParts {
  readonly action: string;
  readonly button: string;
  readonly introduction: string;
  readonly otherwise: Html;
}

function formPage<Name extends string>(
  title: string,
  state: FormState<Name>,
  fields: readonly FieldParts<Name>[],
  { action, button, introduction, otherwise }: FormParts,
): Page {
  const wrong = fields.filter(({ name }) => state.errors[name] !== undefined);
  return {
    title: wrong.length > 0 ? `Error: ${title}` : title,
    content: html`<div class="form-page">
<header class="page-head">
<h1>${title}</h1>
<p class="standfirst">${introduction}</p>
</header>
${wrong.length > 0 && errorSummary(wrong, state)}
<form class="form" method="post" action="${action}" novalidate>
<input type="hidden" name="next" value="${state.next}">
${fields.map((field) => formField(field, state))}
<button type="submit" class="button">${button}</button>
</form>
<p class="form-otherwise">${otherwise}</p>
</div>`,
  };
}

/** Takes the focus when the page opens, so that what went wrong is the first thing read aloud. */
function errorSummary<Name extends string>(wrong: readonly FieldParts<Name>[], { errors }: FormState<Name>): Html {
  return html`<div class="error-summary" role="alert" tabindex="-1" autofocus>
<h2>Please look at this again</h2>
<ul>${wrong.map(({ name }) => html`<li><a href="#${name}">${errors[name]}</a></li>`)}</ul>
</div>`;
}

function formField<Name extends string>(field: FieldParts<Name>, { values, errors }: FormState<Name>): Html {
  const { name, label, type, autocomplete, hint } = field;
  const error = errors[name];
  const describedBy = [hint !== undefined && `${name}-hint`, error !== undefined && `${name}-error`].filter(Boolean);
  return html`<div class="field">
<label for="${name}">${label}</label>
${hint !== undefined && html`<p class="field-hint" id="${name}-hint">${hint}</p>`}
${error !== undefined && html`<p class="field-error" id="${name}-error">${error}</p>`}
<input id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}" value="${values[name]}" required${describedBy.length > 0 && html` aria-describedby="${describedBy.join(' ')}"`}${error !== undefined && html` aria-invalid="true"`}>
</div>`;
}
