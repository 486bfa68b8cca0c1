import type { Policy } from '../../policy/signed/index.js';
import { type Html, html } from '../html.js';

type LogLine = Policy['log'][number];

/** A reader's id: to be copied whole, and told from another letter by letter. */
export const readerId = (id: string): Html => html`<code class="id">${id}</code>`;

/** What a line of the log says was done. */
export function doneIn({ words, reader }: Pick<LogLine, 'words' | 'reader'>): Html {
  if (reader === null) return html`${words}`;
  const [before = '', ...after] = words.split(reader);
  return html`${before}${after.map((text) => html`${readerId(reader)}${text}`)}`;
}
