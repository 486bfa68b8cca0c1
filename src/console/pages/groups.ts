import type { Counted, PlanCounts, PlanRates } from '../../figures/index.js';
import type { Limits } from '../../policy/index.js';
import type { Policy } from '../../policy/signed/index.js';
import type { PaywallTerms } from '../terms/terms.js';

/** Whose figures: readers without an account, or accounts of one plan. */
export interface Group {
  /** In addresses: `-`, `+`, or `=` and the plan's name. */
  readonly key: string;
  readonly name: string;
  readonly counts: PlanCounts;
  readonly rates: PlanRates;
}

export function groupsOf({ plans, rates }: Counted): readonly Group[] {
  return plans.flatMap((counts, index) => {
    const ofGroup = rates[index];
    return ofGroup ? [{ ...namesOf(counts), counts, rates: ofGroup }] : [];
  });
}

function namesOf({ account, plan }: PlanCounts): Pick<Group, 'key' | 'name'> {
  if (!account) return { key: '-', name: 'Readers without an account' };
  return plan === null
    ? { key: '+', name: 'Accounts without a plan' }
    : { key: `=${plan}`, name: `Accounts on the plan ${plan}` };
}

/** The group that an address names; the first where it names none. */
export const chosenGroup = (groups: readonly Group[], key: string | null): Group | undefined =>
  groups.find((group) => group.key === key) ?? groups[0];

/** Today's limits of a group; `null` where nothing ever stops it. */
export function limitsOf({ counts }: Group, terms: PaywallTerms, policy: Policy | undefined): Limits | null {
  const { plans, promptAfter, blockAfter } = policy?.inForce ?? terms;
  const { account, plan } = counts;
  if (!account) return { promptAfter, blockAfter };
  if (plans === null) return null;
  const own = plan !== null && Object.hasOwn(plans, plan) ? plans[plan] : undefined;
  if (own === 'full') return null;
  return own ?? { promptAfter, blockAfter };
}
