import { LRUCache } from 'lru-cache';
import { outOfRange } from '../options/options.js';
import type { MessageFacts, PluralForms } from './messages.js';

/** How numbers, dates and plurals are written in one language and time zone. */
export type Format = Pick<MessageFacts, 'number' | 'date' | 'plural'>;

// An Intl formatter takes a hundred times as long to make as to use, and a request chooses the language.
const formats = new LRUCache<string, Format>({ max: 100 });

/**
 * @param tag A valid BCP 47 tag.
 * @param timeZone An IANA time zone.
 * @throws {OptionError} where there is no such time zone.
 */
export function formatFor(tag: string, timeZone: string): Format {
  const key = `${tag} ${timeZone}`;
  const known = formats.get(key);
  if (known) return known;
  const format = makeFormat(tag, timeZone);
  formats.set(key, format);
  return format;
}

function makeFormat(tag: string, timeZone: string): Format {
  const dates = dateFormat(tag, timeZone);
  const numbers = new Intl.NumberFormat(tag);
  const rules = new Intl.PluralRules(tag);
  const number = (value: number): string => numbers.format(value);
  return {
    number,
    date: (value) => dates.format(value),
    plural: (value, forms) => formOf(forms, rules.select(value)).replaceAll('#', () => number(value)),
  };
}

function formOf(forms: PluralForms, category: Intl.LDMLPluralRule): string {
  return forms[category] ?? forms.other;
}

function dateFormat(tag: string, timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'long', timeZone });
  } catch {
    throw outOfRange('renderPrompt.timeZone', timeZone, 'an IANA time zone, as in "America/New_York"');
  }
}
