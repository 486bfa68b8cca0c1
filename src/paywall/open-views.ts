/** Views of one article by one reader that are open at the same time. */
interface Together {
  open: number;
  /** Whether one of them counted the article, rather than find it counted. */
  counted: boolean;
  /** Whether one of them showed it. */
  shown: boolean;
}

/** The views of this process whose end is not known yet. */
export interface OpenViews {
  /**
   * Begins a view of an article that the store holds.
   *
   * @returns Ends the view; tells whether the article is now to be taken back: it was counted, and no view showed it.
   */
  begin(place: { readonly key: string; readonly member: number }, counted: boolean): (shown: boolean) => boolean;
  /** Whether a reader has views open of articles that the store holds. */
  knows(key: string): boolean;
  /** Whether an article was counted by a view that may yet be taken back, and that alone. */
  isUnproven(key: string, member: number): boolean;
}

/** Beyond so many readers, the one whose views began first no longer knows of views that begin beside its own. */
const MOST_READERS = 10_000;

/**
 * Two requests at once, of which one is given up, must be an article neither for nothing nor for something that nobody saw.
 * So a view that comes to nothing takes back no article that another, let through since it was counted, has shown; and no other
 * view's pass speaks of an article before it is shown.
 */
export function createOpenViews(): OpenViews {
  // No LRU cache: it takes the longer to delete its last entry, the more it has room for.
  const readers = new Map<string, Map<number, Together>>();

  return {
    begin({ key, member }, counted) {
      const articles = readers.get(key) ?? new Map<number, Together>();
      const views = articles.get(member) ?? { open: 0, counted: false, shown: false };
      views.open += 1;
      views.counted ||= counted;
      articles.set(member, views);
      readers.set(key, articles);
      if (readers.size > MOST_READERS) {
        const [first = key] = readers.keys();
        readers.delete(first);
      }
      return (shown) => {
        views.open -= 1;
        views.shown ||= shown;
        if (views.open > 0) return false;
        if (articles.get(member) === views) articles.delete(member);
        if (articles.size === 0 && readers.get(key) === articles) readers.delete(key);
        return views.counted && !views.shown;
      };
    },

    knows: (key) => readers.has(key),

    isUnproven(key, member) {
      const views = readers.get(key)?.get(member);
      return views?.counted === true && !views.shown;
    },
  };
}
