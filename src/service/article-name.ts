import { readName } from '../article/index.js';
import type { View } from '../meter/index.js';

/** What the article of a view is called; `null` for a page that is none. Here every question names it at once. */
export function articleName({ article }: View): string | null {
  const given = article?.() ?? null;
  return readName(typeof given === 'object' && given !== null && 'id' in given ? given.id : given);
}
