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

function textOf(part: Part): string {
  if (part instanceof Html) return part.text;
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  return part ? part.map(textOf).join('') : '';
}
