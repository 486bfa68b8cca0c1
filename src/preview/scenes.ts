import { type Limits, type Plan, stateOf } from '../policy/index.js';
import type { PromptDecision } from '../prompts/index.js';
import type { PreviewSettings } from './options.js';

/** A moment that a reader meets. */
export interface Scene {
  /** Its name in addresses. */
  readonly id: string;
  readonly label: string;
  readonly decision: PromptDecision;
}

/** A reader without an account. */
export const ANONYMOUS = 'anonymous';

/** One with an account, where the site has no plans. */
export const ANY_ACCOUNT = 'account';

/** The kinds of reader that there are: one without an account, and one of each plan. */
export function readersOf({ plans }: PreviewSettings): readonly string[] {
  return [ANONYMOUS, ...[...plans.keys()].filter((name) => name !== ANONYMOUS)];
}

/** All that one kind of reader meets, in its order. */
export function scenesOf(reader: string, settings: PreviewSettings): readonly Scene[] {
  const plan: Plan = reader === ANONYMOUS ? settings.limits : (settings.plans.get(reader) ?? 'full');
  const { periods, clock } = settings;
  const base: Base = {
    account: reader !== ANONYMOUS,
    resetsAt: new Date(periods.at(clock()).end),
    period: periods.option,
    timeZone: periods.timeZone,
  };
  if (plan === 'full')
    return [uncounted('full-access', 'Full access', 'full-access', 'metered', base), openScene(base)];
  return [...openArticles(plan, base), ...walls(plan, base), openScene(base)];
}

type Base = Pick<PromptDecision, 'account' | 'resetsAt' | 'period' | 'timeZone'>;

function openArticles(limits: Limits, base: Base): readonly Scene[] {
  const { promptAfter, blockAfter } = limits;
  const moments: readonly (readonly [id: string, label: string, read: number])[] = [
    ['first', 'First article', 0],
    ['before', 'Last article before the prompt', promptAfter - 1],
    ['prompt', 'First prompt', promptAfter],
    ['last', 'Last article before the wall', blockAfter - 1],
  ];
  const seen = new Set<number>();
  return moments.flatMap(([id, label, read]) => {
    if (!Number.isFinite(read) || read < 0 || read >= blockAfter || seen.has(read)) return [];
    seen.add(read);
    const reason = read === 0 ? 'first-view' : 'new-article';
    const counts = { read, limit: blockAfter, left: blockAfter - read - 1 };
    return [scene(id, label, { ...base, ...counts, state: stateOf(read, false, limits), reason, access: 'metered' })];
  });
}

function walls({ blockAfter: limit, promptAfter }: Limits, base: Base): readonly Scene[] {
  const some = Math.min(promptAfter, limit === 0 ? 0 : limit - 1, 3);
  const counts = { read: some, limit, left: limit - some };
  const blocked = { ...base, ...counts, state: 'blocked', access: 'metered' } as const;
  const full: PromptDecision = { ...blocked, reason: 'limit', read: limit, left: 0 };
  const locked: PromptDecision = { ...blocked, reason: 'locked', access: 'locked' };
  const strangers = base.account
    ? []
    : [
        scene('wall-network', 'Wall: too many new readers on a network', { ...blocked, reason: 'network', read: 0 }),
        scene('wall-other', 'Wall: any other reason', { ...blocked, reason: 'false-crawler', read: 0 }),
      ];
  return [
    ...(Number.isFinite(limit) ? [scene('wall', 'Wall: limit reached', full)] : []),
    scene('wall-locked', 'Wall: locked article', locked),
    scene('wall-outage', 'Wall: outage', { ...blocked, reason: 'store-down' }),
    ...strangers,
  ];
}

const openScene = (base: Base): Scene => uncounted('open', 'Open article', 'open', 'open', base);

function uncounted(id: string, label: string, reason: string, access: PromptDecision['access'], base: Base): Scene {
  const none = Number.POSITIVE_INFINITY;
  return scene(id, label, { ...base, state: 'free', reason, read: 0, limit: none, left: none, access });
}

const scene = (id: string, label: string, decision: PromptDecision): Scene => ({ id, label, decision });
