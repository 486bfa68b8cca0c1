import { type Html, html } from '../html.js';
import { round } from './columns.js';

/** A bar in a cell of a table, which has the number beside it. */
export const bar = (value: number, most: number, className: string, name?: string): Html =>
  html`<svg class="bar" aria-hidden="true" width="100%" height="14"><rect class="${className}" width="${most === 0 ? 0 : round((100 * value) / most)}%" height="14" rx="2"${name !== undefined && html` data-bar="${name}"`}/></svg>`;
