import { readName } from '../../article/index.js';
import type { Report } from '../../events/index.js';
import { isRecord, show } from '../../options/index.js';
import type { Limits, Rules } from '../../policy/index.js';
import { ask } from '../ask.js';

/** A reader the site knows. */
export interface Account {
  /** The site's own id for the account; kept nowhere, only a keyed hash of it. */
  readonly id: string | number | bigint;
  /** The name of one of the site's `plans`. Where no plans are given, an account has full access. */
  readonly plan?: string | null | undefined;
}

/** What the site's `account` function may answer; anything that is no account means a reader without one. */
export type MaybeAccount = Account | null | undefined | false | '' | 0;

/** An account as the meter goes on with it. */
export interface KnownAccount {
  readonly id: string;
  /** The name of its plan; `null` where it has none that is known. */
  readonly plan: string | null;
  /** `full`, limits of its own, or those of a reader without an account. */
  readonly access: 'full' | Limits;
}

/** What holds for accounts just now. */
export type AccountRules = Pick<Rules, 'plans' | 'limits'>;

/**
 * Step 2: who it is. A faulty answer is told of, and the reader then counts as one without an account, or without a plan.
 *
 * @param account The site's function; `undefined` where it knows nobody.
 */
export function accountOf(
  account: (() => unknown) | undefined,
  rules: AccountRules,
  report: Report,
): KnownAccount | null | Promise<KnownAccount | null> {
  if (!account) return null;
  const failed = (error: unknown): null => {
    report('ERR_PAYWALL_ACCOUNT', 'account() failed; the reader counts as one without an account', error);
    return null;
  };
  const read = (answer: unknown) => readAccount(answer, rules, report);
  return ask(account, 'account()', read, failed);
}

function readAccount(answer: unknown, rules: AccountRules, report: Report): KnownAccount | null {
  if (!answer) return null;
  const given: Given = isRecord(answer) ? answer : {};
  const id = readName(given.id);
  if (id === null) {
    const what = isRecord(answer) ? `the id ${show(given.id)}` : show(answer);
    report('ERR_PAYWALL_ACCOUNT', `account() gave ${what}, which is no account; the reader counts as one without`);
    return null;
  }
  return { id, ...planOf(given, rules, report) };
}

function planOf(given: Given, { plans, limits }: AccountRules, report: Report): Pick<KnownAccount, 'plan' | 'access'> {
  const without = (problem: string) => {
    report('ERR_PAYWALL_PLAN', `${problem}; the account has the limits of a reader without one`);
    return { plan: null, access: limits };
  };
  // It was how an account had limits once; to overlook it would give full access to whoever should have less.
  if (given.limits !== undefined) return without('account() gave limits, where the name of a plan is due');
  const { plan } = given;
  if (plans === null) {
    if (plan !== undefined && plan !== null) {
      report('ERR_PAYWALL_PLAN', `account() named the plan ${show(plan)}, and no plans are given: full access`);
    }
    return { plan: null, access: 'full' };
  }
  const access = typeof plan === 'string' ? plans.get(plan) : undefined;
  if (typeof plan === 'string' && access !== undefined) return { plan, access };
  return without(plan === undefined || plan === null ? 'account() named no plan' : `No plan is named ${show(plan)}`);
}

interface Given {
  readonly id?: unknown;
  readonly plan?: unknown;
  readonly limits?: unknown;
}
