import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseFragment } from 'parse5';
import { OptionError } from '../../src/options/errors.js';
import { type ArticleData, gated, structuredData } from '../../src/prompts.js';

const article: ArticleData = {
  headline: 'Harbour plan goes back',
  url: 'https://news.example/harbour',
  datePublished: '2026-11-23T08:00:00+01:00',
};

function read(script: string): unknown {
  const [, json = ''] = /^<script type="application\/ld\+json">(.*)<\/script>$/s.exec(script) ?? [];
  return JSON.parse(json);
}

describe('structuredData', () => {
  test('marks the article and its gated part as not free', () => {
    expect(read(structuredData(article))).toEqual({
      '@context': 'https://schema.org',
      '@type': 'NewsArticle',
      headline: 'Harbour plan goes back',
      url: 'https://news.example/harbour',
      mainEntityOfPage: 'https://news.example/harbour',
      datePublished: '2026-11-23T08:00:00+01:00',
      isAccessibleForFree: false,
      hasPart: { '@type': 'WebPageElement', isAccessibleForFree: false, cssSelector: '.paywall-gated' },
    });
  });

  test('carries what else is given', () => {
    const more = {
      ...article,
      type: 'ReportageNewsArticle',
      dateModified: new Date('2026-11-24T00:00:00Z'),
      author: ['Ada Example', { name: 'The Wire', type: 'Organization' as const, url: 'https://wire.example' }],
      image: ['https://news.example/1.jpg'],
      description: 'In short',
    };
    expect(read(structuredData(more, { cssSelector: '.story-rest' }))).toMatchObject({
      '@type': 'ReportageNewsArticle',
      dateModified: '2026-11-24T00:00:00.000Z',
      author: [
        { '@type': 'Person', name: 'Ada Example' },
        { '@type': 'Organization', name: 'The Wire', url: 'https://wire.example' },
      ],
      image: ['https://news.example/1.jpg'],
      description: 'In short',
      hasPart: { cssSelector: '.story-rest' },
    });
    expect(read(structuredData({ ...article, author: 'Ada' }))).toMatchObject({ author: [{ name: 'Ada' }] });
  });

  test('never the article’s text, whatever the object holds', () => {
    const whole = {
      ...article,
      articleBody: 'SECRET',
      text: 'SECRET',
      hasPart: 'SECRET',
      author: { name: 'A', text: 'SECRET' },
    };
    expect(structuredData(whole)).not.toContain('SECRET');
  });

  test('a description cannot be the article', () => {
    const script = structuredData({ ...article, description: `${'word '.repeat(100)}SECRET` });
    expect(script).not.toContain('SECRET');
    expect(script).toContain(`"description":"${'word '.repeat(59)}word…"`);
  });

  test('any text stays inside the element', () => {
    const nasty = fc.string({
      unit: fc.constantFrom('</script>', '<!--', '<script', ']]>', '&lt;', '\u2028', '"', '\\', 'a'),
    });
    fc.assert(
      fc.property(nasty, (headline) => {
        const script = structuredData({ ...article, headline });
        expect(parseFragment(script).childNodes).toHaveLength(1);
        expect(script).not.toMatch(/[\u2028\u2029]/);
        expect(read(script)).toMatchObject({ headline });
      }),
    );
  });

  test.each(['#story', '.a .b', '.a, .b', 'story', '.', '.1', '.a\n', ''])('%j is no class selector', (cssSelector) => {
    expect(() => structuredData(article, { cssSelector })).toThrow(OptionError);
  });

  test('the default selector finds what gated() writes', () => {
    expect(gated('<p>Rest</p>')).toBe('<div class="paywall-gated"><p>Rest</p></div>');
    expect(structuredData(article)).toContain('".paywall-gated"');
  });
});
