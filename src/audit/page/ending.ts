import type { Received } from '../http/exchange.js';
import { shownText } from './places.js';
import { type Sentence, sentencesOf } from './sentences.js';

/** Sentences from the second half of an article, the last first, that stand in no other page of the site. */
export type Ending = readonly Sentence[];

const MOST_SENTENCES = 12;
/** In letters and digits, of each other page. */
const MOST_ELSEWHERE = 1_000_000;

/**
 * The ending of a page's article.
 *
 * @param elsewhere Squeezed texts of other pages: what is in them too is no sign of this article.
 */
export function endingOf(page: Received, elsewhere: readonly string[]): Ending {
  const others = elsewhere.map((text) => text.slice(0, MOST_ELSEWHERE));
  const own = sentencesOf(page.body).filter(({ squeezed }) => !others.some((text) => text.includes(squeezed)));
  return own
    .slice(Math.floor(own.length / 2))
    .reverse()
    .slice(0, MOST_SENTENCES);
}

/** What of an ending a page does not show. */
export function missingFrom(page: Received, ending: Ending): Ending {
  const shown = shownText(page);
  return ending.filter(({ squeezed }) => !shown.includes(squeezed));
}

/** Whether a page shows an article to its end, allowing for what may differ between two copies of one page. */
export function isWhole(page: Received, ending: Ending): boolean {
  return page.status < 400 && missingFrom(page, ending).length < ending.length / 3;
}
