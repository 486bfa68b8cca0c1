import { type Html, html, type Part } from '../html.js';

/** A column's head, and whether it holds numbers. */
export type Head = string | readonly [name: string, kind: 'n' | 'barred'];

type Rows = readonly (readonly Part[])[];

const nameOf = (head: Head | undefined): string => (typeof head === 'object' ? head[0] : (head ?? ''));
const classOf = (head: Head | undefined): Part => typeof head === 'object' && html` class="${head[1]}"`;

/** A table of numbers whose rows begin with what they are about. Where there is no room for it, it is scrolled. */
export function table(caption: string, heads: readonly Head[], rows: Rows): Html {
  const cells = ([first, ...rest]: readonly Part[]): Html =>
    html`<tr><th scope="row">${first}</th>${rest.map((cell, index) => html`<td${classOf(heads[index + 1])}>${cell}</td>`)}</tr>`;
  return scrolled(
    caption,
    html`<table><caption>${caption}</caption><thead><tr>${heads.map((each) => headCell(each))}</tr></thead><tbody>${rows.map(cells)}</tbody></table>`,
  );
}

/** A table with words in it: where there is no room for its columns, each row is a list of its own, with the columns' names in it. */
export function wordTable(caption: string, heads: readonly Head[], rows: Rows): Html {
  const cell = (part: Part, head: Head | undefined): Html | false =>
    html`<td role="cell"${classOf(head)}${nameOf(head) !== '' && html` data-label="${nameOf(head)}"`}>${part}</td>`;
  // Browsers take what is laid out as a list for no table, unless they are told.
  const cells = ([first, ...rest]: readonly Part[]): Html =>
    html`<tr role="row"><th scope="row" role="rowheader">${first}</th>${rest.map((part, index) => cell(part, heads[index + 1]))}</tr>`;
  return scrolled(
    caption,
    html`<table class="words-in" role="table"><caption>${caption}</caption><thead role="rowgroup"><tr role="row">${heads.map((each) => headCell(each, html` role="columnheader"`))}</tr></thead><tbody role="rowgroup">${rows.map(cells)}</tbody></table>`,
  );
}

const scrolled = (caption: string, content: Html): Html =>
  html`<div class="scroll" tabindex="0" role="group" aria-label="${caption}">${content}</div>`;

/** A bar says again what stands in the cell before it, and needs no name for whoever cannot see it. */
const headCell = (head: Head, role?: Html): Html =>
  nameOf(head) === ''
    ? html`<td${role && html` role="cell"`}></td>`
    : html`<th scope="col"${role}${classOf(head)}>${nameOf(head)}</th>`;

/** A table that need not be seen beside its chart. */
export const tableBeside = (caption: string, heads: readonly Head[], rows: Rows): Html =>
  beside(caption, table(caption, heads, rows));

/** The same, with words in it. */
export const wordTableBeside = (caption: string, heads: readonly Head[], rows: Rows): Html =>
  beside(caption, wordTable(caption, heads, rows));

const beside = (caption: string, content: Html): Html =>
  html`<details><summary>${caption}, as a table</summary>${content}</details>`;
