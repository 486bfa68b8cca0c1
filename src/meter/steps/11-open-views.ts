/** Where the store holds a view: an article among those of a reader. */
export interface StoredPlace {
  readonly key: string;
  readonly member: number;
}

/** One view whose end is not known yet. */
export interface OpenView {
  /** To be called where this view counted the article, rather than find it counted. */
  counted(): void;
  /** Ends the view, which did or did not show the article; the first call stands. */
  end(shown: boolean): void;
}

/** The views of this process whose end is not known yet. */
export interface OpenViews {
  /** Begins a view: before the store is asked, which may have counted or found the article long before we hear of it. */
  begin(place: StoredPlace): OpenView;
  /** A reader's articles that were counted by views that may yet be taken back, and by those alone. */
  notShownYet(key: string): readonly number[];
}

/** Views of one article by one reader that are open at the same time. */
interface OpenArticle {
  open: number;
  /** Whether one of them counted the article. */
  counted: boolean;
  /** Whether one of them showed it. */
  shown: boolean;
}

/** Beyond so many readers, the one whose views began first no longer knows of views that begin beside its own. */
const MOST_READERS = 10_000;

/**
 * Two requests at once, of which one is given up, must be an article neither for nothing nor for something that nobody saw.
 * So a view that comes to nothing takes back no article that another, open beside it, may still show; the last to end does, if
 * none has shown it. And no other view's pass speaks of an article before it is shown.
 *
 * @param takeBack Takes back an article that was counted and that no view showed.
 */
export function createOpenViews(takeBack: (place: StoredPlace) => void): OpenViews {
  // No LRU cache: it takes the longer to delete its last entry, the more it has room for.
  const readers = new Map<string, Map<number, OpenArticle>>();

  return {
    begin(place) {
      const { key, member } = place;
      const articles = readers.get(key) ?? new Map<number, OpenArticle>();
      const views = articles.get(member) ?? { open: 0, counted: false, shown: false };
      views.open += 1;
      articles.set(member, views);
      readers.set(key, articles);
      if (readers.size > MOST_READERS) {
        const [first = key] = readers.keys();
        readers.delete(first);
      }
      let ended = false;
      return {
        counted() {
          views.counted = true;
        },
        end(shown) {
          if (ended) return;
          ended = true;
          views.open -= 1;
          views.shown ||= shown;
          if (views.open > 0) return;
          if (articles.get(member) === views) articles.delete(member);
          if (articles.size === 0 && readers.get(key) === articles) readers.delete(key);
          if (views.counted && !views.shown) takeBack(place);
        },
      };
    },

    notShownYet(key) {
      const articles = [...(readers.get(key) ?? [])];
      return articles.flatMap(([member, { counted, shown }]) => (counted && !shown ? [member] : []));
    },
  };
}
