import { ARTICLES_KEPT } from './articles.js';
import {
  ASIDE,
  type Aside,
  type Conversion,
  type Group,
  groupOf,
  HOUR,
  MOST_REACHED,
  OF_ARTICLE,
  type OfArticle,
  ofGroup,
  partsOf,
  type RawCounts,
} from './fields.js';
import type { From } from './seen.js';

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

/** Adds up what was counted, say in several days. */
export function sumOf(all: readonly RawCounts[]): RawCounts {
  const sum: Record<string, number> = Object.create(null);
  for (const counts of all) for (const [field, count] of Object.entries(counts)) sum[field] = (sum[field] ?? 0) + count;
  return sum;
}

/** The hours of a day in which a page was shown, in their order. */
export function hoursOf(raw: RawCounts): readonly HourCounts[] {
  const hours = new Map<number, Record<string, number>>();
  for (const [field, count] of Object.entries(raw)) {
    const [kind, hour = '', state = ''] = partsOf(field);
    if (kind !== 'hour' || !/^\d{1,9}$/.test(hour)) continue;
    const views = hours.get(Number(hour)) ?? {};
    views[state] = count;
    hours.set(Number(hour), views);
  }
  return [...hours]
    .sort(([one], [other]) => one - other)
    .map(([hour, views]) => ({ at: new Date(hour * HOUR), views }));
}

interface PlanDraft {
  views: ViewCount[];
  degraded: number;
  reached: number[];
  joined: number[];
  prompted: number[];
  stopped: number[];
  converted: Record<Conversion, ConversionDraft>;
}

type ConversionDraft = Record<From, number>;

const noConversions = (): ConversionDraft => ({ prompt: 0, wall: 0, locked: 0, other: 0 });

export const newPlan = (): PlanDraft => ({
  views: [],
  degraded: 0,
  reached: [],
  joined: [],
  prompted: [],
  stopped: [],
  converted: { registered: noConversions(), subscribed: noConversions(), entered: noConversions() },
});

/** Reads counts out of their fields; those of a later version are left alone. */
export function countsOf(raw: RawCounts): FiguresCounts {
  const plans = new Map<Group, PlanDraft>([[groupOf({ account: false, plan: null }), newPlan()]]);
  const articles = new Map<string, Record<OfArticle, number>>();
  const aside: Record<Aside, number> = {
    crawler: 0,
    'false-crawler': 0,
    'ai-crawler': 0,
    speculative: 0,
    subresource: 0,
  };

  function planOf(group: Group): PlanDraft {
    const plan = plans.get(group) ?? newPlan();
    plans.set(group, plan);
    return plan;
  }

  for (const [field, count] of Object.entries(raw)) {
    // All of it was taken back.
    if (count === 0) continue;
    const [kind, a = '', b = '', c = ''] = partsOf(field);
    if (kind === 'view') planOf(c).views.push({ state: a, reason: b, count });
    else if (kind === 'degraded') planOf(a).degraded += count;
    else if (isByNumber(kind)) put(planOf(b)[kind], Number(a), count);
    else if (kind === 'converted') addConversion(planOf(c).converted, a, b, count);
    else if (kind === 'aside') {
      const reason = ASIDE.find((each) => each === a);
      if (reason) aside[reason] += count;
    } else if (kind === 'article') {
      const what = OF_ARTICLE.find((each) => each === a);
      const row = articles.get(b) ?? newArticle();
      if (what) row[what] += count;
      articles.set(b, row);
    }
  }
  return {
    plans: [...plans].sort(byGroup).map(([group, plan]) => planCounts(group, plan)),
    articles: [...articles]
      .map(([name, row]) => ({ name, ...row }))
      .sort((one, other) => other.views - one.views || (one.name < other.name ? -1 : 1))
      .slice(0, ARTICLES_KEPT),
    aside,
  };
}

const BY_NUMBER = ['reached', 'joined', 'prompted', 'stopped'] as const;

const isByNumber = (kind: string | undefined): kind is (typeof BY_NUMBER)[number] =>
  BY_NUMBER.some((each) => each === kind);

const newArticle = (): Record<OfArticle, number> => ({
  views: 0,
  prompts: 0,
  walls: 0,
  registered: 0,
  subscribed: 0,
  entered: 0,
  short: 0,
});

export const CONVERSIONS = ['registered', 'subscribed', 'entered'] as const;
export const FROMS = ['prompt', 'wall', 'locked', 'other'] as const;

function addConversion(converted: PlanDraft['converted'], what: string, from: string, count: number): void {
  const conversion = CONVERSIONS.find((each) => each === what);
  const origin = FROMS.find((each) => each === from);
  if (conversion && origin) converted[conversion][origin] += count;
}

/** A list without holes. */
function put(list: number[], at: number, count: number): void {
  if (!Number.isInteger(at) || at < 0 || at > MOST_REACHED) return;
  while (list.length <= at) list.push(0);
  list[at] = (list[at] ?? 0) + count;
}

/** Readers without an account are before all that is named, by the order of their signs too. */
function byGroup([one]: readonly [Group, unknown], [other]: readonly [Group, unknown]): number {
  const rank = (group: Group): string => (group === '-' ? '' : group);
  return rank(one) < rank(other) ? -1 : 1;
}

export function planCounts(group: Group, { views, converted, ...rest }: PlanDraft): PlanCounts {
  const shown = (state: string): number =>
    total(views.filter((view) => view.state === state).map(({ count }) => count));
  return {
    ...ofGroup(group),
    views: views.sort((one, other) => other.count - one.count),
    prompts: shown('register-prompt'),
    walls: shown('blocked'),
    ...rest,
    converted: {
      registered: withTotal(converted.registered),
      subscribed: withTotal(converted.subscribed),
      entered: withTotal(converted.entered),
    },
  };
}

const withTotal = (from: ConversionDraft): ConversionCounts => ({ total: total(Object.values(from)), ...from });

export const total = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0);
