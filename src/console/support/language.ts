import { findWorded, type WordedLocale, type WordedTag } from '../../prompts/index.js';
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
import type { SupportMessages } from './messages.js';

/** In every language of the prompts. */
const MESSAGES: Readonly<Record<WordedTag, SupportMessages>> = {
  ...{ ar, de, en, es, fr, he, it, ja, nl, pl, pt },
  'zh-Hans': zhHans,
};

/** The language that one reader is shown the page in. */
export interface SupportLanguage extends Omit<WordedLocale, 'worded'> {
  readonly messages: SupportMessages;
}

/** Languages that are looked at, of a field that a reader may make as long as they like. */
const MOST_LANGUAGES = 10;

/**
 * The first language that a reader's browser names and that has wording; English where there is none.
 *
 * @param languages The field `Accept-Language`, in which browsers name the one that is liked best first.
 */
export function languageOf(languages = ''): SupportLanguage {
  for (const language of languages.split(',', MOST_LANGUAGES)) {
    const [tag = ''] = language.trim().split(';');
    const found = findWorded(tag);
    if (found) return { tag: found.tag, dir: found.dir, messages: MESSAGES[found.worded] };
  }
  return { tag: 'en', dir: 'ltr', messages: en };
}
