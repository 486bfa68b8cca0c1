import { MOST_ARTICLES } from '../pass/index.js';
import type { Limits } from '../policy/index.js';
import { type Html, html } from './html.js';
import { FormError, WRONG } from './words.js';

// The same limits wherever an editor gives some: what is tried can be set, and what is set can be tried.

export type LimitName = keyof Limits;

export const LIMIT_NAMES = ['promptAfter', 'blockAfter'] as const satisfies readonly LimitName[];

/** A limit as its field has it. */
export const limitText = (limit: number): string => (Number.isFinite(limit) ? String(limit) : 'never');

/** The field of a limit. */
export const limitField = (name: string, text: string): Html =>
  html`<input class="limit" name="${name}" value="${text}" inputmode="numeric" pattern="\\s*(\\d{1,4}|[Nn]ever)\\s*" title="A whole number from 0 to ${MOST_ARTICLES}, or never" autocomplete="off" required>`;

/**
 * The limit that a field has.
 *
 * @param plan Whose limit it is, where a page has several of the name; `null` for readers without an account.
 * @throws {FormError} for what is no limit.
 */
export function limitIn(text: string, name: LimitName, plan?: string | null): number {
  const trimmed = text.trim();
  if (/^never$/i.test(trimmed)) return Number.POSITIVE_INFINITY;
  if (/^\d{1,4}$/.test(trimmed) && Number(trimmed) <= MOST_ARTICLES) return Number(trimmed);
  throw new FormError(WRONG.limit(name, plan));
}
