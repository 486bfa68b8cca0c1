import { citiesArt } from './cities.js';
import { cultureArt } from './culture.js';
import { scienceArt } from './science.js';

const art: ReadonlyMap<string, string> = new Map(Object.entries({ ...scienceArt, ...citiesArt, ...cultureArt }));

/** The illustration of an article, as an SVG document. */
export const artFor = (slug: string): string | undefined => art.get(slug);

/** The site's mark: a lighthouse beam over the sea. */
export const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#0f4c5c"/><path d="M13 26 14.6 11h2.8L19 26Z" fill="#fff"/><circle cx="16" cy="8.5" r="2.5" fill="#f2b84b"/><path d="M19 8.5 29 5v7Z" fill="#f2b84b" opacity=".75"/></svg>';
