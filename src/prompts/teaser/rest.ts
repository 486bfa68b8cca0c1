import { html, serialize, defaultTreeAdapter as tree } from 'parse5';
import type { ChildNode, ParentNode } from './copy.js';

/** An article in two, that make up the whole of it when they are written one after the other. */
export interface Halves {
  readonly opening: string;
  readonly rest: string;
}

/** Elements that can be ended before the rest and begun again after it, without a change that a reader sees. */
const CONTAINERS = new Set(['div', 'section', 'article', 'main']);

/**
 * Parts an article at the block in which, or after which, its teaser ends. What would look different in two parts, as a
 * paragraph, a list or a table would, goes to the rest whole.
 *
 * @param root The article, which is taken apart.
 * @param end The node of it that the teaser ends in.
 * @param next The node of it that the article goes on with; `undefined` where nothing follows.
 */
export function halve(root: ParentNode, end: ChildNode, next: ChildNode | undefined): Halves {
  let node = end;
  for (let around = node.parentNode; around && around !== root && !isContainer(around) && 'parentNode' in around; ) {
    node = around;
    around = node.parentNode;
  }
  const parent = node.parentNode ?? root;
  const isSplit = next !== undefined && isWithin(next, node);
  const rest = takeFrom(parent, parent.childNodes.indexOf(node) + (isSplit ? 0 : 1), root);
  return { opening: serialize(root), rest: serialize(rest) };
}

function isContainer(node: ParentNode): boolean {
  return tree.isElementNode(node) && node.namespaceURI === html.NS.HTML && CONTAINERS.has(node.tagName);
}

function isWithin(node: ChildNode, ancestor: ChildNode): boolean {
  let each: ChildNode | ParentNode = node;
  while (each !== ancestor && 'parentNode' in each && each.parentNode) each = each.parentNode;
  return each === ancestor;
}

/** Takes what follows out of the article, into containers like those that it stood in, but for their ids. */
function takeFrom(start: ParentNode, index: number, root: ParentNode): ParentNode {
  let taken = start.childNodes.splice(index);
  let parent = start;
  while (parent !== root && tree.isElementNode(parent) && parent.parentNode) {
    const again = tree.createElement(
      parent.tagName,
      html.NS.HTML,
      parent.attrs.filter(({ name }) => name !== 'id'),
    );
    for (const child of taken) tree.appendChild(again, child);
    const around: ParentNode = parent.parentNode;
    const following = around.childNodes.splice(around.childNodes.indexOf(parent) + 1);
    taken = taken.length > 0 ? [again, ...following] : following;
    parent = around;
  }
  const rest = tree.createDocumentFragment();
  for (const child of taken) tree.appendChild(rest, child);
  return rest;
}
