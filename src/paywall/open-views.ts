import { LRUCache } from 'lru-cache';

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
}

/** Beyond so many, the oldest no longer knows of views that begin beside it. */
const MOST_OPEN = 10_000;

/**
 * Keeps a view that comes to nothing from taking back an article that another view of it, let through since it was counted,
 * has shown: two requests at once, one of which is given up, would be an article for nothing.
 */
export function createOpenViews(): OpenViews {
  const all = new LRUCache<string, Together>({ max: MOST_OPEN });

  return {
    begin({ key, member }, counted) {
      const name = `${key} ${member}`;
      const views = all.get(name) ?? { open: 0, counted: false, shown: false };
      views.open += 1;
      views.counted ||= counted;
      all.set(name, views);
      return (shown) => {
        views.open -= 1;
        views.shown ||= shown;
        if (views.open > 0) return false;
        if (all.get(name) === views) all.delete(name);
        return views.counted && !views.shown;
      };
    },
  };
}
