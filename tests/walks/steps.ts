import fc from 'fast-check';
import type { OnStoreError, PeriodOption } from '../../src/index.js';

/** What is set before a walk begins. */
export interface Setting {
  readonly promptAfter: number;
  readonly blockAfter: number;
  readonly period: PeriodOption;
  readonly passFormat: 1 | 2;
  readonly onStoreError: OnStoreError;
  readonly recheck: number;
}

/** What is asked beside a view: before it, or, of a reload, at once after it. */
export type Beside = 'nothing' | 'reload' | 'head' | 'reading' | 'explain';

export type Fault = 'none' | 'call lost' | 'reply lost';

export type Step =
  | {
      readonly act: 'read';
      readonly browser: number;
      readonly article: number;
      readonly status: number;
      readonly ahead: boolean;
      readonly beside: Beside;
    }
  | { readonly act: 'account'; readonly browser: number; readonly id: string | null; readonly plan: string }
  | { readonly act: 'grant' | 'reset' | 'forget' | 'leave' | 'replay'; readonly browser: number }
  | { readonly act: 'open'; readonly browser: number; readonly article: number }
  | { readonly act: 'unite' | 'copy'; readonly browser: number; readonly other: number }
  | {
      readonly act: 'limits';
      readonly of: string | null;
      readonly promptAfter: number;
      readonly blockAfter: number;
    }
  | { readonly act: 'prompts'; readonly are: boolean }
  | { readonly act: 'store'; readonly fault: Fault }
  | { readonly act: 'wait'; readonly milliseconds: number };

export const BROWSERS = 4;
export const PLANS = ['registered', 'member'] as const;
const DAY = 86_400_000;

const browser = fc.nat({ max: BROWSERS - 1 });
const article = fc.nat({ max: 8 });
const limit = fc.oneof(
  { weight: 6, arbitrary: fc.nat({ max: 5 }) },
  { weight: 1, arbitrary: fc.constant(Number.POSITIVE_INFINITY) },
);
const limits = fc.tuple(limit, limit).map(([one, other]) => ({
  // A prompt that never comes is no conflict with a wall that does.
  promptAfter: one === Number.POSITIVE_INFINITY ? one : Math.min(one, other),
  blockAfter: other,
}));

export const settings: fc.Arbitrary<Setting> = fc
  .record({
    limits,
    period: fc.constantFrom<PeriodOption>('month', 'day', { days: 2 }),
    passFormat: fc.constantFrom(2 as const, 2 as const, 1 as const),
    onStoreError: fc.constantFrom<OnStoreError>('ledger', 'open', 'closed'),
    recheck: fc.constantFrom(60_000, 60_000, 0),
  })
  .map(({ limits, ...rest }) => ({ ...limits, ...rest }));

const reads = fc.record({
  act: fc.constant('read' as const),
  browser,
  article,
  status: fc.constantFrom(...Array.from({ length: 9 }, () => 200), 304, 500),
  ahead: fc.constantFrom(...Array.from({ length: 15 }, () => false), true),
  beside: fc.constantFrom<Beside>('nothing', 'nothing', 'nothing', 'reload', 'reload', 'head', 'reading', 'explain'),
});

const of = <Act extends string>(act: Act) => fc.constant(act);

/** Each kind of step by itself, so that a property leaves out what it does not hold over. */
export const RARE = {
  signing: fc.record({
    act: of('account'),
    browser,
    id: fc.constantFrom(null, 'ann', 'ann', 'bob'),
    plan: fc.constantFrom(...PLANS),
  }),
  signingIn: fc.record({ act: of('account'), browser, id: of('ann'), plan: of('registered') }),
  grant: fc.record({ act: of('grant'), browser }),
  open: fc.record({ act: of('open'), browser, article }),
  reset: fc.record({ act: fc.constantFrom('reset' as const, 'forget' as const), browser }),
  leave: fc.record({ act: of('leave'), browser }),
  replay: fc.record({ act: of('replay'), browser }),
  unite: fc.record({ act: of('unite'), browser, other: browser }),
  copy: fc.record({ act: of('copy'), browser, other: browser }),
  limits: fc
    .tuple(fc.constantFrom(null, ...PLANS), limits)
    .map(([of, turned]) => ({ act: 'limits' as const, of, ...turned })),
  prompts: fc.record({ act: of('prompts'), are: fc.boolean() }),
  store: fc.record({
    act: of('store'),
    fault: fc.constantFrom<Fault>('none', 'call lost', 'reply lost'),
  }),
  wait: fc.record({
    act: of('wait'),
    milliseconds: fc.constantFrom(3000, 3000, 61_000, 61_000, 180_000, 180_000, 3_600_000, DAY, 20 * DAY),
  }),
  shortWait: fc.record({ act: of('wait'), milliseconds: fc.constantFrom(3000, 61_000, 180_000) }),
} as const satisfies Readonly<Record<string, fc.Arbitrary<Step>>>;

export type Rare = keyof typeof RARE;

/** Walks of readings with such other steps between them. */
export function walksWith(...rare: readonly Rare[]): fc.Arbitrary<readonly Step[]> {
  const others: readonly fc.Arbitrary<Step>[] = rare.map((name) => RARE[name]);
  return fc.array(
    fc.oneof(
      { weight: Math.max(12, others.length * 2), arbitrary: reads },
      ...others.map((arbitrary) => ({ weight: 1, arbitrary })),
    ),
    { minLength: 5, maxLength: 60 },
  );
}
