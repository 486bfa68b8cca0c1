import { parseFragment, serialize } from 'parse5';
import { optional, readOptions, wholeNumber } from '../../options/index.js';
import { blocksOf } from './blocks.js';
import { copyAllowed } from './copy.js';
import { cutAt, endOf } from './cut.js';
import { halve } from './rest.js';

/** How much of an article a blocked reader sees. */
export interface SplitOptions {
  /** Blocks of text shown, from the beginning; 1 to 100. Default: 2. */
  readonly paragraphs?: number;
}

/** An article in parts, each of them HTML. */
export interface SplitArticle {
  /**
   * What a blocked reader gets, to stand before the wall: the beginning, and nothing else. In an element of class
   * `paywall-teaser` it fades towards the wall.
   */
  readonly teaser: string;
  /** What everybody else gets first: the beginning as the article has it, with all that the teaser leaves out of it. */
  readonly opening: string;
  /** What follows the opening, for `gated`. `opening` and `rest` together are the whole article. */
  readonly rest: string;
}

/**
 * Parts an article into what a blocked reader may see and the rest.
 *
 * Nothing of the rest is in the teaser, visible or not: what could carry text unseen (scripts, JSON-LD, comments,
 * templates, hidden elements, form fields, long or `data-` attributes) is left out, and so is what may quote from below
 * (`aside`, `nav`). The teaser never holds more than half of what can be read of the article, whatever carries it: text,
 * headings, captions, the alternative texts and titles of pictures and other elements; nor more than half of the text alone.
 * White space does not count.
 *
 * A block is a paragraph, list item, table row or any other stretch of text. Headings and captions come along but do not
 * count, unless they are most of the article; a heading that would stand last is left out. The last block is never shown. A
 * block that would take the teaser past the half, such as an article all in one, is cut after about a third of its words at
 * most.
 *
 * A block that the teaser cuts, or a list or table that it ends in, is in `rest` whole: only `opening` and `rest` fit
 * together.
 *
 * @param html The article's body as an HTML fragment, however broken.
 * @returns The teaser as well-formed HTML, the same when parsed and written again; empty where there is no text to cut, and
 *   then `rest` is the whole article. Never throws for an article. It is not a sanitiser for untrusted HTML.
 * @throws {OptionError} for an option that is unknown or wrong.
 */
export function splitArticle(html: string, options: SplitOptions = {}): SplitArticle {
  const { paragraphs } = readOptions<Required<SplitOptions>>(options, 'splitArticle', {
    paragraphs: optional(wholeNumber(1, 100), 2),
  });
  // An article without a body reaches JavaScript callers as null or undefined.
  if (typeof html !== 'string') return { teaser: '', opening: '', rest: '' };
  const article = parseFragment(html);
  const { root, sources } = copyAllowed(article);
  const end = endOf(blocksOf(root), paragraphs);
  const last = end && sources.get(end.node);
  if (!end || !last) return { teaser: '', opening: '', rest: html };
  cutAt(end);
  const next = end.next && sources.get(end.next);
  return { teaser: writtenStably(serialize(root)), ...halve(article, last, next) };
}

/** Two are the most that any broken markup has been seen to need. */
const MOST_ROUNDS = 5;

/** Some trees that a parser builds from broken markup cannot be written down as they are; parsing again mends them. */
function writtenStably(html: string): string {
  let written = html;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const again = serialize(parseFragment(written));
    if (again === written) break;
    written = again;
  }
  return written;
}
