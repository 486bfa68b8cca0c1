import { describe, expect, test } from '@jest/globals';
import { HOSTILE, hiddenIn, openConsole, wordsOf } from './desk.js';

const TEN = Array.from({ length: 10 }, (_, index) => index + 1);
const ARTICLES = TEN.map((id) => ({ id: `/news/${id}`, title: `Article ${id}` }));

async function atTheWall() {
  const site = await openConsole({}, { articles: ARTICLES });
  const reader = site.reader();
  await site.read(reader, ...TEN);
  expect(await site.read(reader, 11)).toEqual(['blocked']);
  return { ...site, browser: reader, pass: reader.cookie };
}

describe('a reader', () => {
  test('is explained by a pasted pass, in sentences, and nothing is counted', async () => {
    const { editor, pass, read, browser } = await atTheWall();
    const words = wordsOf(await editor.post('/reader', { pass, article: '/news/11' }));
    expect(words).toContain('A new article meets the wall 10 of 10 read');
    expect(words).toContain('They have read 10 of 10 articles this period.');
    expect(words).toMatch(/What they read, by title, the newest last .* \/news\/10 Article 10/);
    expect(words).toContain('/news/11 is none of those they have read, so it meets the wall.');
    expect(words).toContain('The count starts again on Tuesday, 1 December 2026');
    expect(await read(browser, 11)).toEqual(['blocked']);
  });

  test('is given so many more, and a page that is loaded anew gives nothing again', async () => {
    const { editor, pass, read, browser, policy } = await atTheWall();
    const page = await editor.post('/reader', { pass });
    const grant = { pass: hiddenIn(page, 'pass'), version: hiddenIn(page, 'version'), act: 'grant', count: 2 };
    expect(wordsOf(await editor.post('/reader', grant))).toContain('They can read more.');
    const again = await editor.post('/reader', grant);
    expect(again).toMatchObject({ status: 409, text: expect.stringContaining('since you looked') });
    expect(wordsOf(again)).toContain('They have read 10 of 12 articles');
    expect(await read(browser, 11, 12, 13)).toEqual(['register-prompt', 'register-prompt', 'blocked']);
    expect((await policy.read()).log.map(({ by, words }) => `${by} ${words}`)).toEqual([
      expect.stringMatching(/^Anna Lind granted 2 articles more to reader /),
    ]);
  });

  test('has an article opened, starts again, and is forgotten', async () => {
    const { editor, pass, read, browser, policy } = await atTheWall();
    const act = async (form: Readonly<Record<string, string>>) =>
      editor.post('/reader', { pass, version: (await policy.read()).version, ...form });
    expect(wordsOf(await act({ act: 'open', article: '/news/11' }))).toContain('The article is open to them');
    expect(await read(browser, 11, 12)).toEqual(['free', 'blocked']);
    expect(wordsOf(await act({ act: 'reset' }))).toContain('They start again, with nothing read');
    expect(await read(browser, 12)).toEqual(['free']);
    const forgotten = await act({ act: 'forget' });
    expect(wordsOf(forgotten)).toContain('What they read is forgotten');
    expect(forgotten.text).not.toContain(pass.split('=')[1]);
  });

  test('is explained by an account, with its plan', async () => {
    const { editor } = await openConsole();
    const words = wordsOf(await editor.post('/reader', { account: '4711', plan: 'registered' }));
    expect(words).toContain('They have read 0 of 30 articles this period.');
    const full = wordsOf(await editor.post('/reader', { account: '4711', plan: 'subscriber' }));
    expect(full).toContain('Everything is open to this account');
    expect(full).toContain('there is nothing to give');
  });

  test('that is none is told of, and what was pasted is escaped', async () => {
    const { editor } = await openConsole();
    const page = await editor.post('/reader', { pass: HOSTILE });
    expect(page.status).toBe(409);
    expect(wordsOf(page)).toContain('This is no pass of this site and of this period');
    expect(page.text).toContain('&lt;img src=x');
    expect(page.text).not.toContain('<img');
    expect(await editor.post('/reader', {})).toMatchObject({ status: 422 });
    expect(await editor.post('/reader', { pass: 'x'.repeat(70_000) })).toMatchObject({ status: 403 });
  });

  test.each([
    [{ act: 'grant', count: '0' }, 422],
    [{ act: 'grant', count: 'many' }, 422],
    [{ act: 'grant', count: '300' }, 422],
    [{ act: 'open', article: '' }, 422],
    [{ act: 'banish' }, 422],
  ])('is given nothing by %p', async (form, status) => {
    const { editor, pass, policy } = await atTheWall();
    const { version } = await policy.read();
    expect(await editor.post('/reader', { pass, version, ...form })).toMatchObject({ status });
    expect((await policy.read()).log).toEqual([]);
  });
});
