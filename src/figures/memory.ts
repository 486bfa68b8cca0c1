import { optional, readOptions, wholeNumber } from '../options/index.js';
import { ARTICLES_KEPT, type ArticleTally, createArticleTally, MOST_ARTICLES_OF_DAY } from './articles.js';
import { OF_ARTICLE, partsOf, type RawCounts } from './fields.js';
import type { FiguresBatch, FiguresStore } from './store.js';

/** For how long figures are kept. */
export interface MemoryFiguresOptions {
  /** Days, 1 to 4,000. Default: 400. */
  readonly keepDays?: number;
}

export const KEEP_DAYS = 400;
export const keepDaysField = optional(wholeNumber(1, 4000), KEEP_DAYS);

interface Day {
  readonly counts: Map<string, number>;
  readonly articles: ArticleTally;
  readonly sequences: Map<string, number>;
}

export function memoryFiguresStore(options: MemoryFiguresOptions = {}): FiguresStore {
  const { keepDays } = readOptions<Required<MemoryFiguresOptions>>(options, 'memoryFigures', {
    keepDays: keepDaysField,
  });
  const kept = new Map<string, Day>();

  function dayOf(day: string): Day {
    const known = kept.get(day);
    if (known) return known;
    const fresh: Day = {
      counts: new Map(),
      articles: createArticleTally(MOST_ARTICLES_OF_DAY, ARTICLES_KEPT),
      sequences: new Map(),
    };
    kept.set(day, fresh);
    if (kept.size > keepDays) kept.delete([...kept.keys()].sort()[0] ?? day);
    return fresh;
  }

  return {
    mostCounts: Number.POSITIVE_INFINITY,

    async add({ process, sequence, day, counts }: FiguresBatch) {
      const known = dayOf(day);
      if ((known.sequences.get(process) ?? 0) >= sequence) return;
      known.sequences.set(process, sequence);
      for (const [field, count] of Object.entries(counts)) {
        const [kind, part = '', name = ''] = partsOf(field);
        const what = kind === 'article' ? OF_ARTICLE.find((each) => each === part) : undefined;
        if (what) known.articles.add(name, what, count);
        else known.counts.set(field, (known.counts.get(field) ?? 0) + count);
      }
    },

    async read(days) {
      return days.map((day) => {
        const known = kept.get(day);
        const raw: Record<string, number> = Object.create(null);
        for (const [field, count] of known?.counts ?? []) raw[field] = count;
        known?.articles.forEach((field, count) => {
          raw[field] = count;
        });
        return raw satisfies RawCounts;
      });
    },
  };
}
