import { describe, expect, test } from '@jest/globals';
import { promptOptionsOfJson } from '../../src/prompts/json/json.js';
import { createPrompts } from '../../src/prompts.js';
import { eleventhView, fourthView, tenthView, visible } from './facts.js';

const least = { siteName: 'The Example', registerUrl: '/register' };

const promptsWith = (copy: unknown) => createPrompts(promptOptionsOfJson({ ...least, copy }, 'file'));

describe('the wording of a JSON file', () => {
  test('is ICU MessageFormat, in the numbers, plurals and dates of its language', () => {
    const { notice } = promptsWith({
      pl: {
        promptLeft: 'Do {resetsAt}: {left, plural, one {# artykuł} few {# artykuły} many {# artykułów} other {#}}.',
      },
    });
    const left = (count: number) => visible(notice({ ...fourthView, left: count }, { locale: 'pl' }));
    expect(left(2)).toContain('Do 1 grudnia: 2 artykuły.');
    expect(left(5)).toContain('Do 1 grudnia: 5 artykułów.');
  });

  test('may speak of every fact', () => {
    const promptRead = '{siteName}|{period}|{read}|{left}|{limit}|{used}|{comments}|{days}|{resetsAt}';
    const { notice } = promptsWith({ en: { promptRead } });
    expect(visible(notice(fourthView))).toContain('The Example|this month|3|6|10|4|0|0|December 1');
  });

  test('is plain text where it has no braces, and escaped', () => {
    const { notice } = promptsWith({ en: { promptLast: 'It’s the <b>last</b>', wallLimitTitle: '<i>{read}</i>' } });
    expect(notice(tenthView)).toContain('It’s the &lt;b&gt;last&lt;/b&gt;');
    expect(notice(eleventhView)).toContain('&lt;i&gt;10&lt;/i&gt;');
  });

  test.each([
    [
      { en: { meter: '{used' } },
      'file.copy.en.meter: "{used" is not ICU MessageFormat (EXPECT_ARGUMENT_CLOSING_BRACE)',
    ],
    [{ en: { meter: '{count}' } }, 'file.copy.en.meter: "{count}" is not ICU MessageFormat (The intl string context'],
    [{ en: { meters: 'x' } }, 'file.copy.en.meters: there is no such option. Did you mean meter?'],
    [{ en: { meter: 7 } }, 'file.copy.en.meter: 7 is not a string'],
    [{ en: 'x' }, 'file.copy.en: "x" is not an object'],
    [{ '!': { meter: '{used}' } }, 'file.copy.!: "!" is not a language tag'],
    ['x', 'file.copy: "x" is not an object'],
  ])('%p is refused', (copy, message) => {
    expect(() => promptsWith(copy)).toThrow(expect.objectContaining({ message: expect.stringContaining(message) }));
  });

  test.each([null, [], 'x'])('%p is no options', (json) => {
    expect(() => promptOptionsOfJson(json, 'file')).toThrow(/^file: .* is not an object/);
  });
});
