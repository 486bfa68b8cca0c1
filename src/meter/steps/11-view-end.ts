import type { Report } from '../../events/index.js';
import type { FiguresOf, Known } from '../../figures/index.js';
import { type Cookie, writeCookie } from '../../pass/index.js';
import type { Decision } from '../decision.js';
import { paywallHeader } from '../header.js';
import { type Answer, cameToNothing, type Outcome } from '../outcome.js';
import type { RequestFields } from '../request-fields.js';
import {
  type FieldChanges,
  ignoredFields,
  type Keeping,
  keptBy,
  NO_FIELDS,
  type PresentFields,
} from '../response-fields.js';
import type { View } from '../view.js';

/** What a view's end needs to know besides the decision. */
export interface PageEnding {
  readonly now: number;
  readonly keeping: Keeping;
  /** A new pass to send. */
  readonly token: string | null;
  /** Takes the view back from the store, where that may hold it. */
  readonly takeBack: (() => void) | null;
  /** For figures. */
  readonly known: Known;
  /** The new reader as a member of the network's set. */
  readonly newReader?: number | undefined;
}

/** How views of a site end. */
export interface ViewEnds {
  /** A view that goes on to the site. */
  page(view: View, headers: RequestFields, decision: Decision, ending: PageEnding): Outcome;
  /** A view that is answered in place of the page. */
  answer(view: View, decision: Decision, answer: Answer): Outcome;
}

const NO_CHANGES: FieldChanges = { set: {}, cookie: undefined, remove: [] };
const noTraces = (): null => null;

/** A view that is none of the meter's: nothing is set, nothing is told. */
export function passedOn(decision: Decision): Outcome {
  return {
    decision,
    metered: false,
    answer: undefined,
    awaited: false,
    ignore: [],
    end: () => NO_CHANGES,
    fields: () => NO_CHANGES,
    traces: noTraces,
  };
}

/**
 * Step 11: the view ends, shown or come to nothing. One call says everything to be changed in the response's fields; only
 * then is the view told of.
 */
export function createViewEnds(cookie: Cookie, report: Report, figures: FiguresOf | undefined): ViewEnds {
  return {
    page(view, headers, decision, { now, keeping, token, takeBack, known, newReader }) {
      const ended = onceOf((status: number | null, shown: boolean) => {
        if (!shown) takeBack?.();
        tell(view, decision, status, shown && view.method !== 'HEAD', known);
      });
      const isShown = (status: number | null) =>
        !cameToNothing(status) || (decision.state === 'blocked' && status !== null);
      const fields: Outcome['fields'] = (status, present = NO_FIELDS) => {
        const { set, remove } = keptBy(keeping, present);
        const kept = { ...set, ...withoutReplayed(present) };
        if (!isShown(status)) return { set: kept, cookie: undefined, remove };
        return {
          set: { Paywall: paywallHeader(decision, now), ...kept },
          cookie: token === null ? undefined : writeCookie(token, (decision.resetsAt.getTime() - now) / 1000, cookie),
          remove,
        };
      };
      return {
        decision,
        metered: true,
        answer: undefined,
        awaited: takeBack !== null || view.ended !== undefined,
        ignore: ignoredFields(keeping, headers),
        fields,
        end(status, present) {
          ended(status, isShown(status));
          return fields(status, present);
        },
        traces() {
          // A wall is one, whatever its status.
          if (decision.state === 'blocked' || view.method === 'HEAD') return null;
          const stored = takeBack !== null;
          const seen = { decision, shown: true, counted: decision.counted };
          return stored || figures ? { stored, newReader, figures: figures?.addedBy(seen, known) } : null;
        },
      };
    },

    answer(view, decision, answer) {
      const ended = onceOf((status: number | null) => tell(view, decision, status, false, {}));
      const end: Outcome['end'] = (status) => {
        ended(status);
        return NO_CHANGES;
      };
      return {
        decision,
        metered: true,
        answer,
        awaited: view.ended !== undefined,
        ignore: [],
        end,
        fields: () => NO_CHANGES,
        traces: noTraces,
      };
    },
  };

  function tell(
    { ended, waitUntil }: View,
    decision: Decision,
    status: number | null,
    shown: boolean,
    known: Known,
  ): void {
    const { counted } = decision;
    const view = { decision, status, shown, counted: counted && shown, takenBack: counted && !shown };
    figures?.view(view, known, waitUntil);
    ended?.(view);
  }

  /** A pass that is on the response already is not this reader's: a cache before us replays what another was sent. */
  function withoutReplayed({ names, get }: PresentFields): FieldChanges['set'] {
    if (!names.includes('set-cookie')) return {};
    const cookies = [get('set-cookie') ?? []].flat().map(String);
    const others = cookies.filter((one) => !one.startsWith(`${cookie.name}=`));
    if (others.length === cookies.length) return {};
    report('ERR_PAYWALL_REPLAYED', 'A response brought a pass of another view; it was taken out');
    return { 'Set-Cookie': others };
  }
}

/** Does what is given, the first time. */
function onceOf<A extends readonly unknown[]>(act: (...args: A) => void): (...args: A) => void {
  let due = true;
  return (...args) => {
    if (due) {
      due = false;
      act(...args);
    }
  };
}
