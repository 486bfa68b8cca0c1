import { escapeHtml } from '../prompts/index.js';

/** Markup that is safe to send, as `html` makes it. */
export class Html {
  constructor(readonly text: string) {}
}

/** What may stand in a template: markup as it is, text and numbers escaped, lists joined, the rest left out. */
export type Part = Html | string | number | false | null | undefined | readonly Part[];

/** A template for markup. Whatever is put into it is escaped, unless it is `Html` itself. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(String.raw({ raw: strings }, ...parts.map(textOf)));
}

/** A name that somebody else chose, which reads as it does wherever it stands. */
export const nameHtml = (name: string): Html => html`<bdi>${name.replace(ISOLATES, '\uFFFD')}</bdi>`;

const ISOLATES = /[\u2066-\u2069]/g;

// Control characters, and those that turn all text after them around: no page has a use for them.
const TURNING = /(?![\t\n\r])[\p{Cc}\u202A-\u202E]/gu;

function textOf(part: Part): string {
  if (part instanceof Html) return part.text;
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part).replace(TURNING, '\uFFFD'));
  return part ? part.map(textOf).join('') : '';
}
