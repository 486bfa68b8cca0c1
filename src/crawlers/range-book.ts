import type { Clock } from '../clock/index.js';
import { OptionError } from '../options/index.js';
import type { Tell } from './events.js';
import { type Fetch, fetchPrefixes } from './fetch-list.js';
import { type RangeSet, RangesRefused, rangeSet, refuseShrunken } from './ranges.js';
import type { SearchCrawler } from './search-crawlers.js';
import type { RangeList } from './snapshot.js';

/** One crawler's ranges: the last good list, and how old it is. */
export interface RangeBook {
  /** The ranges, or `null` where there are none or they are too old to prove anything. */
  current(): RangeSet | null;
  /** Takes the owner's list of today, or tells why not and keeps the one before. Never rejects. */
  refresh(fetch: Fetch, closed: AbortSignal): Promise<void>;
}

/** A list that was read, and when it was so. */
export interface DatedRanges {
  readonly ranges: RangeSet;
  /** Milliseconds since the epoch. */
  readonly asOf: number;
}

/** @param maxAge Milliseconds for which a list proves anything. */
export function createRangeBook(
  crawler: SearchCrawler,
  start: DatedRanges | null,
  maxAge: number,
  clock: Clock,
  tell: Tell,
): RangeBook {
  let dated = start;
  let toldOutdated = false;

  function current(): RangeSet | null {
    if (dated === null) return null;
    if (clock() - dated.asOf <= maxAge) return dated.ranges;
    if (!toldOutdated) tell({ type: 'ranges-outdated', crawler: crawler.name });
    toldOutdated = true;
    return null;
  }

  async function refresh(fetch: Fetch, closed: AbortSignal): Promise<void> {
    try {
      const prefixes = await fetchPrefixes(crawler.listUrl, fetch, closed);
      const next = rangeSet(prefixes);
      // An outdated list proves nothing, so it is no measure for a new one either.
      const present = current();
      if (present !== null) refuseShrunken(next, present);
      dated = { ranges: next, asOf: clock() };
      toldOutdated = false;
      tell({ type: 'ranges-refreshed', crawler: crawler.name, prefixes: prefixes.length });
    } catch (error) {
      if (closed.aborted) return;
      const { reason, message } = asRefusal(error);
      tell({ type: 'ranges-refused', crawler: crawler.name, reason, message });
    }
  }

  return { current, refresh };
}

/**
 * Reads a list that the site, or this package, brings along.
 *
 * @param path Where the list stands in the options.
 * @throws {OptionError} for a list that would also be refused in a refresh, and a day that is none.
 */
export function readRangeList(list: RangeList, path: string): DatedRanges {
  const asOf = /^\d{4}-\d\d-\d\d$/.test(list.asOf) ? Date.parse(list.asOf) : Number.NaN;
  if (Number.isNaN(asOf)) {
    const problem = `${JSON.stringify(list.asOf)} is not a day`;
    throw new OptionError('ERR_PAYWALL_OPTION_RANGE', `${path}.asOf`, problem, "Write it as '2026-11-23'");
  }
  try {
    return { ranges: rangeSet(list.prefixes), asOf };
  } catch (error) {
    const fix = 'Give address prefixes as the owner publishes them';
    throw new OptionError('ERR_PAYWALL_OPTION_RANGE', `${path}.prefixes`, asRefusal(error).message, fix);
  }
}

function asRefusal(error: unknown): RangesRefused {
  return error instanceof RangesRefused ? error : new RangesRefused('malformed', String(error));
}
