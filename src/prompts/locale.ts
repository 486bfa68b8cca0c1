import { ar } from './locales/ar.js';
import { de } from './locales/de.js';
import { en } from './locales/en.js';
import { es } from './locales/es.js';
import { fr } from './locales/fr.js';
import { he } from './locales/he.js';
import { it } from './locales/it.js';
import { ja } from './locales/ja.js';
import { nl } from './locales/nl.js';
import { pl } from './locales/pl.js';
import { pt } from './locales/pt.js';
import { zhHans } from './locales/zh-hans.js';
import type { Messages } from './messages.js';

/** The language that a prompt is written in. */
export interface Locale {
  /** A canonical BCP 47 tag, for `lang` and for `Intl`. */
  readonly tag: string;
  readonly dir: 'ltr' | 'rtl';
  readonly messages: Messages;
  /** What stands between two sentences. */
  readonly space: ' ' | '';
}

const OURS = { ar, de, en, es, fr, he, it, ja, nl, pl, pt, 'zh-Hans': zhHans } as const;

/** A language that has wording of ours. */
export type WordedTag = keyof typeof OURS;

/** The languages that have wording, by tag. */
const WORDED: ReadonlyMap<string, Messages> = new Map(Object.entries(OURS));

/** The tags of the languages that have wording of ours. */
export const WORDED_TAGS: readonly string[] = [...WORDED.keys()];

/** The site's own wording, by language tag: whole in a language of its own, in part over ours. */
export type CopyByLocale = ReadonlyMap<string, Partial<Messages>>;

const RTL_SCRIPTS: ReadonlySet<string> = new Set(['Adlm', 'Arab', 'Hebr', 'Nkoo', 'Rohg', 'Syrc', 'Thaa']);

const UNSPACED_SCRIPTS: ReadonlySet<string> = new Set(['Hans', 'Hant', 'Jpan']);

/** The longest tag that RFC 5646 section 4.4.1 asks for. */
const LONGEST_TAG = 35;

/** What was found before, by the site's wording and the tag: to find it takes longer than to write a prompt. */
const found = new WeakMap<CopyByLocale, Map<string, Locale>>();

/** Languages are as many as readers like to name; beyond this all are looked up anew. */
const MOST_FOUND = 100;

/**
 * Finds the wording for a language tag. A region keeps its own dates and digits (`es-MX`, `ar-EG`); a language that has
 * no wording, or a tag that is none, becomes the site's own.
 *
 * @param wanted A BCP 47 tag; it may come from a request.
 * @param fallback The site's own language, which has wording.
 */
export function findLocale(wanted: string, fallback: string, copy: CopyByLocale): Locale {
  // So that what is kept is short, too.
  const tag = wanted.length > LONGEST_TAG ? fallback : wanted;
  const key = `${tag} ${fallback}`;
  const ofCopy = found.get(copy) ?? new Map<string, Locale>();
  const known = ofCopy.get(key);
  if (known) return known;
  const locale = worded(tag, copy) ?? worded(fallback, copy) ?? localeOf(new Intl.Locale('en'), en);
  if (ofCopy.size >= MOST_FOUND) ofCopy.clear();
  found.set(copy, ofCopy.set(key, locale));
  return locale;
}

/** The wording for a tag; `undefined` where there is none. */
export function worded(wanted: string, copy: CopyByLocale): Locale | undefined {
  const locale = parseTag(wanted);
  if (!locale) return undefined;
  const wide = widening(locale);
  const ours = wide.map((tag) => WORDED.get(tag)).find((messages) => messages !== undefined);
  // The nearest of the site's own wordings comes last, so that it stands above the wider ones.
  const theirs = wide.flatMap((tag) => copy.get(tag) ?? []).reverse();
  const messages: Partial<Messages> = Object.assign({}, ours, ...theirs);
  return isComplete(messages) ? localeOf(locale, messages) : undefined;
}

/** A language of ours, as a reader's browser names it. */
export interface WordedLocale extends Pick<Locale, 'tag' | 'dir'> {
  /** Of which the wording is. */
  readonly worded: WordedTag;
}

/** The language of ours that a tag is an instance of, for what has wording besides the prompts; `undefined` where there is none. */
export function findWorded(wanted: string): WordedLocale | undefined {
  const locale = parseTag(wanted);
  const ours = locale && widening(locale).find(isWorded);
  if (!locale || ours === undefined) return undefined;
  const { tag, dir } = localeOf(locale, OURS[ours]);
  return { tag, dir, worded: ours };
}

const isWorded = (tag: string): tag is WordedTag => Object.hasOwn(OURS, tag);

export function parseTag(wanted: string): Intl.Locale | undefined {
  if (wanted.length > LONGEST_TAG) return undefined;
  try {
    return new Intl.Locale(wanted.replaceAll('_', '-'));
  } catch {
    return undefined;
  }
}

/** A tag and those that it is an instance of: `zh-CN`, `zh-Hans`; `de-AT`, `de`. */
function widening(locale: Intl.Locale): readonly string[] {
  const { language, script } = locale.maximize();
  const isUsualScript = new Intl.Locale(language).maximize().script === script;
  const wide = [locale.baseName, `${language}-${script}`, ...(isUsualScript ? [language] : [])];
  return [...new Set(wide)];
}

const NAMES = Object.keys(en);

function isComplete(messages: Partial<Messages>): messages is Messages {
  return missingMessages(messages).length === 0;
}

export function missingMessages(messages: object): readonly string[] {
  return NAMES.filter((name) => !Object.hasOwn(messages, name));
}

function localeOf(locale: Intl.Locale, messages: Messages): Locale {
  const script = locale.maximize().script ?? '';
  return {
    // Without its extensions, or a request could choose calendars and digits.
    tag: locale.baseName,
    dir: RTL_SCRIPTS.has(script) ? 'rtl' : 'ltr',
    messages,
    space: UNSPACED_SCRIPTS.has(script) ? '' : ' ',
  };
}
