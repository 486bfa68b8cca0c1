import { defaultTreeAdapter as tree } from 'parse5';
import { alternativeText } from './attributes.js';
import type { ChildNode, Element, ParentNode, TextNode } from './copy.js';
import { isParting } from './elements.js';

/** A stretch of text, or an element with text in its attributes. */
export interface Piece {
  readonly node: TextNode | Element;
  readonly weight: number;
}

/** A paragraph's worth of text, in whatever element, or in none. */
export interface Block {
  /** A picture's alternative text, standing alone, is a caption. */
  kind: 'text' | 'caption' | 'heading';
  /** In document order; at least one is not blank. */
  readonly pieces: Piece[];
  /** How much there is to read in it. */
  weight: number;
  /** How much of that is text, and no attribute. */
  textWeight: number;
}

interface Level {
  readonly children: readonly ChildNode[];
  next: number;
  readonly kind: Block['kind'];
  readonly parting: boolean;
}

/** A run of characters that are seen: neither white space nor control nor format characters. */
export const SEEN = /[^\s\p{Cc}\p{Cf}]+/gu;

/** How much there is to read in a text: the characters that are seen. */
export function weightOf(text: string): number {
  let weight = 0;
  for (const [run] of text.matchAll(SEEN)) weight += run.length;
  return weight;
}

/** The blocks of an article in document order. */
export function blocksOf(root: ParentNode): Block[] {
  const blocks: Block[] = [];
  const levels: Level[] = [{ children: root.childNodes, next: 0, kind: 'text', parting: true }];
  let open: Block | undefined;

  const add = (piece: Piece, kind: Block['kind']): void => {
    if (open === undefined) {
      if (piece.weight === 0) return;
      open = { kind, pieces: [], weight: 0, textWeight: 0 };
      blocks.push(open);
    }
    // Text that follows a picture in its paragraph makes it a paragraph with a picture.
    if (piece.weight > 0 && tree.isTextNode(piece.node) && !open.pieces.some(isSeenText)) open.kind = kind;
    open.pieces.push(piece);
    open.weight += piece.weight;
    if (tree.isTextNode(piece.node)) open.textWeight += piece.weight;
  };

  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    const node = level.children[level.next++];
    if (node === undefined) {
      if (level.parting) open = undefined;
      levels.pop();
    } else if (tree.isTextNode(node)) {
      add({ node, weight: weightOf(node.value) }, level.kind);
    } else if (tree.isElementNode(node)) {
      const parting = isParting(node.tagName);
      if (parting) open = undefined;
      const alternative = weightOf(alternativeText(node.attrs));
      if (alternative > 0) add({ node, weight: alternative }, 'caption');
      levels.push({ children: node.childNodes, next: 0, kind: kindIn(node.tagName, level.kind), parting });
    }
  }
  return blocks;
}

const isSeenText = ({ node, weight }: Piece): boolean => weight > 0 && tree.isTextNode(node);

function kindIn(tag: string, around: Block['kind']): Block['kind'] {
  if (/^h[1-6]$/.test(tag)) return 'heading';
  return tag === 'figcaption' || tag === 'caption' ? 'caption' : around;
}
