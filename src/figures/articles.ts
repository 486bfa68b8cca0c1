import { articleField, OF_ARTICLE, type OfArticle } from './fields.js';

/** Articles of a day that are shown, and that a store keeps where there are too many. */
export const ARTICLES_KEPT = 500;

/** Articles of a day beyond which a store lets those with fewest views go. */
export const MOST_ARTICLES_OF_DAY = 750;

/** Counts of a bounded number of articles. */
export interface ArticleTally {
  add(name: string, what: OfArticle, count?: number): void;
  /** Adds a view, and what was met with it. */
  addView(name: string, met: 'prompts' | 'walls' | null): void;
  /** Gives every count by its field's name. */
  forEach(tell: (field: string, count: number) => void): void;
  readonly size: number;
}

type Row = number[];

const VIEWS = OF_ARTICLE.indexOf('views');
const SHORT = OF_ARTICLE.indexOf('short');
const MET = { prompts: OF_ARTICLE.indexOf('prompts'), walls: OF_ARTICLE.indexOf('walls') };

function addTo(row: Row, at: number, count: number): void {
  row[at] = (row[at] ?? 0) + count;
}

/**
 * Beyond `most` articles those with fewest views go, down to `kept`. Whatever had to go had no more views than the floor, so that an
 * article which comes, or comes again, is short by no more than that; those there from the beginning are exact. (Space-saving, after
 * Metwally, Agrawal and El Abbadi 2005, by many at a time.)
 */
export function createArticleTally(most: number, kept: number): ArticleTally {
  const rows = new Map<string, Row>();
  let floor = 0;

  function rowOf(name: string): Row {
    const known = rows.get(name);
    if (known) return known;
    if (rows.size >= most) prune();
    const row = OF_ARTICLE.map(() => 0);
    row[SHORT] = floor;
    rows.set(name, row);
    return row;
  }

  const weight = (row: Row): number => (row[VIEWS] ?? 0) + (row[SHORT] ?? 0);

  function prune(): void {
    const byWeight = [...rows].sort(([, a], [, b]) => weight(b) - weight(a));
    for (const [name, row] of byWeight.slice(kept)) {
      floor = Math.max(floor, weight(row));
      rows.delete(name);
    }
  }

  return {
    add(name, what, count = 1) {
      addTo(rowOf(name), OF_ARTICLE.indexOf(what), count);
    },
    addView(name, met) {
      const row = rowOf(name);
      addTo(row, VIEWS, 1);
      if (met !== null) addTo(row, MET[met], 1);
    },
    forEach(tell) {
      for (const [name, row] of rows)
        for (const [at, count] of row.entries()) {
          const what = OF_ARTICLE[at];
          // An article is known by its views, though it have none.
          if (what && (count !== 0 || at === VIEWS)) tell(articleField(what, name), count);
        }
    },
    get size() {
      return rows.size;
    },
  };
}
