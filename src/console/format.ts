/** How numbers and times are written for one editor, by their browser's language; the words are English. */
export interface Format {
  number(value: number): string;
  /** A share, as in `6.2 %`; a dash where there is none. */
  percent(share: number | null): string;
  /** A day, given as `2026-11-15`. */
  day(day: string): string;
  /** The same where there is little room. */
  shortDay(day: string): string;
  /** A time, in the publication's zone. */
  time(at: Date | number): string;
  /** The time of day alone. */
  clock(at: Date | number): string;
  /** The same without seconds. */
  shortClock(at: Date | number): string;
}

// An Intl formatter takes a hundred times as long to make as to use.
const formats = new Map<string, Format>();
const MOST_FORMATS = 100;

/**
 * @param languages The field `Accept-Language`; the first language in it counts.
 * @param timeZone An IANA time zone.
 */
export function formatFor(languages: string | undefined, timeZone: string): Format {
  const tag = tagOf(languages);
  const key = `${tag} ${timeZone}`;
  const known = formats.get(key) ?? makeFormat(tag, timeZone);
  if (formats.size >= MOST_FORMATS) formats.clear();
  formats.set(key, known);
  return known;
}

const LONGEST_TAG = 35;

function tagOf(languages = ''): string {
  const wanted = /^[\w-]+/.exec(languages.trim())?.[0] ?? '';
  if (wanted === '' || wanted.length > LONGEST_TAG) return 'en';
  try {
    // Without extensions, by which a request could choose calendars and digits.
    return new Intl.Locale(wanted).baseName;
  } catch {
    return 'en';
  }
}

function makeFormat(tag: string, timeZone: string): Format {
  const numbers = new Intl.NumberFormat(tag);
  const shares = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 1 });
  // A day of the calendar is in no zone.
  const days = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeZone: 'UTC' });
  const shortDays = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const times = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short', timeZone });
  const clocks = new Intl.DateTimeFormat(tag, { timeStyle: 'medium', timeZone });
  const shortClocks = new Intl.DateTimeFormat(tag, { timeStyle: 'short', timeZone });
  const ofDay = (day: string): Date => new Date(`${day}T00:00:00Z`);
  return {
    number: (value) => (Number.isFinite(value) ? numbers.format(value) : 'never'),
    percent: (share) => (share === null ? '–' : shares.format(share)),
    day: (day) => days.format(ofDay(day)),
    shortDay: (day) => shortDays.format(ofDay(day)),
    time: (at) => times.format(at),
    clock: (at) => clocks.format(at),
    shortClock: (at) => shortClocks.format(at),
  };
}
