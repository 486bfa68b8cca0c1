import type { Given } from '../pass/index.js';
import type { Limits } from './limits.js';

/** What a newsroom turned; whatever it did not is as the code has it. */
export interface Turned {
  /** `null` as in code. */
  readonly promptAfter: number | null;
  /** `null` as in code. */
  readonly blockAfter: number | null;
  /** Of plans that have limits in code, by name. */
  readonly plans: Readonly<Record<string, Limits>>;
  readonly prompts: boolean;
  /** Until when every metered article is open, in milliseconds since the epoch; 0 where none is. */
  readonly openUntil: number;
}

/** What was given to one reader. */
export interface Entry extends Given {
  /** Ids of articles that are open to them. */
  readonly opened: readonly number[];
  /** When their period is over, in milliseconds since the epoch. */
  readonly ends: number;
}

/** What was done, when and by whom; forgotten with the period. */
export interface Logged {
  /** Of the document that this made. */
  readonly version: number;
  readonly at: number;
  readonly by: string;
  readonly act: Act;
  readonly ends: number;
  /** What the change turned, as it was before. */
  readonly before?: Partial<Turned> | undefined;
  readonly after?: Partial<Turned> | undefined;
  /** The reader, by their id in the store. */
  readonly reader?: string | undefined;
  /** Articles granted. */
  readonly count?: number | undefined;
  /** What they had been granted before and after, since which fresh start. */
  readonly given?: Regranted | undefined;
}

/** One grant, so that it can be taken back. */
export interface Regranted {
  readonly generation: number;
  readonly was: number;
  readonly is: number;
}

/** What can be done. */
export const ACTS = ['change', 'undo', 'grant', 'take-back', 'open', 'reset', 'forget'] as const;

export type Act = (typeof ACTS)[number];

/** All that a newsroom has set: one document. */
export interface Document {
  /** Grows with each change. */
  readonly version: number;
  readonly turned: Turned;
  /** By their ids in the store. */
  readonly readers: ReadonlyMap<string, Entry>;
  /** The oldest first. */
  readonly log: readonly Logged[];
}

/** The most readers that a document names. */
export const MOST_READERS = 1000;

/** The most articles that are opened to one reader. */
export const MOST_OPENED = 20;

/** The most lines of the log that are kept. */
export const MOST_LOGGED = 200;

/** Nothing turned, nothing given. */
export const NOTHING: Document = {
  version: 0,
  turned: { promptAfter: null, blockAfter: null, plans: {}, prompts: true, openUntil: 0 },
  readers: new Map(),
  log: [],
};

/** The document without what has ended by now, and of the log the newest. */
export function current({ readers, log, ...rest }: Document, now: number): Document {
  return {
    ...rest,
    readers: new Map([...readers].filter(([, { ends }]) => ends > now)),
    log: log.filter(({ ends }) => ends > now).slice(-MOST_LOGGED),
  };
}

/** Whether the document holds what has ended by now. */
export function isStale({ readers, log }: Document, now: number): boolean {
  return log.some(({ ends }) => ends <= now) || [...readers.values()].some(({ ends }) => ends <= now);
}
