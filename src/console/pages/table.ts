import { type Html, html, type Part } from '../html.js';

/** A column's head, and whether it holds numbers. */
export type Head = string | readonly [name: string, kind: 'n' | 'barred'];

const nameOf = (head: Head): string => (typeof head === 'string' ? head : head[0]);
const classOf = (head: Head | undefined): Part => typeof head === 'object' && html` class="${head[1]}"`;

/** A table whose rows begin with what they are about. */
export function table(caption: string, heads: readonly Head[], rows: readonly (readonly Part[])[]): Html {
  const cells = ([first, ...rest]: readonly Part[]): Html =>
    html`<tr><th scope="row">${first}</th>${rest.map((cell, index) => html`<td${classOf(heads[index + 1])}>${cell}</td>`)}</tr>`;
  // A bar says again what stands in the cell before it, and needs no name for whoever cannot see it.
  const head = (each: Head): Html =>
    nameOf(each) === '' ? html`<td></td>` : html`<th scope="col"${classOf(each)}>${nameOf(each)}</th>`;
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${caption}"><table><caption>${caption}</caption><thead><tr>${heads.map(head)}</tr></thead><tbody>${rows.map(cells)}</tbody></table></div>`;
}

/** A table that need not be seen beside its chart. */
export const tableBeside = (caption: string, heads: readonly Head[], rows: readonly (readonly Part[])[]): Html =>
  html`<details><summary>${caption}, as a table</summary>${table(caption, heads, rows)}</details>`;
