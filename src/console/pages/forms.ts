import { OptionError } from '../../options/index.js';
import { PolicyError } from '../../policy/signed/index.js';
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

/** What was wrong with what an editor asked for, in words for them; anything else is thrown on. */
export function refused(error: unknown): { readonly status: number; readonly text: string } {
  if (error instanceof OptionError) return { status: 422, text: error.message };
  if (error instanceof PolicyError) {
    return { status: error.code === 'ERR_PAYWALL_POLICY_STORE' ? 503 : 409, text: error.message };
  }
  throw error;
}
