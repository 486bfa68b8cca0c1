import { type DefaultTreeAdapterTypes, html, defaultTreeAdapter as tree } from 'parse5';
import { keptAttributes } from './attributes.js';
import { isDropped, isKept } from './elements.js';
import { isHidden } from './hidden.js';

export type ParentNode = DefaultTreeAdapterTypes.ParentNode;
export type ChildNode = DefaultTreeAdapterTypes.ChildNode;
export type TextNode = DefaultTreeAdapterTypes.TextNode;
export type Element = DefaultTreeAdapterTypes.Element;

interface Pending {
  readonly node: ChildNode;
  readonly into: ParentNode;
}

/** A copy, and what each of its texts and elements was copied from. */
export interface Copy {
  readonly root: ParentNode;
  readonly sources: ReadonlyMap<ChildNode, ChildNode>;
}

/** A copy of a parsed article with only what a teaser may hold. Written as a loop: nesting may be deeper than the stack. */
export function copyAllowed(source: ParentNode): Copy {
  const sources = new Map<ChildNode, ChildNode>();
  const copy = tree.createDocumentFragment();
  const pending: Pending[] = [];
  plan(pending, source, copy);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node, into } = next;
    if (tree.isTextNode(node)) addText(into, node.value);
    else if (tree.isElementNode(node) && isWelcome(node)) plan(pending, node, containerFor(node, into));
    else continue;
    const made = into.childNodes.at(-1);
    if (made && !sources.has(made)) sources.set(made, node);
  }
  return { root: copy, sources };
}

/** Puts the children on top of what is pending, the first one uppermost. */
function plan(pending: Pending[], parent: ParentNode, into: ParentNode): void {
  for (const node of parent.childNodes.toReversed()) pending.push({ node, into });
}

function isWelcome(element: Element): boolean {
  return element.namespaceURI === html.NS.HTML && !isDropped(element.tagName) && !isHidden(element);
}

function containerFor(element: Element, into: ParentNode): ParentNode {
  const tag = element.tagName;
  if (!isKept(tag)) return into;
  const copy = tree.createElement(tag, html.NS.HTML, keptAttributes(tag, element.attrs));
  tree.appendChild(into, copy);
  return copy;
}

function addText(into: ParentNode, text: string): void {
  // The parser drops a newline that opens a `pre`, so one that is left would be lost at the next parse.
  const opensPre = into.nodeName === 'pre' && into.childNodes.length === 0;
  const kept = opensPre ? text.replace(/^\n+/, '') : text;
  if (kept !== '') tree.insertText(into, kept);
}
