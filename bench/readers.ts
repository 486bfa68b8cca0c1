import { type Random, seededRandom } from './random.js';

/** What share of readers reads how many distinct articles in a period, from `least` to `most`, evenly. */
export const MIX = [
  { share: 0.55, least: 1, most: 1 },
  { share: 0.15, least: 2, most: 2 },
  { share: 0.08, least: 3, most: 3 },
  { share: 0.15, least: 4, most: 10 },
  { share: 0.07, least: 11, most: 35 },
] as const;

/** One view in ten is of an article that the reader has read before. */
export const REREADS = 0.1;

/** Articles free to every reader; the next is blocked. */
export const LIMIT = 10;

const ARTICLES = 2000;

/** A reader with a cookie jar and a list of articles to read. */
export interface Reader {
  readonly cookies: Map<string, string>;
  readonly views: readonly PlannedView[];
  /** How many of the views are done or under way. */
  position: number;
}

export interface PlannedView {
  readonly article: number;
  /** What an exact meter answers. */
  readonly blocked: boolean;
}

/** The view of one reader, who makes no other until it is done. */
export interface View extends PlannedView {
  readonly reader: Reader;
}

/** Readers who are on the site at once, each replaced by a new one when done. */
export interface Crowd {
  /** The next view, of a reader taken at random from those who wait for nothing. */
  next(): View;
  /** To be called when the view has been answered. */
  done(view: View): void;
  /** Readers who have made a view so far. */
  readonly seen: number;
}

/**
 * @param seed Readers of the same seed read the same articles in the same order.
 * @param present How many readers are on the site at once; more than there are views under way.
 */
export function createCrowd(seed: number, present: number): Crowd {
  const choice = seededRandom(seed);
  const plans = seededRandom(seed + 1);
  const newReader = (): Reader => ({ cookies: new Map(), views: planViews(plans), position: 0 });
  const idle = Array.from({ length: present }, newReader);
  let seen = 0;

  return {
    next() {
      const index = Math.floor(choice() * idle.length);
      const reader = idle[index];
      const last = idle.pop();
      if (!reader || !last) throw new Error('more views under way than readers present');
      if (last !== reader) idle[index] = last;
      const view = reader.views[reader.position];
      if (!view) throw new Error('a reader with nothing left to read');
      if (reader.position === 0) seen += 1;
      reader.position += 1;
      return { ...view, reader };
    },
    done({ reader }) {
      idle.push(reader.position < reader.views.length ? reader : newReader());
    },
    get seen() {
      return seen;
    },
  };
}

/** Each new article is followed by a re-read so often that `REREADS` of all views are re-reads. */
function planViews(random: Random): PlannedView[] {
  const articles = articlesInMix(random);
  const views: PlannedView[] = [];
  const opened: number[] = [];
  const met = new Set<number>();
  while (met.size < articles) {
    const article = popularArticle(random);
    if (met.has(article)) continue;
    met.add(article);
    const blocked = opened.length >= LIMIT;
    if (!blocked) opened.push(article);
    views.push({ article, blocked });
    if (random() >= REREADS / (1 - REREADS)) continue;
    const again = opened[between(random, 0, opened.length - 1)];
    if (again !== undefined) views.push({ article: again, blocked: false });
  }
  return views;
}

function articlesInMix(random: Random): number {
  let left = random();
  for (const { share, least, most } of MIX) {
    if (left < share) return between(random, least, most);
    left -= share;
  }
  return 1;
}

/** Few articles are read by many: a tenth of them gets nearly half of the views. */
function popularArticle(random: Random): number {
  return Math.floor(ARTICLES * random() ** 3);
}

function between(random: Random, least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1));
}
