import { type DefaultTreeAdapterTypes, type ParserOptions, parse, parseFragment } from 'parse5';
import { type ParentNode, tree } from './tree.js';

/** What was made of a page or of markup in it. */
export interface Parsed {
  readonly root: ParentNode;
  /** Whether that is all of it; else its beginning. */
  readonly whole: boolean;
}

/** Elements, attributes, texts and comments. The pages of news sites have some 20,000 at most. */
const MOST_PARTS = 100_000;
/** Looks of the parser at elements that it has made: in broken markup there is no end to them. */
const MOST_LOOKS = 20_000_000;

class TooMuch extends Error {}

/**
 * Parses a page, but no more of it than fits: a formatting element that is left open is made anew in each paragraph after
 * it, so that markup of 40 kB can come to millions of elements.
 */
export const parsePage = (html: string): Parsed => parsed((options) => parse(html, options));

/** The same for a part of a page. */
export const parseMarkup = (html: string): Parsed => parsed((options) => parseFragment(html, options));

type Options = ParserOptions<DefaultTreeAdapterTypes.DefaultTreeAdapterMap>;

function parsed(by: (options: Options) => ParentNode): Parsed {
  const document = tree.createDocument();
  try {
    return { root: by({ treeAdapter: frugal(document) }), whole: true };
  } catch (error) {
    if (error instanceof TooMuch) return { root: document, whole: false };
    throw error;
  }
}

/** A tree adapter that gives up. What has been made by then hangs from the document. */
function frugal(document: DefaultTreeAdapterTypes.Document): typeof tree {
  let parts = 0;
  let looks = 0;
  const make = (more: number): void => {
    parts += more;
    if (parts > MOST_PARTS) throw new TooMuch();
  };
  const look = (): void => {
    looks += 1;
    if (looks > MOST_LOOKS) throw new TooMuch();
  };
  return {
    ...tree,
    createDocument: () => document,
    createElement(name, namespace, attributes) {
      make(1 + attributes.length);
      return tree.createElement(name, namespace, attributes);
    },
    createCommentNode(text) {
      make(1);
      return tree.createCommentNode(text);
    },
    insertText(parent, text) {
      make(1);
      tree.insertText(parent, text);
    },
    insertTextBefore(parent, text, before) {
      make(1);
      tree.insertTextBefore(parent, text, before);
    },
    adoptAttributes(element, attributes) {
      make(attributes.length);
      tree.adoptAttributes(element, attributes);
    },
    getNamespaceURI(element) {
      look();
      return tree.getNamespaceURI(element);
    },
    getTagName(element) {
      look();
      return tree.getTagName(element);
    },
    getParentNode(node) {
      look();
      return tree.getParentNode(node);
    },
  };
}
