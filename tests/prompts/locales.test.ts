import { describe, expect, test } from '@jest/globals';
import { renderPrompt } from '../../src/prompts/index.js';
import { eleventhView, fourthView, options, visible } from './facts.js';

const LOCALES = ['ar', 'de', 'en', 'es', 'fr', 'he'] as const;
const COUNTS = [0, 1, 2, 3, 10, 11, 100, 1000];
const PERIODS = ['month', 'week', 'day', { days: 1 }, { days: 2 }, { days: 7 }, { days: 30 }, { days: 100 }] as const;

describe.each(LOCALES)('%s', (locale) => {
  test('says every count in every period, whole', () => {
    for (const period of PERIODS) {
      for (const count of COUNTS) {
        const given = { ...options, locale, period };
        const prompt = visible(renderPrompt({ ...fourthView, read: count, left: count }, given));
        const wall = visible(renderPrompt({ ...eleventhView, read: count, limit: count }, given));
        for (const text of [prompt, wall]) expect(text).not.toMatch(/undefined|null|NaN|#|\$|Infinity|[{}]/);
        for (const text of [prompt, wall]) expect(text).toContain(count === 0 ? text : periodAs(locale, text));
      }
    }
  });

  test('says nothing of what is left where nothing ever blocks', () => {
    const unlimited = { ...fourthView, limit: Number.POSITIVE_INFINITY, left: Number.POSITIVE_INFINITY };
    const html = renderPrompt(unlimited, { ...options, locale });
    expect(html).toBe(renderPrompt(fourthView, { ...options, locale, copy: { promptLeft: '' } }));
  });

  test('is not English in disguise', () => {
    const text = visible(renderPrompt(fourthView, { ...options, locale, siteName: '1' }));
    expect(/register for/i.test(text)).toBe(locale === 'en');
  });
});

/** The wording of the text's period, found in it; the text never stands without one. */
function periodAs(locale: (typeof LOCALES)[number], text: string): string {
  const found = PERIOD_WORDING[locale].exec(text);
  return found ? found[0] : `a period in ${locale}: ${text}`;
}

const PERIOD_WORDING = {
  ar: /هذا الشهر|هذا الأسبوع|اليوم|خلال (?:يوم واحد|يومين|\d+ (?:أيام|يومًا|يوم))/,
  de: /in diesem Monat|in dieser Woche|heute|in \d+ Tag(?:en)?/,
  en: /this month|this week|today|in \d+ days?/,
  es: /este mes|esta semana|hoy|en \d+ días?/,
  fr: /ce mois-ci|cette semaine|aujourd’hui|en \d+ jours?/,
  he: /החודש|השבוע|היום|בתוך (?:יום אחד|יומיים|\d+ ימים)/,
} as const;

describe('plurals', () => {
  test.each([
    ['ar', 1, 'قرأت مقالة واحدة هذا الشهر'],
    ['ar', 2, 'قرأت مقالتين هذا الشهر'],
    ['ar', 3, 'قرأت 3 مقالات هذا الشهر'],
    ['ar', 11, 'قرأت 11 مقالة هذا الشهر'],
    ['ar', 100, 'قرأت 100 مقالة هذا الشهر'],
    ['de', 1, '1 Artikel in diesem Monat gelesen'],
    ['es', 1, '1 artículo leído este mes'],
    ['es', 3, '3 artículos leídos este mes'],
    ['fr', 1, '1 article lu ce mois-ci'],
    ['fr', 3, '3 articles lus ce mois-ci'],
    ['he', 1, 'כתבה אחת נקראה החודש'],
    ['he', 2, 'שתי כתבות נקראו החודש'],
    ['he', 3, '3 כתבות נקראו החודש'],
  ])('%s, %i read', (locale, read, title) => {
    expect(renderPrompt({ ...fourthView, read }, { ...options, locale })).toContain(`>${title}</h2>`);
  });

  test.each([
    ['ar', 2, 'بقيت لك مقالتان'],
    ['ar', 7, 'بقيت لك 7 مقالات'],
    ['de', 1, 'Noch 1 weiterer Artikel ist frei'],
    ['de', 2, 'Noch 2 weitere Artikel sind frei'],
    ['he', 1, 'כתבה אחת נוספת פתוחה'],
  ])('%s, %i left', (locale, left, text) => {
    expect(renderPrompt({ ...fourthView, left }, { ...options, locale })).toContain(text);
  });

  test.each([
    [1, 'خلال يوم واحد'],
    [2, 'خلال يومين'],
    [7, 'خلال 7 أيام'],
    [30, 'خلال 30 يومًا'],
    [100, 'خلال 100 يوم'],
  ])('ar, a period of %i days', (days, text) => {
    expect(renderPrompt(fourthView, { ...options, locale: 'ar', period: { days } })).toContain(text);
  });
});
