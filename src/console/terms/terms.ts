import type { FiguresOf } from '../../figures/index.js';
import type { PeriodOption } from '../../period/index.js';
import type { Limits, Plan } from '../../policy/index.js';
import type { SignedPolicy } from '../../policy/signed/index.js';

/** What the code of the site says, whatever a newsroom has turned since. */
export interface PaywallTerms extends Limits {
  /** The origin that readers see. */
  readonly site: string;
  readonly period: PeriodOption;
  /** The publication's, an IANA name. */
  readonly timeZone: string;
  /** By name; `null` where it names none, and every account reads everything. */
  readonly plans: Readonly<Record<string, Plan>> | null;
}

/** What a console needs of a paywall. */
export interface ConsolePaywall {
  readonly terms: PaywallTerms;
  readonly figures: FiguresOf | undefined;
  /** May throw where there is none. */
  readonly policy: SignedPolicy;
}

/** The same, with what there is none of said so. */
export interface Steered {
  readonly terms: PaywallTerms;
  readonly figures: FiguresOf | undefined;
  readonly policy: SignedPolicy | undefined;
}

/** What a paywall's settings say. */
export function termsOf({ site, limits, plans, periods }: TermsSource): PaywallTerms {
  return {
    ...{ site, ...limits, period: periods.option, timeZone: periods.timeZone },
    plans: plans && Object.fromEntries(plans),
  };
}

interface TermsSource {
  readonly site: string;
  readonly limits: Limits;
  readonly plans: ReadonlyMap<string, Plan> | null;
  readonly periods: { readonly option: PeriodOption; readonly timeZone: string };
}
