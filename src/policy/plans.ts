import { type Check, isRecord, problem, wrongType } from '../options/index.js';
import { type Limits, readLimits } from './limits.js';

/** What the accounts of one plan may read: everything, locked articles too (`full`), or up to limits of their own. */
export type Plan = 'full' | Limits;

/** The plans of a site, by name. */
export type Plans = Readonly<Record<string, Plan>>;

const GIVE_PLANS = "Name at least one, as in { registered: { promptAfter: 20, blockAfter: 30 }, subscriber: 'full' }";

/**
 * The plans of a site, each checked.
 *
 * @throws {OptionError} where there is none, or one is neither `full` nor a pair of limits.
 */
export const readPlans: Check<ReadonlyMap<string, Plan>> = (value, option) => {
  if (!isRecord(value)) throw wrongType(option, value, 'an object of plans by name');
  const plans = Object.entries(value);
  if (plans.length === 0) throw problem('ERR_PAYWALL_OPTION_RANGE', option, value, 'names no plan', GIVE_PLANS);
  return new Map(plans.map(([name, plan]) => [name, readPlan(plan, `${option}.${name}`)]));
};

function readPlan(value: unknown, option: string): Plan {
  if (value === 'full') return value;
  if (isRecord(value)) return readLimits(value, option);
  throw wrongType(option, value, "'full', or limits as in { promptAfter: 20, blockAfter: 30 }");
}
