import { expect, test } from '@jest/globals';
import { articleOf, type NamedArticle } from '../../src/meter/steps/01-article.js';

async function named(article: (() => unknown) | undefined, target: string) {
  const told: string[] = [];
  const read = await articleOf(article, target, (code, message) => void told.push(`${code} ${String(message)}`));
  return { read, told };
}

const TARGET = '/news/a/?page=2#comments';
const STANDS_IN: NamedArticle = { name: '/news/a?page=2', access: 'metered', unnamed: true };

test.each<[string, (() => unknown) | undefined, NamedArticle | null, string[]]>([
  ['nobody names it: the path does', undefined, { name: '/news/a', access: 'metered' }, []],
  ['null: no article', () => null, null, []],
  ['a name', () => 'a', { name: 'a', access: 'metered', unnamed: false }, []],
  ['a name and metered', () => ({ id: 'a', access: 'metered' }), { name: 'a', access: 'metered', unnamed: false }, []],
  ['a name and open', () => ({ id: 'a', access: 'open' }), { name: 'a', access: 'open', unnamed: false }, []],
  ['a name and locked', () => ({ id: 'a', access: 'locked' }), { name: 'a', access: 'locked', unnamed: false }, []],
  [
    'an access that is none',
    () => ({ id: 'a', access: 'lokced' }),
    { name: 'a', access: 'locked', unnamed: false },
    ['ERR_PAYWALL_ARTICLE article() gave the access "lokced"; the article is locked'],
  ],
  [
    'no name',
    () => undefined,
    STANDS_IN,
    ['ERR_PAYWALL_ARTICLE article() gave no name but undefined; path and query stand in'],
  ],
  [
    'an object that has none',
    () => ({}),
    STANDS_IN,
    ['ERR_PAYWALL_ARTICLE article() gave no name but an object; path and query stand in'],
  ],
  [
    'a failure',
    () => Promise.reject(new Error('database away')),
    STANDS_IN,
    ['ERR_PAYWALL_ARTICLE article() was of no use; path and query stand in'],
  ],
])('an article() that gives %s', async (_what, article, read, told) => {
  expect(await named(article, TARGET)).toEqual({ read, told });
});

test.each([
  ['/news/a', '/news/a'],
  ['/news/a?', '/news/a'],
  ['/news/a?#b', '/news/a'],
  ['/news/a#?b', '/news/a?b'],
  ['/news/a?b?c', '/news/a?b?c'],
])('what stands in for the name of %s is %s', async (target, name) => {
  expect((await named(() => undefined, target)).read).toMatchObject({ name });
});
