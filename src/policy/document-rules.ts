import type { Clock } from '../clock/index.js';
import { mergeGiven, type Pass } from '../pass/index.js';
import { limitsInForce, plansInForce } from './change.js';
import { type Document, type Entry, NOTHING } from './document.js';
import type { Keeper } from './keeper.js';
import type { GivenReader, Rules } from './rules.js';
import type { PolicyPlace, RulesNow } from './source.js';

/** What holds now, worked out once for each document. */
export function rulesOf(place: PolicyPlace, keeper: Keeper, clock: Clock): RulesNow {
  let of: Document | undefined;
  let rules: Rules;
  const rulesFor = ({ turned, readers }: Document): Rules => ({
    limits: limitsInForce(turned, place),
    plans: plansInForce(turned, place),
    prompts: turned.prompts,
    openUntil: turned.openUntil,
    givenTo: (pass, who) => given(pass, who === undefined ? undefined : readers.get(who), clock),
  });
  rules = rulesFor(NOTHING);
  return (waitUntil) => {
    keeper.askIfDue(waitUntil);
    const { document } = keeper;
    if (document !== of) rules = rulesFor(document);
    of = document;
    return rules;
  };
}

/** What pass and document say together. What the pass does not say of it yet is to be signed into a new one. */
function given(pass: Pass | null, entry: Entry | undefined, clock: Clock): GivenReader {
  const terms = entry && entry.ends > clock() ? entry : undefined;
  const { generation, granted } = mergeGiven([pass ?? [], terms ?? []].flat());
  const opened = terms?.opened ?? [];
  if (!pass || (pass.generation === generation && pass.granted === granted))
    return { pass, generation, granted, opened };
  const both = { generation, granted };
  const isOld = pass.generation < generation;
  return {
    ...both,
    pass: isOld
      ? { ...pass, ...both, state: 'free', metPrompt: false, metWall: false, read: 0, ledger: [] }
      : { ...pass, ...both },
    opened,
  };
}
