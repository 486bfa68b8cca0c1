import type { RefusalReason } from './ranges.js';

/** Something an operator may want to know about the verifying of crawlers. */
export type CrawlerEvent =
  /** A fresh list was taken. */
  | { readonly type: 'ranges-refreshed'; readonly crawler: string; readonly prefixes: number }
  /** A list was not taken; the one before stays. */
  | {
      readonly type: 'ranges-refused';
      readonly crawler: string;
      readonly reason: RefusalReason;
      readonly message: string;
    }
  /** A list has become too old to prove anything. Told once, until it is refreshed. */
  | { readonly type: 'ranges-outdated'; readonly crawler: string }
  /** Too many DNS look-ups were under way. Anyone can cause these at will: count them, do not log each. */
  | { readonly type: 'lookup-dropped' };

/** Tells of an event, and never throws. */
export type Tell = (event: CrawlerEvent) => void;

/** Wraps the site's observer, so that a mistake in it reaches no reader. */
export function quietly(onEvent: Tell | undefined): Tell {
  return (event) => {
    try {
      onEvent?.(event);
    } catch {
      // Nobody is left to tell.
    }
  };
}
