import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseFragment, serialize } from 'parse5';
import { OptionError } from '../../src/options/errors.js';
import { renderPrompt } from '../../src/prompts/index.js';
import { eleventhView, fourthView, options, visible } from './facts.js';

describe('what each state shows', () => {
  test('free shows nothing', () => {
    expect(renderPrompt({ ...fourthView, state: 'free' }, options)).toBe('');
  });

  test('the fourth view shows the count, what is left and both ways in', () => {
    expect(visible(renderPrompt(fourthView, options))).toBe(
      '3 articles read this month Register for full access to The Example. ' +
        'You can open 6 more before the count starts again on December 1. Register Sign in Close',
    );
  });

  test('the eleventh view shows the wall', () => {
    expect(visible(renderPrompt(eleventhView, options))).toBe(
      'Thank you for being a loyal reader You have read 10 articles this month, as many as are open without ' +
        'registering. Register to read on and to join the comments. Register Sign in The count starts again on December 1.',
    );
  });

  test.each([
    ['a prompt from the first view on', { ...fourthView, read: 0, left: 9 }, 'Welcome to The Example'],
    ['one article', { ...fourthView, read: 1 }, '1 article read this month'],
    ['thousands', { ...fourthView, read: 1000, limit: 2000, left: 999 }, '1,000 articles read this month'],
    ['none left', { ...fourthView, read: 9, left: 0 }, 'No new articles are left until the count starts again on Dec'],
    ['one left', { ...fourthView, read: 8, left: 1 }, 'You can open 1 more before'],
    ['a limit of 1', { ...eleventhView, read: 1, limit: 1 }, 'You have read 1 article this month, as many'],
    ['a limit of 0', { ...eleventhView, read: 0, limit: 0 }, 'Thank you for visiting The Example This article is for'],
  ])('%s', (_case, facts, text) => {
    expect(visible(renderPrompt(facts, options))).toContain(text);
  });

  test('a limit of 0 speaks of no count', () => {
    const wall = visible(renderPrompt({ ...eleventhView, read: 0, limit: 0 }, options));
    expect(wall).not.toMatch(/\b0\b|count|loyal/);
  });

  test('where nothing ever blocks, nothing is said of what is left', () => {
    const facts = { ...fourthView, limit: Number.POSITIVE_INFINITY, left: Number.POSITIVE_INFINITY };
    expect(visible(renderPrompt(facts, options))).toBe(
      '3 articles read this month Register for full access to The Example. Register Sign in Close',
    );
  });
});

describe('the markup', () => {
  const both = [renderPrompt(fourthView, options), renderPrompt(eleventhView, options)];

  test.each(both)('is well-formed: %#', (html) => {
    expect(serialize(parseFragment(html)).replaceAll('open=""', 'open')).toBe(html);
  });

  test.each(both)('has no script, no inline style and no handler: %#', (html) => {
    expect(html).not.toMatch(/<script|<style|\sstyle=|\son[a-z]+=/i);
  });

  test.each(both)('is named by its heading, in its language and direction: %#', (html) => {
    expect(html).toMatch(
      /^<(?:dialog open|section) class="paywall-\w+" lang="en" dir="ltr" aria-labelledby="([\w-]+)">/,
    );
    expect(html).toMatch(/<h2 class="paywall-title" id="paywall-(?:prompt|wall)-title">/);
    const [, name] = /aria-labelledby="([\w-]+)"/.exec(html) ?? [];
    expect(html.split(`id="${name}"`)).toHaveLength(2);
  });

  test('the prompt closes by a form of its own, the wall does not close', () => {
    expect(both[0]).toContain(
      '<form method="dialog"><button type="submit" class="paywall-dismiss">Close</button></form>',
    );
    expect(both[1]).not.toMatch(/<form|<button|<dialog/);
  });

  test('prompt and wall may stand in one page: no id is shared', () => {
    const ids = [...both.join('').matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('any name, address and wording is text and nothing else', () => {
    const bare = parseFragment(renderPrompt(fourthView, options));
    const shape = (html: string): string => html.replace(/>[^<]*/g, '>').replace(/href="[^"]*"/g, '');
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'binary' }), (text) => {
        const html = renderPrompt(fourthView, {
          ...options,
          siteName: `${text}<b>"'&`,
          registerUrl: `/?${encodeURIComponent(text)}&"'><script>`,
          copy: { dismiss: `</button>${text}`, promptLeft: () => `<!--${text}` },
        });
        expect(shape(serialize(parseFragment(html)))).toBe(shape(serialize(bare)));
      }),
    );
  });
});

describe('languages', () => {
  test.each([
    ['en', 'en', 'ltr', 'December 1'],
    ['en-GB', 'en-GB', 'ltr', '1 December'],
    ['es-MX', 'es-MX', 'ltr', 'Puedes abrir 6 más'],
    ['es_ES', 'es-ES', 'ltr', 'el 1 de diciembre'],
    ['fr', 'fr', 'ltr', 'le 1er décembre'],
    ['de-AT', 'de-AT', 'ltr', 'am 1. Dezember'],
    ['ar', 'ar', 'rtl', 'قرأت 3 مقالات هذا الشهر'],
    ['ar-EG', 'ar-EG', 'rtl', 'قرأت ٣ مقالات هذا الشهر'],
    ['he-IL', 'he-IL', 'rtl', '3 כתבות נקראו החודש'],
    ['iw', 'he', 'rtl', 'ב־1 בדצמבר'],
    ['ar-EG-u-nu-latn', 'ar-EG', 'rtl', 'قرأت ٣ مقالات'],
    ['pt-BR', 'en', 'ltr', '3 articles read'],
    ['fa', 'en', 'ltr', '3 articles read'],
    ['', 'en', 'ltr', '3 articles read'],
    ['*', 'en', 'ltr', '3 articles read'],
    [`en-${'abcdefgh-'.repeat(9)}x`, 'en', 'ltr', '3 articles read'],
  ])('%s is written as %s, %s', (locale, lang, dir, text) => {
    const html = renderPrompt(fourthView, { ...options, locale });
    expect(html).toContain(` lang="${lang}" dir="${dir}" `);
    expect(html).toContain(text);
  });

  test('a language from a request never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (locale) => {
        expect(renderPrompt(eleventhView, { ...options, locale })).toContain('id="paywall-wall-title"');
      }),
    );
  });

  test('English stands where no language is given', () => {
    expect(renderPrompt(fourthView, options)).toBe(renderPrompt(fourthView, { ...options, locale: 'en' }));
  });

  test.each([
    ['ar', 'The Example', '\u2068The Example\u2069'],
    ['en', 'هآرتس', '\u2068هآرتس\u2069'],
    ['ar', 'الأهرام', 'قراءة الأهرام بلا'],
  ])('in %s, the name %s keeps its own direction', (locale, siteName, text) => {
    expect(renderPrompt(fourthView, { ...options, locale, siteName })).toContain(text);
  });
});

describe('the period', () => {
  test.each([
    [undefined, '3 articles read this month'],
    ['month' as const, '3 articles read this month'],
    ['week' as const, '3 articles read this week'],
    ['day' as const, '3 articles read today'],
    [{ days: 30 }, '3 articles read in 30 days'],
    [{ days: 1 }, '3 articles read in 1 day'],
  ])('%j', (period, title) => {
    expect(visible(renderPrompt(fourthView, { ...options, ...(period && { period }) }))).toContain(title);
  });

  test.each([
    [undefined, 'November 30'],
    ['Asia/Tokyo', 'December 1'],
    ['America/New_York', 'November 30'],
  ])('ends on the date that it is in %s', (timeZone, date) => {
    const facts = { ...eleventhView, resetsAt: new Date('2026-11-30T15:00:00Z') };
    expect(renderPrompt(facts, { ...options, ...(timeZone && { timeZone }) })).toContain(`on ${date}.`);
  });
});

describe('the site’s own wording', () => {
  test('stands before ours, fixed or written from the facts', () => {
    const copy = {
      dismiss: 'Not now',
      thisMonth: 'in this splendid month',
      promptText: '',
      promptTitle: ({ read, limit, left, siteName, period, plural }: Facts) =>
        `${siteName}: ${plural(read, { one: '# story', other: '# stories' })} of ${limit} ${period}, ${left} to go`,
    };
    expect(visible(renderPrompt(fourthView, { ...options, copy }))).toBe(
      'The Example: 3 stories of 10 in this splendid month, 6 to go ' +
        'You can open 6 more before the count starts again on December 1. Register Sign in Not now',
    );
  });

  test('one plural form may serve for all', () => {
    const copy = { register: ({ plural }: Facts) => plural(1, { other: 'Join # more' }) };
    expect(renderPrompt(fourthView, { ...options, copy })).toContain('>Join 1 more</a>');
  });

  test('an empty line leaves no empty paragraph', () => {
    const html = renderPrompt(fourthView, { ...options, copy: { promptText: '', promptLeft: '' } });
    expect(html).not.toContain('<p');
  });

  test('makes any language possible once it is complete', () => {
    const copy = {
      promptTitle: ({ read, date, resetsAt }: Facts) => `${read} artigos até ${date(resetsAt)}`,
      promptText: 'Registe-se.',
      promptLeft: '',
      wallTitle: 'Obrigado',
      wallText: 'Registe-se.',
      wallReset: '',
      register: 'Registar',
      signIn: 'Entrar',
      dismiss: 'Fechar',
      thisMonth: 'este mês',
      thisWeek: 'esta semana',
      today: 'hoje',
      inDays: 'em dias',
    };
    const html = renderPrompt(fourthView, { ...options, locale: 'pt', copy });
    expect(html).toContain('lang="pt" dir="ltr"');
    expect(html).toContain('3 artigos até 1 de dezembro');
    expect(renderPrompt(fourthView, { ...options, locale: 'ur', copy })).toContain('lang="ur" dir="rtl"');
    expect(renderPrompt(fourthView, { ...options, locale: '?', copy })).toContain('lang="en" dir="ltr"');
  });
});

describe('a programmer’s mistake', () => {
  const mistakes: readonly (readonly [string, object, string, string])[] = [
    ['a javascript: link', { registerUrl: 'javascript:alert(1)' }, 'ERR_PAYWALL_INSECURE', 'renderPrompt.registerUrl'],
    ['a hidden one', { signInUrl: ' java\nscript:alert(1)' }, 'ERR_PAYWALL_INSECURE', 'renderPrompt.signInUrl'],
    ['a data: link', { signInUrl: 'data:text/html,x' }, 'ERR_PAYWALL_INSECURE', 'renderPrompt.signInUrl'],
    ['no address at all', { signInUrl: 'https://' }, 'ERR_PAYWALL_INSECURE', 'renderPrompt.signInUrl'],
    ['an empty link', { signInUrl: '' }, 'ERR_PAYWALL_OPTION_TYPE', 'renderPrompt.signInUrl'],
    ['no name', { siteName: undefined }, 'ERR_PAYWALL_OPTION_MISSING', 'renderPrompt.siteName'],
    ['a near miss', { registerURL: '/' }, 'ERR_PAYWALL_OPTION_UNKNOWN', 'renderPrompt.registerURL'],
    ['a locale that is no text', { locale: 7 }, 'ERR_PAYWALL_OPTION_TYPE', 'renderPrompt.locale'],
    ['an unknown time zone', { timeZone: 'Mars/Olympus' }, 'ERR_PAYWALL_OPTION_RANGE', 'renderPrompt.timeZone'],
    ['an unknown period', { period: 'year' }, 'ERR_PAYWALL_OPTION_RANGE', 'renderPrompt.period'],
    ['a period of no days', { period: { days: 0 } }, 'ERR_PAYWALL_OPTION_RANGE', 'renderPrompt.period'],
    ['an unknown message', { copy: { title: 'x' } }, 'ERR_PAYWALL_OPTION_UNKNOWN', 'renderPrompt.copy.title'],
    ['a message that is no text', { copy: { signIn: 1 } }, 'ERR_PAYWALL_OPTION_TYPE', 'renderPrompt.copy.signIn'],
    ['a button without a name', { copy: { dismiss: '' } }, 'ERR_PAYWALL_OPTION_TYPE', 'renderPrompt.copy.dismiss'],
  ];

  test.each(mistakes)('%s is refused, in every state', (_case, mistake, code, option) => {
    for (const state of ['free', 'register-prompt', 'blocked'] as const) {
      const render = () => renderPrompt({ ...fourthView, state }, { ...options, ...mistake });
      expect(render).toThrow(OptionError);
      expect(render).toThrow(expect.objectContaining({ code, option }));
    }
  });

  test.each([
    '/register',
    'register?from=wall',
    '#join',
    '//accounts.example/join',
    'https://accounts.example/?a=1&b=2',
  ])('%s is a fine address', (registerUrl) => {
    const html = renderPrompt(fourthView, { ...options, registerUrl });
    expect(html).toContain(`href="${registerUrl.replace('&', '&amp;')}"`);
  });
});

type Facts = Parameters<Exclude<NonNullable<NonNullable<(typeof options)['copy']>['promptTitle']>, string>>[0];
