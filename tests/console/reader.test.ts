import { describe, expect, test } from '@jest/globals';
import type { ConsoleOptions } from '../../src/console.js';
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
    expect(words).toContain('A new article shows the wall 10 of 10 read');
    expect(words).toContain('They have read 10 of 10 articles this period.');
    expect(words).toMatch(/What they read, by title, the newest last .* \/news\/10 Article 10/);
    expect(words).toContain('They have not read /news/11, so it shows the wall.');
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
      expect.stringMatching(/^Anna Lind granted 2 more articles to reader /),
    ]);
  });

  test('is shown by the id that the log has, with what the log says of them and of nobody else', async () => {
    const { editor, pass, policy, reader, read, time } = await atTheWall();
    const other = reader();
    await read(other, 1);
    await policy.readers.grant({ pass: other.cookie }, 7, { by: 'Ben' });
    await policy.change({ blockAfter: 9 }, { by: 'Ben' });
    time.advance(1000);
    await policy.readers.grant({ pass }, 2, { by: 'Anna Lind' });
    const { reader: id } = await policy.readers.explain({ pass });
    const page = await editor.post('/reader', { pass });
    expect(page.text).toContain(`<code class="id">${id}</code>`);
    const done = page.text.slice(page.text.indexOf('In the log'));
    expect(done).toContain('granted 2 more articles to reader');
    expect(done).not.toMatch(/granted 7|from 10 to 9/);
    expect((await editor.get('/policy')).text).toContain(
      `granted 2 more articles to reader <code class="id">${id}</code>`,
    );
    const { reader: otherId } = await policy.readers.explain({ pass: other.cookie });
    expect(page.text).not.toContain(otherId);
    expect((await policy.read()).log.map((line) => line.reader)).toEqual([id, null, otherId]);
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
    expect(full).toContain('there is no need to help');
  });

  test('that is none is told of, and what was pasted is escaped', async () => {
    const { editor } = await openConsole();
    const page = await editor.post('/reader', { pass: HOSTILE });
    expect(page.status).toBe(409);
    expect(wordsOf(page)).toContain('This is not a pass of this site and this period');
    expect(page.text).toContain('&lt;img src=x');
    expect(page.text).not.toContain('<img');
    const empty = await editor.post('/reader', {});
    expect(empty.status).toBe(422);
    expect(wordsOf(empty)).toContain('Say which reader: paste their code or their pass, or give their account’s id.');
  });

  test('whose form is too long is told so, on a page', async () => {
    const { editor } = await openConsole();
    for (const length of [70_000, 200_000, 3_000_000]) {
      const page = await editor.post('/reader', { pass: 'x'.repeat(length) });
      expect(page.status).toBe(413);
      expect(wordsOf(page)).toContain('What was sent is too long');
    }
  });

  test('of an account that nobody knows, and of a plan that there is none of, is told of as such', async () => {
    const { editor } = await openConsole();
    expect(wordsOf(await editor.post('/reader', { account: '4712' }))).toContain('Nothing is known about this account');
    const page = await editor.post('/reader', { account: '4711', plan: 'gold' });
    expect(page.status).toBe(409);
    expect(wordsOf(page)).toContain('There is no plan gold: the site has registered, subscriber');
    expect(page.text).toContain('name="account" autocomplete="off" dir="auto" value="4711"');
    expect((await editor.get('/reader')).text).toContain('<option value="registered">registered</option>');
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
    const page = await editor.post('/reader', { pass, version, ...form });
    expect(page.status).toBe(status);
    expect(wordsOf(page)).toContain('They have read 10 of 10 articles');
    expect(wordsOf(page)).not.toMatch(/ERR_|grant\.|option/);
    expect((await policy.read()).log).toEqual([]);
  });
});

describe('an article that an editor names', () => {
  const KNOWN: ConsoleOptions['articles'] = [
    '/news/1',
    { id: '/news/20', title: 'Twenty' },
    { id: '/news/30', access: 'locked' },
    { id: '/news/40', access: 'open' },
  ];

  async function openSite(options: ConsoleOptions, more: Parameters<typeof openConsole>[0] = {}) {
    const site = await openConsole(more, options);
    const browser = site.reader();
    await site.read(browser, ...TEN, 11);
    const ask = async (form: Readonly<Record<string, string>>) =>
      site.editor.post('/reader', { pass: browser.cookie, version: (await site.policy.read()).version, ...form });
    return { ...site, browser, ask, open: (article: string, more = {}) => ask({ act: 'open', article, ...more }) };
  }

  test.each([
    ['/news/99', 'There is no article “/news/99”'],
    ['/news/30', '“/news/30” is locked: only full access opens it'],
    ['/news/40', '“/news/40” is open to everyone'],
    ['a\u202Eb', 'There is no article “a\uFFFDb”'],
  ])('%j is opened to nobody, and stays where it was typed', async (article, said) => {
    const { open, ask, policy } = await openSite({ articles: KNOWN });
    const page = await open(article);
    expect(page.status).toBe(422);
    expect(wordsOf(page)).toContain(said);
    expect(wordsOf(page)).toContain('They have read 10 of 10 articles');
    expect(page.text).toMatch(/name="article" list="articles" [^>]*value="[^"]+" required/);
    expect(page.text).not.toMatch(/[\u202A-\u202E]/);
    expect((await policy.read()).log).toEqual([]);
    const asked = wordsOf(await ask({ article }));
    expect(asked).toContain(said);
    expect(asked).not.toContain('none of those they have read');
  });

  test.each([
    ['by the list', '/news/20'],
    ['by the figures of this period', '/news/11'],
    ['by its whole address', 'https://news.example/news/20?utm=x'],
  ])('is opened where it is known %s', async (_how, article) => {
    const { open, policy } = await openSite({ articles: KNOWN });
    const page = await open(article);
    expect(wordsOf(page)).toContain('The article is open to them');
    expect(wordsOf(page)).toContain('was opened for them: it is shown, and not counted.');
    expect((await policy.read()).log).toHaveLength(1);
  });

  test('is looked up by the site where it can', async () => {
    const article = async (id: string) => (id === '/news/77' ? { id, access: 'metered' as const } : null);
    const { open } = await openSite({ articles: KNOWN, article });
    expect(wordsOf(await open('/news/77'))).toContain('The article is open to them');
    expect(wordsOf(await open('/news/20'))).toContain('There is no article “/news/20”');
  });

  test.each([
    ['figures do not know it', {}, 'This period’s figures have no article “/news/99”'],
    ['nothing could know it', { figures: null }, 'Nothing here can tell whether there is an article “/news/99”'],
  ])('is opened where %s only once the editor says so', async (_what, more, said) => {
    const { open, ask, policy } = await openSite({}, more);
    const page = await open('/news/99');
    expect(wordsOf(page)).toContain(`${said}. Was its id copied from its address`);
    expect(wordsOf(page)).toContain('Open it anyway');
    expect((await policy.read()).log).toEqual([]);
    expect(wordsOf(await ask({ article: '/news/99' }))).toContain(said);
    expect(wordsOf(await open('/news/99', { sure: 'on' }))).toContain('The article is open to them');
    expect((await policy.read()).log).toHaveLength(1);
  });
});
