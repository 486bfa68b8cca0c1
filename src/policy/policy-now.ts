import { limitsInForce, plansInForce } from './change.js';
import { canBeTakenBack } from './granted.js';
import type { Keeper } from './keeper.js';
import type { Policy } from './policy.js';
import type { Rules } from './rules.js';
import type { PolicyPlace } from './source.js';
import { stands } from './undo.js';
import { fixedInWords, loggedInWords, type SayTime } from './words.js';

/** The policy as a process knows it. */
export function policyNow(place: PolicyPlace, keeper: Keeper, now: number, say: SayTime): Policy {
  const { version, turned, readers, log } = keeper.document;
  const { confirmedAt } = keeper;
  const plansOf = (plans: Rules['plans']) => plans && Object.fromEntries(plans);
  return {
    version,
    inForce: {
      ...limitsInForce(turned, place),
      plans: plansOf(plansInForce(turned, place)),
      prompts: turned.prompts,
      openUntil: turned.openUntil > now ? new Date(turned.openUntil) : null,
    },
    code: { ...place.limits, plans: plansOf(place.plans) },
    fixed: fixedInWords(place.periods.option, place.periods.timeZone, place),
    log: log
      .filter(({ ends }) => ends > now)
      .toReversed()
      .map((line) => ({
        version: line.version,
        at: new Date(line.at),
        by: line.by,
        words: loggedInWords(line, say),
        reader: line.reader ?? null,
        canBeUndone: (line.after !== undefined && stands(line.after, turned)) || canBeTakenBack(line, keeper.document),
      })),
    readers: [...readers.values()].filter(({ ends }) => ends > now).length,
    confirmedAt: confirmedAt === null ? null : new Date(confirmedAt),
  };
}
