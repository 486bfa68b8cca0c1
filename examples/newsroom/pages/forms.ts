import { type Html, html } from '../html.js';
import type { Page } from './layout.js';

/** A form as the reader meets it: empty, or sent back with what was typed and what is wrong with it. */
export interface FormState<Name extends string> {
  /** Where the reader goes on afterwards. */
  readonly next: string;
  readonly values: Partial<Record<Name, string>>;
  readonly errors: Partial<Record<Name, string>>;
}

export interface FieldParts<Name extends string> {
  readonly name: Name;
  readonly label: string;
  readonly type: 'text' | 'email' | 'password';
  readonly autocomplete: string;
  readonly hint?: string;
}

export interface FormParts {
  readonly action: string;
  readonly button: string;
  readonly introduction: string;
  /** What else a reader may be looking for, a paragraph each. */
  readonly otherwise: readonly Html[];
}

export function formPage<Name extends string>(
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
<div class="form-otherwise">${otherwise.map((words) => html`<p>${words}</p>`)}</div>
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
