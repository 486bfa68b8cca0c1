import { defaultTreeAdapter as tree } from 'parse5';
import type { ChildNode, ParentNode, TextNode } from './copy.js';
import { isParting } from './elements.js';

/** A paragraph's worth of text, in whatever element, or in none. */
export interface Block {
  readonly kind: 'text' | 'caption' | 'heading';
  /** Its pieces in document order; at least one is not blank. */
  readonly texts: TextNode[];
  /** Characters that are not white space. */
  weight: number;
}

interface Level {
  readonly children: readonly ChildNode[];
  next: number;
  readonly kind: Block['kind'];
  readonly parting: boolean;
}

/** The blocks of an article in document order. */
export function blocksOf(root: ParentNode): Block[] {
  const blocks: Block[] = [];
  const levels: Level[] = [{ children: root.childNodes, next: 0, kind: 'text', parting: true }];
  let open: Block | undefined;
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    const node = level.children[level.next++];
    if (node === undefined) {
      if (level.parting) open = undefined;
      levels.pop();
    } else if (tree.isTextNode(node)) {
      const weight = node.value.replace(/\s+/g, '').length;
      if (open === undefined && weight > 0) {
        open = { kind: level.kind, texts: [], weight: 0 };
        blocks.push(open);
      }
      open?.texts.push(node);
      if (open) open.weight += weight;
    } else if (tree.isElementNode(node)) {
      const parting = isParting(node.tagName);
      if (parting) open = undefined;
      levels.push({ children: node.childNodes, next: 0, kind: kindIn(node.tagName, level.kind), parting });
    }
  }
  return blocks;
}

function kindIn(tag: string, around: Block['kind']): Block['kind'] {
  if (/^h[1-6]$/.test(tag)) return 'heading';
  return tag === 'figcaption' || tag === 'caption' ? 'caption' : around;
}
