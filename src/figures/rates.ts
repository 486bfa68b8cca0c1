import { type PlanCounts, total } from './counts.js';

/** A share, with all that it takes to trust it. */
export interface Figure {
  /** `numerator` over `denominator`; `null` where that is 0. */
  readonly value: number | null;
  /** Readers who met it. */
  readonly numerator: number;
  /** Readers who might have. */
  readonly denominator: number;
  /** What is divided by what. */
  readonly formula: string;
  /** How well it is known. */
  readonly known: string;
}

/** Of readers who read at least so many articles, how many met what. */
export interface Rates {
  /** How many they are. */
  readonly readers: number;
  /** Share that met the prompt. */
  readonly prompted: Figure;
  /** Share that met the wall of the limit. */
  readonly stopRate: Figure;
}

/** What is known of the readers of one plan. */
export interface PlanRates extends Pick<PlanCounts, 'account' | 'plan'> {
  /** Of all readers: programs that keep no cookies are among them, each time as a new one. */
  readonly all: Rates;
  /** Of those who read two articles or more, whom no program is among that keeps no cookies. */
  readonly returning: Rates;
  /** At `n`, readers who read exactly n articles; at 0 nothing. */
  readonly distribution: readonly number[];
  /** Of readers who met the prompt, those who registered from an article that showed it. */
  readonly registeredFromPrompt: Figure;
  /** Of readers who met the wall of the limit, those who registered from it. */
  readonly registeredFromWall: Figure;
}

/**
 * Whether the readers counted are of one population: `whole` where the days begin with a period, so that whoever is counted in a
 * numerator is in the denominator too; `cut` where some may have begun before.
 */
export type Population = 'whole' | 'cut';

/**
 * At `n`, readers known to have read n articles or more. Where what two passes or an account had read was united, some numbers were
 * passed over: whoever is at a higher one was at these too.
 */
export function atLeast(reached: readonly number[]): readonly number[] {
  const least = [...reached];
  for (let n = least.length - 2; n >= 1; n -= 1) least[n] = Math.max(least[n] ?? 0, least[n + 1] ?? 0);
  least[0] = 0;
  return least;
}

/** The figures of one plan's counts. */
export function ratesOf(counts: PlanCounts, population: Population): PlanRates {
  const { account, plan, prompted, stopped, converted } = counts;
  const least = atLeast(counts.reached);
  const began = (n: number): number => readersFrom(counts, n);
  const known = knownOf(counts, population);
  const rates = (from: number, who: string): Rates => ({
    readers: began(from),
    prompted: figure(
      total(prompted.slice(from)),
      began(from),
      `${who} who met the prompt for the first time / ${who}`,
      known,
    ),
    stopRate: figure(
      total(stopped.slice(from)),
      began(from),
      `${who} who met the wall of the limit for the first time / ${who}`,
      known,
    ),
  });
  return {
    account,
    plan,
    all: rates(1, 'readers'),
    returning: rates(2, 'readers of two articles or more'),
    distribution: least.map((readers, n) => readers - (least[n + 1] ?? 0)).map((readers, n) => (n === 0 ? 0 : readers)),
    registeredFromPrompt: figure(
      converted.registered.prompt,
      total(prompted),
      'readers who registered from an article with the prompt / readers who met the prompt for the first time',
      TOLD,
    ),
    registeredFromWall: figure(
      converted.registered.wall,
      total(stopped),
      'readers who registered from the wall of the limit / readers who met it for the first time',
      TOLD,
    ),
  };
}

/** Readers of n articles or more, 1 or 2: each browser once, as it comes to so many. */
export function readersFrom({ reached, joined }: PlanCounts, n: number): number {
  return (reached[n] ?? 0) + (joined[n] ?? 0);
}

const TOLD =
  'Registrations are those that the site reports, with the article that the reader came from. Readers who register later, or in another way, are not among them.';

const COOKIES = 'A reader is a browser: anyone who clears cookies, or changes browser, counts as a new reader.';
const PROGRAMS =
  'Programs that keep no cookies count as a new reader each time; they are not among readers of two articles or more.';
const ACCOUNTS = 'An account used on several devices counts as one reader on each.';
const CUT =
  'The first day is not the start of a period: some of those who met it began before, and are not in the denominator.';

function knownOf({ account }: PlanCounts, population: Population): string {
  const said = account ? [ACCOUNTS] : [COOKIES, PROGRAMS];
  return [...said, ...(population === 'cut' ? [CUT] : [])].join(' ');
}

export function figure(numerator: number, denominator: number, formula: string, known: string): Figure {
  return { value: denominator === 0 ? null : numerator / denominator, numerator, denominator, formula, known };
}
