import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { de } from '../../src/prompts/locales/de.js';
import type { MessageFacts } from '../../src/prompts.js';
import { codePoint } from '../support/code-points.js';
import { eleventhView, fourthView, promptsWith, tenthView, visible } from './facts.js';

const { notice, meter } = promptsWith();

describe('a language tag', () => {
  test.each([
    ['en', 'en', 'ltr', 'December 1'],
    ['en-GB', 'en-GB', 'ltr', '1 December'],
    ['es-MX', 'es-MX', 'ltr', 'Te quedan 6 artículos'],
    ['es_ES', 'es-ES', 'ltr', 'hasta el 1 de diciembre'],
    ['de-AT', 'de-AT', 'ltr', 'Bis 1. Dezember'],
    ['ar-EG', 'ar-EG', 'rtl', 'قرأت ٣ مقالات هذا الشهر'],
    ['he-IL', 'he-IL', 'rtl', 'קראת 3 כתבות החודש'],
    ['iw', 'he', 'rtl', 'עד 1 בדצמבר'],
    ['ar-EG-u-nu-latn', 'ar-EG', 'rtl', 'قرأت ٣ مقالات'],
    ['pt-BR', 'pt-BR', 'ltr', 'Você leu 3 matérias neste mês.'],
    ['zh', 'zh', 'ltr', '您本月已读3篇文章。'],
    ['zh-CN', 'zh-CN', 'ltr', '您本月已读3篇文章。'],
    ['zh-Hans-SG', 'zh-Hans-SG', 'ltr', '您本月已读3篇文章。'],
    ['zh-TW', 'en', 'ltr', 'You have read 3 articles'],
    ['fa', 'en', 'ltr', 'You have read 3 articles'],
    ['', 'en', 'ltr', 'You have read 3 articles'],
    ['*', 'en', 'ltr', 'You have read 3 articles'],
    [`en-${'abcdefgh-'.repeat(9)}x`, 'en', 'ltr', 'You have read 3 articles'],
  ])('%s is written as %s, %s', (locale, lang, dir, text) => {
    const html = notice(fourthView, { locale });
    expect(html).toContain(` lang="${lang}" dir="${dir}" `);
    expect(visible(html)).toContain(text);
  });

  test('from a request never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: codePoint, maxLength: 40 }), (locale) => {
        expect(notice(eleventhView, { locale })).toContain('paywall-wall');
      }),
    );
  });

  test('left out, or without wording, becomes the site’s own language', () => {
    const german = promptsWith({ locale: 'de' });
    expect(german.notice(fourthView)).toContain('lang="de"');
    expect(german.notice(fourthView, { locale: 'fa' })).toContain('lang="de"');
  });
});

describe('the wording', () => {
  test.each([
    ['en-GB', 'You have read 3 articles this month.', 'You have 6 free articles left until 1 December.'],
    ['es', 'Has leído 3 artículos este mes.', 'Te quedan 6 artículos hasta el 1 de diciembre.'],
    ['fr', 'Vous avez lu 3 articles ce mois-ci.', 'Vous pouvez encore en lire 6 avant le 1er décembre.'],
    ['de', 'Sie haben in diesem Monat 3 Artikel gelesen.', 'Bis 1. Dezember können Sie noch 6 Artikel frei lesen.'],
    ['he', 'קראת 3 כתבות החודש.', 'נותרו לך 6 כתבות חינם עד 1 בדצמבר.'],
    ['ar', 'قرأت 3 مقالات هذا الشهر.', 'بقيت لك 6 مقالات مجانية حتى 1 ديسمبر.'],
  ])('of the prompt, %s', (locale, read, left) => {
    const text = visible(notice(fourthView, { locale }));
    expect(text).toContain(read);
    expect(text).toContain(left);
  });

  test.each([
    ['en-GB', 'This is your last free article until 1 December.'],
    ['fr', 'C’est votre dernier article gratuit avant le 1er décembre.'],
    ['he', 'זו הכתבה האחרונה הפתוחה לך חינם עד 1 בדצמבר.'],
    ['it', 'Questo è il tuo ultimo articolo gratuito fino al 1º dicembre.'],
  ])('of the last article, %s', (locale, text) => {
    expect(visible(notice(tenthView, { locale }))).toContain(text);
  });

  test.each([
    ['en-GB', 'You’ll have 10 more on 1 December.'],
    ['de', 'Sie haben Ihre 10 freien Artikel in diesem Monat gelesen.'],
    ['ar', 'وهو الحد الأقصى دون تسجيل'],
    ['ar', 'إنشاء حساب'],
    ['he', 'התחברות'],
    ['ja', '今月の無料記事10本をすべてお読みになりました。会員登録すると'],
  ])('of the wall, %s', (locale, text) => {
    expect(visible(notice(eleventhView, { locale }))).toContain(text);
  });

  test.each([
    ['ar', { days: 2 }, 'خلال يومين'],
    ['ar', { days: 30 }, 'خلال 30 يومًا'],
    ['de', { days: 1 }, 'an einem Tag'],
    ['he', { days: 30 }, '30 יום'],
    ['he', { days: 7 }, '7 ימים'],
    ['pl', { days: 30 }, 'w ciągu 30 dni'],
    ['fr', 'day', 'aujourd’hui'],
    ['nl', 'week', 'deze week'],
  ] as const)('of the period, %s %j', (locale, period, text) => {
    expect(visible(meter({ ...fourthView, period }, { locale }))).toContain(text);
  });

  test.each([
    ['Asia/Tokyo', 'December 1'],
    ['America/New_York', 'November 30'],
  ])('of the date is that in %s', (timeZone, date) => {
    const decision = { ...eleventhView, timeZone, resetsAt: new Date('2026-11-30T15:00:00Z') };
    expect(visible(notice(decision))).toContain(`on ${date}.`);
  });

  test.each([
    ['en', 'هآرتس', '\u2068هآرتس\u2069'],
    ['ar', 'The Example', '«\u2068The Example\u2069»'],
    ['ar', 'الأهرام', '«الأهرام»'],
  ])('in %s keeps the name %s in its own direction', (locale, siteName, text) => {
    expect(promptsWith({ siteName }).notice(fourthView, { locale })).toContain(text);
  });
});

describe('the site’s own wording', () => {
  test('stands before ours in its language alone, fixed or written from the facts', () => {
    const copy = {
      en: {
        thisMonth: 'in this splendid month',
        promptRegister: '',
        promptRead: ({ read, limit, left, siteName, period, plural }: MessageFacts) =>
          `${siteName}: ${plural(read, { one: '# story', other: '# stories' })} of ${limit} ${period}, ${left} to go`,
      },
    };
    const own = promptsWith({ copy });
    expect(visible(own.notice(fourthView))).toMatch(
      /^The Example: 3 stories of 10 in this splendid month, 6 to go You have 6 free articles left/,
    );
    expect(own.notice(fourthView, { locale: 'de' })).toBe(notice(fourthView, { locale: 'de' }));
  });

  test('of a region stands before that of its language', () => {
    const copy = { de: { register: 'Mitlesen', signIn: 'Einloggen' }, 'de-AT': { register: 'Servus' } };
    const own = promptsWith({ copy });
    expect(visible(own.notice(fourthView, { locale: 'de-AT' }))).toContain('Servus Einloggen');
    expect(visible(own.notice(fourthView, { locale: 'de-CH' }))).toContain('Mitlesen Einloggen');
  });

  test('makes any language possible once it is whole', () => {
    const own = promptsWith({ locale: 'ur', copy: { ur: de } });
    expect(own.notice(fourthView)).toContain('lang="ur" dir="rtl"');
  });
});
