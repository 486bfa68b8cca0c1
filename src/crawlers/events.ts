import type { RefusalReason } from './ranges.js';

/** Something an operator may want to know about the verifying of crawlers. */
export type CrawlerEvent =
  | {
      /** A fresh list was taken. */
      readonly type: 'ranges-refreshed';
      /** The crawler's name, as in `SEARCH_CRAWLERS`. */
      readonly crawler: string;
      /** How many address ranges the list has. */
      readonly prefixes: number;
    }
  | {
      /** A list was not taken; the one before stays. */
      readonly type: 'ranges-refused';
      /** The crawler's name, as in `SEARCH_CRAWLERS`. */
      readonly crawler: string;
      /** Why, in a word. */
      readonly reason: RefusalReason;
      /** Why, for people. */
      readonly message: string;
    }
  | {
      /** A list has become too old to prove anything. Told once, until it is refreshed. */
      readonly type: 'ranges-outdated';
      /** The crawler's name, as in `SEARCH_CRAWLERS`. */
      readonly crawler: string;
    }
  | {
      /** Too many DNS look-ups were under way. Anyone can cause these at will: count them, do not log each. */
      readonly type: 'lookup-dropped';
    };

/** Tells of an event; one of `quietly` never throws. */
export type Tell = (event: CrawlerEvent) => unknown;

/** Wraps the site's observer, so that a mistake in it reaches no reader: what it throws, or rejects with, is dropped. */
export function quietly(onEvent: Tell | undefined): Tell {
  return (event) => {
    // What an async function throws comes as a rejection, and one that nobody hears ends the process.
    void tell(onEvent, event).catch(() => undefined);
  };
}

async function tell(onEvent: Tell | undefined, event: CrawlerEvent): Promise<void> {
  await onEvent?.(event);
}
