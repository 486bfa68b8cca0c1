import { isHidden } from '../../prompts/index.js';
import { parsePage } from './parse.js';
import { squeeze } from './squeeze.js';
import { attribute, type Element, type Node, type ParentNode, tree, walk } from './tree.js';

const INLINE = new Set(
  'a abbr b bdi bdo cite code del dfn em font i ins kbd label mark q s samp small span strong sub sup time u var'.split(
    ' ',
  ),
);

/** What stands beside an article, or is no text of it. */
const BESIDE = new Set(
  'aside button dialog figure footer form head header nav noscript script select style svg template textarea'.split(
    ' ',
  ),
);

/** In letters and digits. A paragraph of less says little of where the article is. */
const LEAST_PARAGRAPH = 40;
const LEAST_SENTENCE = 20;
const LONGEST_SENTENCE = 300;

/** A paragraph, in whatever element. */
interface Block {
  readonly element: ParentNode;
  text: string;
  /** How much of the text is in links. */
  linked: number;
}

/** A sentence as it is written, and squeezed. */
export interface Sentence {
  readonly text: string;
  readonly squeezed: string;
}

/** The sentences of a page's article, in order, without those too short or too long to know it by. */
export function sentencesOf(html: string): readonly Sentence[] {
  const { root } = parsePage(html);
  const blocks = blocksOf(root);
  const article = articleAmong(blocks);
  if (article === undefined) return [];
  const within = new Set<Node>();
  for (const { node } of walk(article)) within.add(node);
  const language = languageOf(root);
  return lastOf(blocks.filter(({ element }) => within.has(element)))
    .flatMap(({ text }) => split(text, language))
    .map((text) => ({ text, squeezed: squeeze(text) }))
    .filter(({ squeezed: { length } }) => length >= LEAST_SENTENCE && length <= LONGEST_SENTENCE);
}

/** In characters. What an article ends with lies in them. */
const MOST_TEXT = 100_000;

/** The last blocks, as many as are worth looking at. */
function lastOf(blocks: readonly Block[]): readonly Block[] {
  let length = 0;
  const first = blocks.findLastIndex(({ text }) => {
    length += text.length;
    return length > MOST_TEXT;
  });
  const cut = blocks[first];
  if (cut === undefined) return blocks;
  return [{ ...cut, text: cut.text.slice(length - MOST_TEXT) }, ...blocks.slice(first + 1)];
}

function blocksOf(root: ParentNode): readonly Block[] {
  const blocks: Block[] = [];
  const beside = new Set<ParentNode | null>();
  const containers = new Map<ParentNode | null, ParentNode>();
  const links = new Set<ParentNode | null>();
  for (const { node, parent } of walk(root)) {
    if (beside.has(parent)) {
      if ('childNodes' in node) beside.add(node);
    } else if (tree.isElementNode(node)) {
      if (BESIDE.has(node.tagName) || isHidden(node)) beside.add(node);
      if (node.tagName === 'br') addText(blocks, containers.get(parent) ?? node, '\n', false);
      if (node.tagName === 'a' || links.has(parent)) links.add(node);
      containers.set(node, INLINE.has(node.tagName) ? (containers.get(parent) ?? node) : node);
    } else if (tree.isTextNode(node)) {
      const element = containers.get(parent);
      if (element) addText(blocks, element, node.value, links.has(parent));
    }
  }
  return blocks.filter(({ text, linked }) => {
    const { length } = squeeze(text);
    return length >= LEAST_PARAGRAPH && linked < length / 2;
  });
}

function addText(blocks: Block[], element: ParentNode, text: string, linked: boolean): void {
  let block = blocks.at(-1);
  if (block?.element !== element) {
    block = { element, text: '', linked: 0 };
    blocks.push(block);
  }
  block.text += text;
  if (linked) block.linked += squeeze(text).length;
}

/** The element that holds the most paragraphs: as its children, or as its children's children at half the weight. */
function articleAmong(blocks: readonly Block[]): ParentNode | undefined {
  const weights = new Map<ParentNode, number>();
  for (const { element, text } of blocks) {
    const parent = parentOf(element);
    const grandparent = parent && parentOf(parent);
    if (parent) weights.set(parent, (weights.get(parent) ?? 0) + text.length);
    if (grandparent) weights.set(grandparent, (weights.get(grandparent) ?? 0) + text.length / 2);
  }
  return [...weights].sort(([, one], [, other]) => other - one)[0]?.[0];
}

function parentOf(node: ParentNode): ParentNode | undefined {
  return ('parentNode' in node && node.parentNode) || undefined;
}

/** In characters, and longer than any sentence that is used. */
const PIECE = 2000;

/** By the piece: with each sentence that a segmenter finds it copies the whole text that it looks at. */
function split(text: string, language: string): readonly string[] {
  const segmenter = new Intl.Segmenter(language, { granularity: 'sentence' });
  const plain = text.replace(/\s+/g, ' ').trim();
  const sentences: string[] = [];
  for (let start = 0, end = 0; start < plain.length; start = end) {
    const space = plain.lastIndexOf(' ', start + PIECE);
    end = start + PIECE >= plain.length ? plain.length : space > start ? space : start + PIECE;
    for (const { segment } of segmenter.segment(plain.slice(start, end))) sentences.push(segment.trim());
  }
  return sentences;
}

function languageOf(document: ParentNode): string {
  const root = document.childNodes.find((node): node is Element => tree.isElementNode(node));
  const language = (root && attribute(root, 'lang')) ?? '';
  try {
    return Intl.getCanonicalLocales(language)[0] ?? 'en';
  } catch {
    return 'en';
  }
}
