import type { PromptDecision } from './facts.js';
import { formatFor } from './format.js';
import type { Locale } from './locale.js';
import type { MessageFacts, Messages } from './messages.js';
import { usedOf } from './numbers.js';

/** Gives a message's text for one view; not yet escaped. */
export type Say = (name: keyof Messages) => string;

/** What else a message may speak of. */
export interface Around {
  readonly siteName: string;
  readonly comments: number;
  readonly canComment: boolean;
}

/** The site's wording where it has one, ours elsewhere, both written from the same facts. */
export function speaker(decision: PromptDecision, around: Around, locale: Locale): Say {
  const { state, reason, read, limit, left, resetsAt, account, access, timeZone, period } = decision;
  const base: MessageFacts = {
    ...{ state, reason, read, limit, left, resetsAt, account, access, timeZone },
    ...formatFor(locale.tag, timeZone),
    ...around,
    siteName: isolate(around.siteName, locale.dir),
    used: usedOf(decision),
    period: '',
    days: typeof period === 'object' ? period.days : 0,
  };
  const say = (name: keyof Messages, given: MessageFacts): string => {
    const message = locale.messages[name];
    return typeof message === 'string' ? message : message(given);
  };
  const complete = { ...base, period: say(periodMessage(period), base) };
  return (name) => say(name, complete);
}

function periodMessage(period: PromptDecision['period']): keyof Messages {
  switch (period) {
    case 'month':
      return 'thisMonth';
    case 'week':
      return 'thisWeek';
    case 'day':
      return 'today';
    default:
      return 'inDays';
  }
}

const AGAINST = { ltr: /[\p{Script=Arabic}\p{Script=Hebrew}]/u, rtl: /\p{Script=Latin}/u } as const;

/** Keeps a name in the other direction from reordering the sentence around it (first-strong isolate, UAX #9). */
function isolate(name: string, dir: Locale['dir']): string {
  return AGAINST[dir].test(name) ? `\u2068${name}\u2069` : name;
}
