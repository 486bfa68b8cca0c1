import { defaultTreeAdapter as tree } from 'parse5';
import { type Block, type Piece, SEEN } from './blocks.js';
import type { ChildNode, ParentNode } from './copy.js';
import { beginning } from './words.js';

/** Where a teaser ends: after which node, and what is left of its text where that is cut. */
export interface End {
  readonly node: Piece['node'];
  readonly value?: string;
  /** What the article goes on with. */
  readonly next: Piece['node'] | undefined;
}

/** A teaser holds no more than this share of what can be read. */
const MOST_OF_ARTICLE = 1 / 2;
/** What is left of a block that is cut. */
const SHARE_OF_BLOCK = 1 / 3;
/** The character that shows where a block is cut is read too. */
const ELLIPSIS = '…';

/**
 * Where the first blocks end: always before the last one, and never past half of the article, whatever carries it, nor past half of its text. Headings
 * and captions do not count as blocks where most of the article is other text.
 *
 * @returns `undefined` where nothing can be shown.
 */
export function endOf(blocks: readonly Block[], paragraphs: number): End | undefined {
  const most = weightIn(blocks) * MOST_OF_ARTICLE;
  const mostText = textIn(blocks) * MOST_OF_ARTICLE;
  const text = blocks.filter(({ kind }) => kind === 'text');
  const counted = weightIn(text) >= most ? text : blocks;
  const shown = counted.slice(0, Math.min(paragraphs, Math.max(counted.length - 1, 1)));
  const last = shown.at(-1);
  if (last === undefined) return undefined;

  const fitting: Block[] = [];
  let [room, textRoom] = [most, mostText];
  for (const block of blocks) {
    const fits = block.weight <= room && block.textWeight <= textRoom;
    if (!fits || (counted.length === 1 && block === last)) {
      return endInside(block, room, textRoom) ?? endAfter(fitting, counted, blocks);
    }
    room -= block.weight;
    textRoom -= block.textWeight;
    fitting.push(block);
    if (block === last) break;
  }
  return endAfter(fitting, counted, blocks);
}

const weightIn = (blocks: readonly Block[]): number => blocks.reduce((sum, block) => sum + block.weight, 0);
const textIn = (blocks: readonly Block[]): number => blocks.reduce((sum, block) => sum + block.textWeight, 0);

/** After the last block that counts; where none fits, after a picture or a caption, but not after a lonely heading. */
function endAfter(fitting: readonly Block[], counted: readonly Block[], blocks: readonly Block[]): End | undefined {
  const counting = new Set(counted);
  const last = fitting.findLast((block) => counting.has(block)) ?? fitting.findLast(({ kind }) => kind !== 'heading');
  const node = last?.pieces.at(-1)?.node;
  return last && node && { node, next: blocks[blocks.indexOf(last) + 1]?.pieces[0]?.node };
}

/** Inside a block, but not in a heading, which is short enough to be left out. */
function endInside({ kind, pieces, weight }: Block, room: number, textRoom: number): End | undefined {
  if (kind === 'heading') return undefined;
  const textOf = ({ node }: Piece): string => (tree.isTextNode(node) ? node.value : '');
  const budget = Math.floor(Math.min(weight * SHARE_OF_BLOCK, room - ELLIPSIS.length));
  const textBudget = Math.floor(textRoom - ELLIPSIS.length);
  if (budget < 1 || textBudget < 1) return undefined;
  const text = pieces.map(textOf).join('');
  const kept = beginning(text, Math.min(offsetWithin(pieces, textOf, budget), offsetAfter(text, textBudget)));
  if (kept.trim() === '') return undefined;
  let read = 0;
  for (const piece of pieces) {
    const value = textOf(piece);
    read += value.length;
    if (value !== '' && read >= kept.length) {
      const { node } = piece;
      return { node, next: node, value: `${value.slice(0, value.length + kept.length - read)}${ELLIPSIS}` };
    }
  }
  return undefined;
}

/** Where so much of the pieces has been read. What an attribute holds is read whole, or not at all. */
function offsetWithin(pieces: readonly Piece[], textOf: (piece: Piece) => string, budget: number): number {
  let left = budget;
  let offset = 0;
  for (const piece of pieces) {
    const value = textOf(piece);
    if (piece.weight > left) return offset + offsetAfter(value, left);
    left -= piece.weight;
    offset += value.length;
  }
  return offset;
}

/** Where so many characters that are seen have gone by: indentation is no part of an article. */
function offsetAfter(text: string, weight: number): number {
  let left = weight;
  for (const { 0: run, index } of text.matchAll(SEEN)) {
    if (left < run.length) return index + left;
    left -= run.length;
  }
  return text.length;
}

/** Removes everything that follows the end in document order. */
export function cutAt({ node, value }: End): void {
  if (tree.isElementNode(node)) node.childNodes.length = 0;
  else if (value !== undefined) node.value = value;
  let child: ChildNode = node;
  for (let parent: ParentNode | null = node.parentNode; parent !== null; ) {
    parent.childNodes.splice(parent.childNodes.indexOf(child) + 1);
    if (!('parentNode' in parent)) return;
    child = parent;
    parent = parent.parentNode;
  }
}
