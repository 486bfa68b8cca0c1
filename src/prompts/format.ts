import type { MessageFacts } from './messages.js';

/** How numbers, dates and plurals are written in one language and time zone. */
export type Format = Pick<MessageFacts, 'number' | 'date' | 'plural'>;

// An Intl formatter takes a hundred times as long to make as to use, and a request chooses the language.
const formats = new Map<string, Format>();

/** Languages are as many as readers like to name; beyond this all formatters are made anew. */
const MOST_FORMATS = 100;

/**
 * @param tag A valid BCP 47 tag.
 * @param timeZone An IANA time zone.
 */
export function formatFor(tag: string, timeZone: string): Format {
  const key = `${tag} ${timeZone}`;
  const known = formats.get(key);
  if (known) return known;
  const format = makeFormat(tag, timeZone);
  if (formats.size >= MOST_FORMATS) formats.clear();
  formats.set(key, format);
  return format;
}

function makeFormat(tag: string, timeZone: string): Format {
  const dates = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'long', timeZone });
  const numbers = new Intl.NumberFormat(tag);
  const rules = new Intl.PluralRules(tag);
  const number = (value: number): string => numbers.format(value);
  return {
    number,
    date: (value) => unbroken(dates.format(value)),
    plural: (value, forms) =>
      keepTogether(forms[rules.select(value)] ?? forms.other).replaceAll('#', () => number(value)),
  };
}

/** A date stays in one line. */
const unbroken = (date: string): string => date.replaceAll(' ', '\u00a0');

/** A number stays in the line of what it counts. */
export const keepTogether = (form: string): string => form.replaceAll('# ', '#\u00a0');
