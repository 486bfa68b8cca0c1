/** What a reader meets: the article, the article with a prompt, or the teaser with the wall. */
export type State = 'free' | 'register-prompt' | 'blocked';

/** How many distinct articles a reader may read in a period. */
export interface Limits {
  /** Articles read before the prompt appears; 0 to 1,000, or `Infinity` for never. */
  readonly promptAfter: number;
  /** Articles read before the wall appears; 0 to 1,000, or `Infinity` for never. At least `promptAfter`. */
  readonly blockAfter: number;
}

/** The largest finite limit, and the most articles ever kept for one reader. */
export const MOST_ARTICLES = 1000;

/**
 * The state of one view, from what was read and today's limits alone.
 *
 * @param read Distinct articles read this period before this view.
 * @param alreadyRead Whether this article is one of them; it then stays open at any count.
 */
export function stateOf(read: number, alreadyRead: boolean, limits: Limits): State {
  if (!alreadyRead && read >= limits.blockAfter) return 'blocked';
  return read >= limits.promptAfter ? 'register-prompt' : 'free';
}
