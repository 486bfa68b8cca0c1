import type { Section } from './articles/index.js';

export const siteName = 'The Longshore';
export const siteMotto = 'Science, cities and culture, at an even pace';
export const locale = 'en-GB';

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

/** A day of publication (`YYYY-MM-DD`) in words. */
export const publishedOn = (day: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));

export const longDate = (time: number | Date, timeZone: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone }).format(time);

export const dateAndTime = (time: number | Date, timeZone: string): string =>
  new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone,
  }).format(time);

/** `1 article`, `2 articles`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
