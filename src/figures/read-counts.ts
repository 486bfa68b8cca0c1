import { ARTICLES_KEPT } from './articles.js';
import {
  type ConversionCounts,
  type FiguresCounts,
  type HourCounts,
  type PlanCounts,
  total,
  type ViewCount,
} from './counts.js';
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
