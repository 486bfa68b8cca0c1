import type { Plan } from 'metered-paywall';
import type { Section } from './articles/index.js';

export const siteName = 'The Longshore';
export const siteMotto = 'Science, cities and culture, at an even pace';
export const locale = 'en-GB';
export const subscriptionPrice = '£4 a month';

export const sectionTitles: Readonly<Record<Section, string>> = {
  science: 'Science',
  cities: 'Cities',
  culture: 'Culture',
};

export const sectionMottos: Readonly<Record<Section, string>> = {
  science: 'How the world keeps time, and who is watching it.',
  cities: 'Streets, steps and squares, and the people who look after them.',
  culture: 'Things made by hand, by voice and by heart.',
};

const publication = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });

/** A day of publication (`YYYY-MM-DD`) in words. */
export const publishedOn = (day: string): string => publication.format(new Date(`${day}T00:00:00Z`));

export const longDate = formatter({ dateStyle: 'full' });

export const dateAndTime = formatter({
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
});

/** Writes times of any time zone; what does so is made once for each zone, for that takes longer than the page. */
function formatter(options: Intl.DateTimeFormatOptions): (time: number | Date, timeZone: string) => string {
  const byZone = new Map<string, Intl.DateTimeFormat>();
  return (time, timeZone) => {
    const known = byZone.get(timeZone) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone });
    byZone.set(timeZone, known);
    return known.format(time);
  };
}

/** `1 article`, `2 articles`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** What a plan lets a reader read, as in `14 articles a month`. */
export function monthlyArticles(plan: Plan): string {
  if (plan === 'full' || plan.blockAfter === Number.POSITIVE_INFINITY) return 'as many articles as you like';
  return `${counted(plan.blockAfter, 'article')} a month`;
}
