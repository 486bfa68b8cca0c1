import type { Aside, Conversion } from './fields.js';

/** Views that ended in one way. */
export interface ViewCount {
  /** What the reader met. */
  readonly state: string;
  /** Why. */
  readonly reason: string;
  /** How many. */
  readonly count: number;
}

/** Readers who registered, say, by what they had met on the page that they came from. */
export interface ConversionCounts {
  /** Of these all. */
  readonly total: number;
  /** From an article with the prompt. */
  readonly prompt: number;
  /** From the wall of the limit. */
  readonly wall: number;
  /** From the wall of a locked article. */
  readonly locked: number;
  /** From elsewhere, or nobody knows from where. */
  readonly other: number;
}

/** What was counted of the readers of one plan, or of those without an account. */
export interface PlanCounts {
  /** Whether the site knew them. */
  readonly account: boolean;
  /** The plan's name; `null` without one. */
  readonly plan: string | null;
  /** Pages that were shown, by state and reason. */
  readonly views: readonly ViewCount[];
  /** Of `views`, those with a prompt. */
  readonly prompts: number;
  /** Of `views`, those with a wall. */
  readonly walls: number;
  /** Of `views`, those that the reader's pass decided alone, for the store did not answer. */
  readonly degraded: number;
  /** At `n`, readers whose set became n articles; at 0 nothing. */
  readonly reached: readonly number[];
  /**
   * At 1, browsers that became readers of one article or more otherwise than by reading it: on which an account went on, or whose
   * passes were united. At 2, of two or more.
   */
  readonly joined: readonly number[];
  /** At `n`, readers who met the prompt for the first time at their nth article. */
  readonly prompted: readonly number[];
  /** At `n`, readers who met the wall of the limit for the first time, having read n. */
  readonly stopped: readonly number[];
  /** Readers who registered, subscribed, or brought what they had read into an account. */
  readonly converted: Readonly<Record<Conversion, ConversionCounts>>;
}

/** What was counted of one article. */
export interface ArticleCounts {
  /** As the site names it, up to 200 characters. */
  readonly name: string;
  /** Pages of it that were shown. */
  readonly views: number;
  /** Of these, with a prompt. */
  readonly prompts: number;
  /** Of these, with a wall. */
  readonly walls: number;
  /** Readers who registered from it. */
  readonly registered: number;
  /** Readers who subscribed from it. */
  readonly subscribed: number;
  /** Readers who came back to it with what they had read, now an account's. */
  readonly entered: number;
  /** By how many views the counts may be short; 0 where they are exact. */
  readonly short: number;
}

/** Pages that were shown in one hour, of all plans. */
export interface HourCounts {
  /** When it began. */
  readonly at: Date;
  /** How many, by state. */
  readonly views: Readonly<Record<string, number>>;
}

/** What was counted in one day or several. */
export interface FiguresCounts {
  /** Readers without an account first, then plans by name. */
  readonly plans: readonly PlanCounts[];
  /** The 500 with most views, these first. */
  readonly articles: readonly ArticleCounts[];
  /** Requests that are no reader's. */
  readonly aside: Readonly<Record<Aside, number>>;
}

export const total = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0);
