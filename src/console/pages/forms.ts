import type { Desk } from '../desk.js';
import { type Html, html } from '../html.js';

/** The name of the field by which a form shows that it is ours. */
export const TOKEN_FIELD = 'token';

/** A form that changes something. */
export const postForm = ({ base, token }: Pick<Desk, 'base' | 'token'>, path: string, content: Html): Html =>
  html`<form method="post" action="${base}${path}"><input type="hidden" name="${TOKEN_FIELD}" value="${token}">${content}</form>`;

export const hidden = (name: string, value: string | number): Html =>
  html`<input type="hidden" name="${name}" value="${value}">`;

export const said = (text: string): Html => html`<div class="said" role="status"><p>${text}</p></div>`;

export const problemNote = (text: string): Html => html`<div class="said problem" role="alert"><p>${text}</p></div>`;
