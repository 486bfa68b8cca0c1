import { ar } from './locales/ar.js';
import { de } from './locales/de.js';
import { en } from './locales/en.js';
import { es } from './locales/es.js';
import { fr } from './locales/fr.js';
import { he } from './locales/he.js';
import type { Messages } from './messages.js';
import type { Copy } from './options.js';

/** The language that a prompt is written in. */
export interface Locale {
  /** A canonical BCP 47 tag, for `lang` and for `Intl`. */
  readonly tag: string;
  readonly dir: 'ltr' | 'rtl';
  readonly messages: Messages;
}

const WORDED: ReadonlyMap<string, Messages> = new Map(Object.entries({ ar, de, en, es, fr, he }));

const RTL_SCRIPTS: ReadonlySet<string> = new Set(['Adlm', 'Arab', 'Hebr', 'Nkoo', 'Rohg', 'Syrc', 'Thaa']);

/** The longest tag that RFC 5646 section 4.4.1 asks for. */
const LONGEST_TAG = 35;

/**
 * Finds the wording for a language tag. A region keeps its own dates and digits (`es-MX`, `ar-EG`); a language that has
 * no wording, or a tag that is none, becomes English. A complete wording of the site's own makes any language possible.
 *
 * @param wanted A BCP 47 tag; it may come from a request.
 * @param copy The site's own wording.
 */
export function findLocale(wanted: string, copy: Copy): Locale {
  const parsed = parseTag(wanted);
  const messages = parsed && WORDED.get(parsed.language);
  if (parsed && messages) return localeOf(parsed, messages);
  return localeOf(parsed && isComplete(copy) ? parsed : new Intl.Locale('en'), en);
}

function parseTag(wanted: string): Intl.Locale | undefined {
  if (wanted.length > LONGEST_TAG) return undefined;
  try {
    return new Intl.Locale(wanted.replaceAll('_', '-'));
  } catch {
    return undefined;
  }
}

function isComplete(copy: Copy): boolean {
  return Object.values(copy).every((message) => message !== undefined);
}

function localeOf(locale: Intl.Locale, messages: Messages): Locale {
  const script = locale.maximize().script ?? '';
  // Without its extensions, or a request could choose calendars and digits.
  return { tag: locale.baseName, dir: RTL_SCRIPTS.has(script) ? 'rtl' : 'ltr', messages };
}
