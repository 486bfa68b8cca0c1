import { parseFragment, serialize } from 'parse5';
import { optional, readOptions, wholeNumber } from '../../options/options.js';
import { blocksOf } from './blocks.js';
import { copyAllowed } from './copy.js';
import { cutAt, endOf } from './cut.js';

/** How much of an article a blocked reader sees. */
export interface TeaserOptions {
  /** Blocks of text shown, from the beginning; 1 to 100. Default: 2. */
  readonly paragraphs?: number;
}

/**
 * The beginning of an article, to stand before the wall. Nothing of the rest is in it, visible or not: what could carry
 * text unseen (scripts, JSON-LD, comments, templates, hidden elements, form fields, long or `data-` attributes) is left
 * out, and so is what may quote from below (`aside`, `nav`).
 *
 * A block is a paragraph, list item, table row or any other stretch of text. Headings come along but do not count; one
 * that would stand last is left out. The last block is never shown, and neither is more than three quarters of the text:
 * a block that would exceed that, such as an article all in one, is cut after about a third of its words.
 *
 * @param html The article's body as an HTML fragment, however broken.
 * @returns Well-formed HTML, the same when parsed and written again; empty where there is no text to cut. Never throws
 *   for an article. It is not a sanitiser for untrusted HTML.
 * @throws {OptionError} for an option that is unknown or wrong.
 */
export function teaser(html: string, options: TeaserOptions = {}): string {
  const { paragraphs } = readOptions<Required<TeaserOptions>>(options, 'teaser', {
    paragraphs: optional(wholeNumber(1, 100), 2),
  });
  // An article without a body reaches JavaScript callers as null or undefined.
  if (typeof html !== 'string') return '';
  const article = copyAllowed(parseFragment(html));
  const end = endOf(blocksOf(article), paragraphs);
  if (end === undefined) return '';
  cutAt(end);
  return settle(serialize(article));
}

/** Two are the most that any broken markup has been seen to need. */
const MOST_ROUNDS = 5;

/** Some trees that a parser builds from broken markup cannot be written down as they are; parsing again mends them. */
function settle(html: string): string {
  let written = html;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const again = serialize(parseFragment(written));
    if (again === written) break;
    written = again;
  }
  return written;
}
