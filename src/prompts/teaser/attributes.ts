import type { Token } from 'parse5';
import { isWebUrl } from '../url.js';

const ANYWHERE: ReadonlySet<string> = new Set(['class', 'id', 'lang', 'dir', 'title']);

const OF_ELEMENT: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['img', new Set(['alt', 'width', 'height', 'loading', 'decoding'])],
  ['time', new Set(['datetime'])],
  ['ol', new Set(['start', 'reversed', 'type'])],
  ['li', new Set(['value'])],
  ['td', new Set(['colspan', 'rowspan'])],
  ['th', new Set(['colspan', 'rowspan', 'scope'])],
  ['col', new Set(['span'])],
  ['colgroup', new Set(['span'])],
]);

const URL_OF_ELEMENT: ReadonlyMap<string, string> = new Map([
  ['a', 'href'],
  ['img', 'src'],
]);

/** Longer values may hold the article's text. */
const LONGEST_VALUE = 200;
const LONGEST_URL = 2000;

/** The attributes that a teaser keeps: harmless ones, too short to hold an article's text. */
export function keptAttributes(tag: string, attributes: readonly Token.Attribute[]): Token.Attribute[] {
  return attributes.filter(({ name, value }) => {
    if (URL_OF_ELEMENT.get(tag) === name) return value.length <= LONGEST_URL && isWebUrl(value);
    return value.length <= LONGEST_VALUE && (ANYWHERE.has(name) || OF_ELEMENT.get(tag)?.has(name) === true);
  });
}

/** What can be read in an element's attributes. */
export function alternativeText(attributes: readonly Token.Attribute[]): string {
  return attributes
    .filter(({ name }) => name === 'alt' || name === 'title')
    .map(({ value }) => value)
    .join(' ');
}
