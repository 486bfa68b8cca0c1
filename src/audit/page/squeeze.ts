import { parseFragment } from 'parse5';
import { tree, walk } from './tree.js';

/** The letters and digits of a text alone, so that white space, quotation marks and letter case make no difference. */
export function squeeze(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

/**
 * Whether a text, as it came, holds a squeezed sentence: as it is, in JSON (also JSON in a JSON string), as markup, or as
 * escaped markup, as feeds have it.
 */
export function holds(text: string, squeezed: string): boolean {
  const unescaped = withoutEscapes(withoutEscapes(text));
  return formsOf(unescaped).some((form) => squeeze(form).includes(squeezed));
}

function formsOf(text: string): readonly string[] {
  if (!/[<&]/.test(text)) return [text];
  const once = withoutMarkup(text);
  return [text, once, withoutMarkup(once)];
}

const ESCAPE = /\\(?:u([\da-f]{4})|([bfnrt])|(["'\\/]))/gi;

function withoutEscapes(json: string): string {
  return json.replace(ESCAPE, (_, code?: string, space?: string, plain?: string) => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    return space === undefined ? (plain ?? '') : ' ';
  });
}

function withoutMarkup(markup: string): string {
  let text = '';
  for (const { node } of walk(parseFragment(markup))) {
    if (tree.isTextNode(node)) text += node.value;
    else if (tree.isCommentNode(node)) text += node.data;
  }
  return text;
}
