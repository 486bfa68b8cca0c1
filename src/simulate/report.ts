import { type Figure, type PlanCounts, ratesOf, type WhatIf, whatIf } from '../figures/index.js';
import { type Limits, stateOf } from '../policy/index.js';
import { printable } from '../terminal/index.js';
import { isWhole } from './coverage.js';
import { SimulationError } from './errors.js';
import type { BadLine, Found } from './found.js';
import type { SimulateSettings } from './options.js';
import type { PeriodReaders } from './readers.js';
import type { Kind } from './sorting.js';

/** What limits would have done. */
export interface Outlook {
  readonly limits: Limits;
  /** Of all readers. */
  readonly all: WhatIf;
  /** Of those who read two articles or more, among whom are fewer programs. */
  readonly returning: WhatIf;
  /** Pages that would have been the wall. */
  readonly walls: Figure;
}

/** What follows from logs. */
export interface SimulationReport {
  /** Lines that are not empty. */
  readonly lines: number;
  /** How many of them are what; each is one thing. */
  readonly kinds: Readonly<Record<Kind, number>>;
  /** The first lines that could not be read. */
  readonly badLines: readonly BadLine[];
  /** The earliest and the latest time of a line, ISO 8601. */
  readonly from: string;
  readonly to: string;
  readonly period: string;
  readonly timeZone: string;
  /** Readers of each period; in each, a reader is one anew. */
  readonly periods: readonly PeriodReaders[];
  /** One in how many readers the figures are of; 1 where they are of all. */
  readonly oneIn: number;
  readonly readers: number;
  /** At `n`, readers who read exactly n articles in a period; at 0 nothing. */
  readonly distribution: readonly number[];
  /** Under the limits asked for. */
  readonly asked: Outlook;
  /** Under these and others, by when the wall comes. */
  readonly others: readonly Outlook[];
  /** What to mind in these logs. */
  readonly warnings: readonly string[];
  /** How well a reader is known. */
  readonly known: readonly string[];
}

const NEIGHBOURS = [5, 8, 10, 15] as const;

/** @throws {SimulationError} where nothing is a view of an article. */
export function reportOf(found: Found, settings: SimulateSettings): SimulationReport {
  const { kinds, badLines, readers, from, to } = found;
  const { limits, periods, reader } = settings;
  const lines = Object.values(kinds).reduce((sum, count) => sum + count, 0);
  if (kinds.view === 0) throw new SimulationError(printable(nothingFound(lines, found)));
  const counts: PlanCounts = { ...NOBODY, reached: readers.reached() };
  const views = readers.viewsAfter();
  const outlook = (tried: Limits): Outlook => ({
    limits: tried,
    all: whatIf(counts, tried),
    returning: whatIf(counts, tried, 2),
    walls: wallsOf(views, tried),
  });
  const walls = [...new Set([...NEIGHBOURS, limits.blockAfter])].sort((one, other) => one - other);
  const { all, distribution } = ratesOf(counts, 'whole');
  return {
    lines,
    kinds,
    badLines,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    period: String(periods.option),
    timeZone: periods.timeZone,
    periods: readers.periods(),
    oneIn: readers.oneIn,
    readers: all.readers,
    distribution,
    asked: outlook(limits),
    others: walls.map((blockAfter) => outlook({ promptAfter: promptBefore(blockAfter, limits), blockAfter })),
    warnings: warningsOf(found, settings),
    known: [...(reader === null ? BY_ADDRESS : byField(reader)), ...ANYWAY],
  };
}

/** No prompt stays none; any other comes at the wall at the latest. */
function promptBefore(blockAfter: number, { promptAfter }: Limits): number {
  return Number.isFinite(promptAfter) ? Math.min(promptAfter, blockAfter) : promptAfter;
}

const NONE = { total: 0, prompt: 0, wall: 0, locked: 0, other: 0 };

/** Nobody was prompted or stopped: there were no limits. */
const NOBODY: PlanCounts = {
  account: false,
  plan: null,
  views: [],
  prompts: 0,
  walls: 0,
  degraded: 0,
  reached: [],
  joined: [],
  prompted: [],
  stopped: [],
  converted: { registered: NONE, subscribed: NONE, entered: NONE },
};

function wallsOf(views: readonly number[], limits: Limits): Figure {
  const denominator = views.reduce((sum, each) => sum + each, 0);
  const numerator = views
    .filter((_count, read) => stateOf(read, false, limits) === 'blocked')
    .reduce((sum, each) => sum + each, 0);
  return {
    value: denominator === 0 ? null : numerator / denominator,
    numerator,
    denominator,
    formula: `views of articles before which ${limits.blockAfter} others were read / views of articles`,
    known: 'Exact in the order of the lines, had readers asked for the same.',
  };
}

function nothingFound(lines: number, { kinds, badLines }: Found): string {
  const [bad] = badLines;
  if (lines === 0) return 'The logs are empty';
  if (bad && kinds.unreadable === lines) {
    return `None of ${lines} lines could be read. In ${bad.log}, line ${bad.line}, ${bad.why}: ${JSON.stringify(bad.text)}. Give its --format`;
  }
  const most = Object.entries(kinds)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${count} ${kind}`);
  const fix =
    kinds['no-reader'] > 0 ? 'Name a field that the lines have by --reader' : 'Give the paths of articles by --article';
  return `None of ${lines} lines is a view of an article by a reader (${most.join(', ')}). ${fix}`;
}

function warningsOf(found: Found, { periods, reader }: SimulateSettings): readonly string[] {
  const { kinds, readers, oneAddress, withoutUserAgent } = found;
  const warnings: string[] = [];
  const period = String(periods.option);
  if (oneAddress !== null && reader === null) {
    warnings.push(
      `Half of the views or more come from ${oneAddress}, as where a log has the address of a proxy in place of the reader's: then many are counted as one. Log the reader's own, or name a field by --reader.`,
    );
  }
  if (withoutUserAgent > kinds.view / 2) {
    const shared = reader === null ? ', and all who share an address are one' : '';
    warnings.push(
      `Most lines have no user agent: crawlers are among the readers${shared}. Give a log that has it, as in the combined format.`,
    );
  }
  if (!isWhole(found, periods)) {
    warnings.push(
      `The logs do not begin and end with a ${period}: in one that is cut, readers have read less, and fewer would be prompted and stopped than in a whole one.`,
    );
  }
  if (kinds['no-reader'] > 0) {
    const what = reader === null ? 'no address' : `nothing in ${reader}`;
    warnings.push(
      `Left out, with ${what}: ${kinds['no-reader']} of ${kinds.view + kinds['no-reader']} views. Where a cookie is set with the first page, that page is among them, and a reader has read one more.`,
    );
  }
  if (readers.oneIn > 1) {
    warnings.push(
      `There are too many readers to keep: all figures are of one in ${readers.oneIn}, chosen by lot, of whom everything is known.`,
    );
  }
  return warnings;
}

const BY_ADDRESS = [
  'A reader is an address with a user agent, which a log knows no better. The meter knows them by their pass, a cookie.',
  'Stop rates are too high by people behind one address with the same browser (an office, a school, a mobile network): together they are one reader, who reads much.',
  'Stop rates are too low by one person with a second browser, another address or a browser brought up to date: each is a reader, who reads little.',
];

const byField = (name: string): readonly string[] => [
  `A reader is a value of ${name}, known as well as the site knows them by it. The meter knows them by their pass, a cookie.`,
];

const ANYWAY = [
  'Stop rates are too high by readers with an account, whom the meter would let read on.',
  'Programs that name themselves as no crawler are readers too: those that take much make stop rates too high, those that take one page too low.',
  'Stop rates are too low by what a cache in front answered, which is not in this log.',
  'Nobody knows what readers would have done at a wall that was not there: registered, cleared cookies, or gone.',
];
