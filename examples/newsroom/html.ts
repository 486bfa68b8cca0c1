/** Markup that is safe to send, as made by `html`. */
export class Html {
  constructor(private readonly markup: string) {}

  toString(): string {
    return this.markup;
  }
}

/** What may stand in an `html` template: markup as it is, text and numbers escaped, lists joined, the rest left out. */
export type Part = Html | string | number | false | null | undefined | readonly Part[];

/** A template for markup. Whatever is put into it is escaped, unless it is `Html` itself. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(String.raw({ raw: strings }, ...parts.map(rendered)));
}

/** Markup from a source that escapes for itself. Never give it anything that a reader wrote. */
export const trusted = (markup: string): Html => new Html(markup);

function rendered(part: Part): string {
  if (part instanceof Html) return part.toString();
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part));
  return part ? part.map(rendered).join('') : '';
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
