import type { PromptDecision } from './facts.js';
import { escapeHtml } from './html.js';
import { findLocale, type Locale } from './locale.js';
import type { Messages } from './messages.js';
import type { PromptSettings } from './options.js';
import { speaker } from './say.js';

/** What every call of a prompt may be told. */
export interface LocaleOptions {
  /**
   * A BCP 47 tag, which may be the reader's own: ar, de, en, es, fr, he, it, ja, nl, pl, pt and zh-Hans have wording,
   * in any of their regions. Default: the `locale` of `createPrompts`, which stands in for a language without wording too.
   */
  readonly locale?: string | undefined;
}

/** One view of an article, and how it is spoken of. */
export interface PromptContext {
  readonly decision: PromptDecision;
  readonly settings: PromptSettings;
  readonly locale: Locale;
  /** A message, escaped. */
  readonly say: (name: keyof Messages) => string;
}

/** @param comments Comments that wait under the article. */
export function contextOf(
  decision: PromptDecision,
  settings: PromptSettings,
  { locale: wanted }: LocaleOptions,
  comments = 0,
): PromptContext {
  const locale = findLocale(wanted ?? settings.locale, settings.locale, settings.copy);
  const canComment = settings.comments || comments > 0;
  const say = speaker(decision, { siteName: settings.siteName, comments, canComment }, locale);
  return { decision, settings, locale, say: (name) => escapeHtml(say(name)) };
}

/** The attributes that say which language the words are in. */
export const language = ({ locale }: PromptContext): string => `lang="${locale.tag}" dir="${locale.dir}"`;

/** Sentences as a paragraph; empty ones are left out, and so is a paragraph without any. */
export function paragraph({ locale }: PromptContext, sentences: readonly string[], attributes = ''): string {
  const text = sentences.filter((sentence) => sentence !== '').join(locale.space);
  return text === '' ? '' : `<p${attributes}>${text}</p>\n`;
}
