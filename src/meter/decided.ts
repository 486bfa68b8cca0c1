import { type Ledger, type State, withArticle } from '../pass/index.js';
import { stateOf } from '../policy/index.js';
import { type Decision, numbersOf, type Reason } from './decision.js';
import { endOf, type Facts } from './facts.js';

/** The decision on a metered view, and what its pass is to say. */
export interface Decided {
  readonly decision: Decision;
  /** The ledger after this view, uncut. */
  readonly ledger: Ledger;
  /** Distinct articles read after this view, this one among them where it is. */
  readonly size: number;
  /** Whether the reader is prompted from the first article on. */
  readonly prompted: boolean;
  /** Whether the reader may be given a pass: one who follows on several may not before the network's cap has been asked. */
  readonly admitted: boolean;
  /** Takes the view back, should it come to nothing, and ends once that has been tried; `null` where the store cannot hold it. */
  readonly takeBack: (() => Promise<void>) | null;
}

/** In what a view differs from one that the pass alone knows of, of an article not read and not counted. */
interface Terms {
  readonly alreadyRead?: boolean;
  readonly counted?: boolean;
  readonly degraded?: boolean;
  /** Instead of what the limits say. */
  readonly state?: State;
  /** Distinct articles read before this view. Default: as the pass says. */
  readonly before?: number;
  /** The ledger before this view. Default: the pass's. */
  readonly ledger?: Ledger;
  /** When the reader's period ends. Default: as pass or calendar say. */
  readonly end?: number;
  readonly prompted?: boolean;
  readonly takeBack?: Decided['takeBack'];
}

/** What is found of a view. */
export function decidedAs(facts: Facts, reason: Reason, terms: Terms = {}): Decided {
  const { pass, limits, quiet, article, around } = facts;
  const { alreadyRead = false, counted = false, degraded = false, before = pass?.read ?? 0, takeBack = null } = terms;
  const others = alreadyRead ? before - 1 : before;
  const due = terms.state ?? stateOf(others, alreadyRead, limits);
  const state = quiet && due === 'register-prompt' ? 'free' : due;
  const known = terms.ledger ?? pass?.ledger ?? [];
  return {
    decision: {
      state,
      reason,
      ...numbersOf(state, reason, others, limits.blockAfter),
      limit: limits.blockAfter,
      resetsAt: new Date(terms.end ?? endOf(facts)),
      counted,
      degraded,
      ...around,
    },
    ledger: counted ? withArticle(known, article) : known,
    size: counted ? before + 1 : before,
    prompted: terms.prompted ?? pass?.prompted ?? false,
    admitted: !(pass && facts.networkCap),
    takeBack,
  };
}

/** A view of an article not counted before, counted in the pass. */
export function countedInPass(facts: Facts, reason: Reason, terms: Terms = {}): Decided {
  const { pass, article } = facts;
  // A ledger that does not show all that was read cannot tell a new article from one of these: then the count stands rather than grow
  // too high, and what is said of this view is what its reload will say.
  const ledger = withArticle(pass?.ledger ?? [], article);
  const before = Math.max(pass?.read ?? 0, ledger.length) - 1;
  return decidedAs(facts, reason, { counted: true, ledger, before, ...terms });
}
