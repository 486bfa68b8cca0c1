import { type DefaultTreeAdapterTypes, defaultTreeAdapter as tree } from 'parse5';

export type Node = DefaultTreeAdapterTypes.Node;
export type Element = DefaultTreeAdapterTypes.Element;
export type ParentNode = DefaultTreeAdapterTypes.ParentNode;

/** A node with its parent in the document; what a template holds has the template as its parent. */
export interface Placed {
  readonly node: Node;
  readonly parent: ParentNode | null;
}

/** All nodes in document order. Without recursion, for pages can be nested deeper than the stack. */
export function* walk(root: ParentNode): Generator<Placed> {
  const waiting: Placed[] = [{ node: root, parent: null }];
  for (let placed = waiting.pop(); placed; placed = waiting.pop()) {
    yield placed;
    const { node } = placed;
    if (!('childNodes' in node)) continue;
    const children = 'content' in node ? node.content.childNodes : node.childNodes;
    for (let index = children.length - 1; index >= 0; index--) {
      const child = children[index];
      if (child) waiting.push({ node: child, parent: node });
    }
  }
}

/** An attribute's value; `undefined` where there is none. */
export function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((each) => each.name === name)?.value;
}

export { tree };
