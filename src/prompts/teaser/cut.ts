import type { Block } from './blocks.js';
import type { ChildNode, ParentNode, TextNode } from './copy.js';
import { beginning } from './words.js';

/** Where a teaser ends: in which text, and what is left of it. */
export interface End {
  readonly node: TextNode;
  readonly value: string;
}

/** A block that would take the teaser past this share of the article is cut. */
const MOST_OF_ARTICLE = 3 / 4;
/** What is left of a block that is cut. */
const SHARE_OF_BLOCK = 1 / 3;

/**
 * Where the first blocks end: always before the last one, and never past three quarters of the article.
 * Headings do not count, nor do captions where there is other text.
 *
 * @returns `undefined` where nothing can be shown.
 */
export function endOf(blocks: readonly Block[], paragraphs: number): End | undefined {
  const counted = countedOf(blocks);
  const most = counted.reduce((sum, block) => sum + block.weight, 0) * MOST_OF_ARTICLE;
  const shown = counted.slice(0, Math.min(paragraphs, Math.max(counted.length - 1, 1)));
  let end: End | undefined;
  let weight = 0;
  for (const block of shown) {
    weight += block.weight;
    if (weight > most) return endInside(block) ?? end;
    end = endAfter(block);
  }
  return end;
}

function countedOf(blocks: readonly Block[]): Block[] {
  const text = blocks.filter((block) => block.kind === 'text');
  return text.length > 0 ? text : blocks.filter((block) => block.kind === 'caption');
}

function endAfter(block: Block): End | undefined {
  const node = block.texts.at(-1);
  return node && { node, value: node.value };
}

function endInside(block: Block): End | undefined {
  const text = block.texts.map((piece) => piece.value).join('');
  const kept = beginning(text, offsetAfter(text, Math.floor(block.weight * SHARE_OF_BLOCK)));
  if (kept.trim() === '') return undefined;
  let read = 0;
  const node = block.texts.find((piece) => {
    read += piece.value.length;
    return read >= kept.length;
  });
  return node && { node, value: `${node.value.slice(0, node.value.length + kept.length - read)}…` };
}

/** Where so many characters that are not white space have gone by: indentation is no part of an article. */
function offsetAfter(text: string, weight: number): number {
  let left = weight;
  for (const { 0: run, index } of text.matchAll(/\S+/g)) {
    if (left < run.length) return index + left;
    left -= run.length;
  }
  return text.length;
}

/** Removes everything that follows the end in document order. */
export function cutAt({ node, value }: End): void {
  node.value = value;
  let child: ChildNode = node;
  for (let parent: ParentNode | null = node.parentNode; parent !== null; ) {
    parent.childNodes.splice(parent.childNodes.indexOf(child) + 1);
    if (!('parentNode' in parent)) return;
    child = parent;
    parent = parent.parentNode;
  }
}
