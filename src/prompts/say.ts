import type { PromptFacts } from './facts.js';
import { formatFor } from './format.js';
import type { Locale } from './locale.js';
import type { MessageFacts, Messages } from './messages.js';
import type { PromptSettings } from './options.js';

/** Gives a message's text for one view; not yet escaped. */
export type Say = (name: keyof Messages) => string;

/**
 * The site's wording where it has one, ours elsewhere, both written from the same facts.
 *
 * @throws {OptionError} where there is no such time zone.
 */
export function speaker(facts: PromptFacts, settings: PromptSettings, locale: Locale): Say {
  const { state, read, limit, left, resetsAt } = facts;
  const base: MessageFacts = {
    ...{ state, read, limit, left, resetsAt },
    ...formatFor(locale.tag, settings.timeZone),
    siteName: isolate(settings.siteName, locale.dir),
    period: '',
    days: typeof settings.period === 'object' ? settings.period.days : 0,
  };
  const say = (name: keyof Messages, given: MessageFacts): string => {
    const message = settings.copy[name] ?? locale.messages[name];
    return typeof message === 'string' ? message : message(given);
  };
  const complete = { ...base, period: say(periodMessage(settings.period), base) };
  return (name) => say(name, complete);
}

function periodMessage(period: PromptSettings['period']): keyof Messages {
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
