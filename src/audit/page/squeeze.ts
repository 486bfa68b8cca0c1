import { parseMarkup } from './parse.js';
import { tree, walk } from './tree.js';

/** The letters and digits of a text alone, so that white space, quotation marks and letter case make no difference. */
export function squeeze(text: string): string {
  let squeezed = '';
  for (let start = 0; start < text.length && squeezed.length < MOST_SQUEEZED; ) {
    const end = endOfPiece(text, start);
    squeezed += text
      .slice(start, end)
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '');
    start = end;
  }
  return squeezed;
}

/** Of one character NFKC can make 18. No text that is read comes near. */
const MOST_SQUEEZED = 5 * 1024 * 1024;
const PIECE = 64 * 1024;
const LONGEST_CLUSTER = 256;

/** Before a character of ASCII, which nothing before it is composed with. */
function endOfPiece(text: string, start: number): number {
  const most = start + PIECE;
  if (most >= text.length) return text.length;
  for (let end = most; end > most - LONGEST_CLUSTER; end--) if (text.charCodeAt(end) < 0x80) return end;
  return most;
}

/**
 * Whether a text, as it came, holds a squeezed sentence: as it is, in JSON (also JSON in a JSON string), as markup, or as
 * escaped markup, as feeds have it.
 */
export function holds(text: string, squeezed: string): boolean {
  if (text.length * MOST_BY_NFKC < squeezed.length) return false;
  const unescaped = withoutEscapes(withoutEscapes(text));
  return formsOf(unescaped).some((form) => squeeze(form).includes(squeezed));
}

/** As of a ligature such as `ffi`. */
const MOST_BY_NFKC = 3;

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
  for (const { node } of walk(parseMarkup(markup).root)) {
    if (tree.isTextNode(node)) text += node.value;
    else if (tree.isCommentNode(node)) text += node.data;
  }
  return text;
}
