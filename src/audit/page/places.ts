import { isHidden } from '../../prompts/index.js';
import type { Received } from '../http/exchange.js';
import { parsePage } from './parse.js';
import { holds, squeeze } from './squeeze.js';
import { attribute, type Element, type ParentNode, tree, walk } from './tree.js';

/** Where in a response a sentence can stand. */
export type Place =
  | 'text'
  | 'hidden'
  | 'json-ld'
  | 'script'
  | 'meta'
  | 'attribute'
  | 'comment'
  | 'noscript'
  | 'template'
  | 'body'
  | 'header';

/** All places of a response in which a sentence stands; `body` is that of anything but HTML, and of what is too much to parse. */
export function placesOf(reply: Pick<Received, 'headers' | 'body'>, squeezed: string): ReadonlySet<Place> {
  const places = new Set<Place>();
  const fields = Object.values(reply.headers);
  if (fields.some((value) => holds(value, squeezed))) places.add('header');
  if (!isHtml(reply)) {
    if (holds(reply.body, squeezed)) places.add('body');
    return places;
  }
  const { shown, hidden, pieces, whole } = piecesOf(reply.body);
  if (squeeze(shown).includes(squeezed)) places.add('text');
  if (squeeze(hidden).includes(squeezed)) places.add('hidden');
  for (const [place, piece] of pieces) {
    if (!places.has(place) && holds(piece, squeezed)) places.add(place);
  }
  if (!whole && places.size === 0 && holds(reply.body, squeezed)) places.add('body');
  return places;
}

/** The squeezed text of a page that a reader sees, as far as the page itself tells. */
export function shownText({ body }: Pick<Received, 'body'>): string {
  return squeeze(piecesOf(body).shown);
}

/** Whether a response is an HTML document. */
export function isHtml({ headers, body }: Pick<Received, 'headers' | 'body'>): boolean {
  const type = headers['content-type'];
  return type === undefined ? /^\s*<(?:!doctype html|html)/i.test(body) : /\bx?html\b/i.test(type);
}

interface Pieces {
  readonly shown: string;
  readonly hidden: string;
  /** All else that can hold text, each in its place. */
  readonly pieces: readonly (readonly [Place, string])[];
  /** Whether this is all of the page. */
  readonly whole: boolean;
}

/** How the text within an element is met. */
type Setting = Exclude<Place, 'attribute' | 'comment' | 'body' | 'header'>;

function piecesOf(html: string): Pieces {
  const settings = new Map<ParentNode | null, Setting>();
  const pieces: (readonly [Place, string])[] = [];
  let shown = '';
  let hidden = '';
  const { root, whole } = parsePage(html);
  for (const { node, parent } of walk(root)) {
    const around = settings.get(parent) ?? 'text';
    if (tree.isCommentNode(node)) pieces.push(['comment', node.data]);
    else if (tree.isTextNode(node)) {
      if (around === 'text') shown += node.value;
      else if (around === 'hidden') hidden += node.value;
      else pieces.push([around, node.value]);
    } else if (tree.isElementNode(node)) {
      settings.set(node, settingIn(node, around));
      const place = node.tagName === 'meta' ? 'meta' : 'attribute';
      for (const { value } of node.attrs) pieces.push([place, value]);
    }
  }
  return { shown, hidden, pieces: joinTemplates(pieces), whole };
}

function settingIn(element: Element, around: Setting): Setting {
  const { tagName } = element;
  if (tagName === 'script') return attribute(element, 'type') === 'application/ld+json' ? 'json-ld' : 'script';
  if (tagName === 'style') return 'script';
  if (around !== 'text') return around;
  if (tagName === 'template' || tagName === 'noscript') return tagName;
  if (tagName === 'title') return 'meta';
  return isHidden(element) || /^(?:iframe|noembed|noframes)$/.test(tagName) ? 'hidden' : 'text';
}

/** A sentence in a template can be spread over several text nodes, as in any markup. */
function joinTemplates(pieces: Pieces['pieces']): Pieces['pieces'] {
  const within = pieces.filter(([place]) => place === 'template').map(([, text]) => text);
  return [...pieces.filter(([place]) => place !== 'template'), ['template', within.join('')]];
}
