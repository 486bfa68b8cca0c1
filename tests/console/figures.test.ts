import { describe, expect, test } from '@jest/globals';
import { createConsole } from '../../src/console.js';
import { memoryFigures, memoryStore } from '../../src/index.js';
import { send, serve } from '../support/http.js';
import { claimsOf } from '../support/keys.js';
import { createTestSite } from '../support/site.js';
import { HOSTILE, openConsole, wordsOf } from './desk.js';

const ELEVEN = Array.from({ length: 11 }, (_, index) => `a${index + 1}`);

/** One reader who reads one article, and one who reads ten and is stopped at the eleventh, from which they register. */
async function twoReaders(site: Awaited<ReturnType<typeof openConsole>>) {
  const [once, often] = [site.reader(), site.reader()];
  await site.read(once, 'a1');
  await site.read(often, ...ELEVEN);
  await site.paywall.converted(
    Object.assign(Object.create(null), { headers: { cookie: often.cookie } }),
    'registered',
    { article: '/news/a11' },
  );
  return { once, often };
}

describe('now and this period', () => {
  test('shows each figure with its formula, its numerator and denominator, and how well it is known', async () => {
    const site = await openConsole();
    await twoReaders(site);
    const words = wordsOf(await site.editor.get('/'));
    expect(words).toContain('Stop rate');
    expect(words).toContain('5% to 10%');
    expect(words).toContain('50% 1 of 2 readers who met the wall of the limit for the first time / readers');
    expect(words).toContain('100% 1 of 1 readers of two articles or more who met the wall');
    expect(words).toContain('100% 1 of 1 readers who registered from the wall of the limit / readers who met it');
    expect(words).toContain(
      'A reader is a browser: anyone who clears cookies, or changes browser, counts as a new reader.',
    );
    expect(words).toContain('From Nov 1, 2026 to Nov 15, 2026');
  });

  test('draws charts with today’s limits, each with a table', async () => {
    const site = await openConsole();
    await twoReaders(site);
    await site.policy.change({ blockAfter: 5 }, { by: 'Anna' });
    const page = await site.editor.get('/');
    const charts = [...page.text.matchAll(/<svg class="(?:columns|band)" role="img" aria-label="([^"]*)"/g)];
    expect(charts.map(([, label]) => label)).toEqual([
      'Pages shown today, by the hour. The table below has the numbers.',
      'Stop rate 50%; 5% to 10% is usual',
      'Readers by articles read; prompt after 3; wall after 5. The table below has the numbers.',
      'Pages shown by day. The table below has the numbers.',
    ]);
    expect(page.text).toContain('>wall after 5</text>');
    expect(wordsOf(page)).toMatch(/How many articles readers read, as a table .* 10 1 50% 0 1/);
    expect(wordsOf(page)).toMatch(/Nov 15, 2026 4 7 1 1 1 1 0/);
  });

  test('has the views of today as they come, by a JSON of their own', async () => {
    const site = await openConsole();
    await twoReaders(site);
    const page = await site.editor.get('/');
    expect(page.text).toContain('data-live="/paywall/console/now.json?plan=-"');
    const now = JSON.parse((await site.editor.get('/now.json?plan=-', { 'Accept-Language': 'de' })).text);
    expect(now).toEqual({
      texts: {
        ...{ at: '13:00:00', began: '2', prompted: '1', stopped: '1', registered: '1', views: '12' },
        ...{ free: '4', 'register-prompt': '7', blocked: '1' },
      },
      bars: { free: 57.14, 'register-prompt': 100, blocked: 14.29 },
      parts: { hours: expect.stringContaining('<svg'), 'hours-table': expect.stringContaining('<td class="n">7</td>') },
    });
    for (const name of Object.keys(now.texts)) expect(page.text).toContain(`data-text="${name}"`);
    for (const name of Object.keys(now.bars)) expect(page.text).toContain(`data-bar="${name}"`);
    for (const name of Object.keys(now.parts)) expect(page.text).toContain(`data-part="${name}"`);
  });

  test('names those alone as stopped in an outage who met the wall in it', async () => {
    const store = { ...memoryStore(), visit: () => Promise.reject(new Error('out')) };
    const site = await openConsole({ store });
    await site.read(site.reader(), ...ELEVEN);
    const words = wordsOf(await site.editor.get('/'));
    expect(words).toContain('Views in an outage 10 pages');
    expect(words).toContain('Stopped in an outage 1 of the views in an outage');
  });

  test('counts once who registered from an article and entered the account', async () => {
    const site = await openConsole();
    await twoReaders(site);
    for (const what of ['registered', 'entered'] as const)
      site.paywall.figures?.converted({ what, from: 'wall', name: 'tides', account: true, plan: 'registered' });
    expect(wordsOf(await site.editor.get('/'))).toContain('tides 1 registered, 1 signed in 1 ');
  });

  test('draws the hours of today, as the publication’s zone has them', async () => {
    const site = await openConsole();
    await twoReaders(site);
    site.time.advance(2 * 3_600_000);
    await site.read(site.reader(), 'a1');
    const { text } = await site.editor.get('/', { 'Accept-Language': 'de' });
    expect(text.match(/<title>\d\d:00: Article, no prompt: /g)).toHaveLength(24);
    expect(text).toContain('<title>13:00: Article, no prompt: 4, Article and prompt: 7, Wall: 1</title>');
    expect(text).toContain('<title>15:00: Article, no prompt: 1, Article and prompt: 0, Wall: 0</title>');
    const rows = [...text.matchAll(/<th scope="row">(\d\d:00)<\/th>/g)].map(([, hour]) => hour);
    expect(rows).toEqual(Array.from({ length: 16 }, (_, hour) => `${String(15 - hour).padStart(2, '0')}:00`));
  });

  test.each([
    ['Europe/Berlin', Date.UTC(2026, 9, 25, 12), 25],
    ['Europe/Berlin', Date.UTC(2026, 2, 29, 12), 23],
    ['Asia/Kolkata', Date.UTC(2026, 10, 15, 12), 25],
  ])('draws all hours of a day in %s', async (timeZone, now, hours) => {
    const site = await openConsole({ timeZone });
    site.time.set(now);
    await site.read(site.reader(), 'a1');
    const { text } = await site.editor.get('/', { 'Accept-Language': 'de' });
    expect(text.match(/<title>\d\d:\d\d: Article, no prompt: /g)).toHaveLength(hours);
    expect(text.match(/<title>\d\d:\d\d: Article, no prompt: 1,/g)).toHaveLength(1);
  });

  test('names articles by their titles where it knows them, and escapes all names', async () => {
    const site = await openConsole({}, { articles: async () => [{ id: '/news/a11', title: HOSTILE }, '/news/a1'] });
    await twoReaders(site);
    const reader = site.reader();
    await site.read(reader, ...ELEVEN.slice(0, 10), encodeURIComponent(HOSTILE));
    const { text } = await site.editor.get('/');
    expect(text).toContain('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;');
    expect(text).not.toContain('<img');
    expect(text).toMatch(/Articles by conversions<\/caption>.*&lt;img src=x/s);
  });

  test('is of no reader: no id of a pass is in a page, an export or what is live', async () => {
    const site = await openConsole();
    const { once, often } = await twoReaders(site);
    const ids = [once, often].map(({ cookie }) => String(claimsOf(cookie.split('=')[1] ?? '').sub));
    expect(ids.every((id) => id.length > 8)).toBe(true);
    for (const path of ['/', '/what-if', '/figures.json', '/figures.csv?table=days', '/now.json?plan=-']) {
      const { text, status } = await site.editor.get(path);
      expect(status).toBe(200);
      expect(ids.filter((id) => text.includes(id))).toEqual([]);
    }
  });

  test('is taken along as CSV and JSON', async () => {
    const site = await openConsole();
    await twoReaders(site);
    const csv = await site.editor.get('/figures.csv?table=reached&from=2026-11-01&to=2026-11-30');
    expect(csv.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': 'attachment; filename="paywall-reached-2026-11-01-2026-11-30.csv"',
    });
    expect(csv.text).toContain('(no account),10,1,0,1\r\n');
    const json = JSON.parse((await site.editor.get('/figures.json')).text);
    expect(json.sum.rates[0].all.stopRate).toMatchObject({ numerator: 1, denominator: 2 });
  });

  test('writes numbers and days by the editor’s language, and takes none that is none', async () => {
    const { editor } = await openConsole();
    expect(wordsOf(await editor.get('/', { 'Accept-Language': 'de-AT,en;q=0.5' }))).toContain('From 01.11.2026');
    for (const language of ['', '*', 'x'.repeat(99), 'en-u-nu-arab', '!!']) {
      expect(wordsOf(await editor.get('/', { 'Accept-Language': language }))).toContain('From Nov 1, 2026');
    }
  });

  test('says which days cannot be shown, and that the store does not answer', async () => {
    const broken = memoryFigures();
    const figures = {
      ...broken,
      begin: (around: Parameters<typeof broken.begin>[0]) => ({
        ...broken.begin(around),
        read: async () => {
          throw new Error('gone');
        },
      }),
    };
    const { editor } = await openConsole();
    const wrong = await editor.get('/?from=2026-11-31');
    expect(wrong).toMatchObject({
      status: 400,
      text: expect.stringContaining('“First day” and “Last day” must be two days'),
    });
    const down = await openConsole({ figures });
    for (const path of ['/', '/what-if', '/now.json', '/figures.csv']) {
      const said = { status: 503, text: expect.stringContaining('the store does not answer') };
      expect(await down.editor.get(path)).toMatchObject(said);
    }
  });
});

describe('what if', () => {
  test('tells what lower limits would have done, exactly, and marks higher ones as a bound', async () => {
    const site = await openConsole();
    await twoReaders(site);
    const lower = await site.editor.get('/what-if?promptAfter=2&blockAfter=5');
    expect(wordsOf(lower)).toContain('prompt after 2, wall after 5 50% stopped');
    expect(wordsOf(lower)).toContain('Today: prompt after 3, wall after 10.');
    expect(wordsOf(lower)).toContain('Exact, had readers behaved the same');
    const higher = await site.editor.get('/what-if?blockAfter=12');
    expect(wordsOf(higher)).toContain('at most 50% stopped');
    expect(wordsOf(higher)).toContain('Known within bounds: some had been stopped before');
    expect(higher.text).toContain('name="blockAfter" value="12"');
    expect(higher.text).toContain('min="0" max="20" value="12"');
  });

  test('takes every limit that the policy takes, from no article to “never”', async () => {
    const site = await openConsole();
    await twoReaders(site);
    for (const [query, said] of [
      ['promptAfter=0&blockAfter=0', 'prompt after 0, wall after 0 100% stopped'],
      ['promptAfter=0&blockAfter=1000', 'prompt after 0, wall after 1000'],
      ['promptAfter=Never&blockAfter=never', 'no prompt, no wall'],
      ['plan=%3Dnone', 'prompt after 3, wall after 10'],
    ]) {
      const [page, policy] = [await site.editor.get(`/what-if?${query}`), await site.editor.get('/policy')];
      expect([page.status, wordsOf(page)]).toEqual([200, expect.stringContaining(said ?? '')]);
      const field = /name="blockAfter" value="[^"]*"( [^>]*)>/;
      expect(field.exec(page.text)?.[1]).toBe(field.exec(policy.text)?.[1]);
    }
  });

  test.each(['-1', '1001', '9999', '2.5', 'many', ''])('refuses %j as the policy does, in a sentence', async (text) => {
    const { editor } = await openConsole();
    for (const [name, label] of [
      ['promptAfter', 'Prompt after'],
      ['blockAfter', 'Wall after'],
    ]) {
      const page = await editor.get(`/what-if?${name}=${text}`);
      expect(page.status).toBe(422);
      expect(wordsOf(page)).toContain(`“${label}” must be a whole number from 0 to 1,000, or “never”.`);
      expect(page.text).toContain(`name="${name}" value="${text}"`);
      expect(page.text).toMatch(/<div id="tried" aria-live="polite"><div class="said problem"/);
      expect((await editor.get(`/policy/confirm?${name}=${text}`)).status).toBe(422);
    }
  });
});

test('a console without figures or policy says so, and how to have them', async () => {
  const { paywall } = createTestSite();
  const console = createConsole(paywall, { editor: () => 'Anna' });
  const server = await serve((req, res) => void console(req, res));
  try {
    const get = (path: string) => send(server.port, { path });
    for (const path of ['/', '/what-if']) expect(wordsOf(await get(path))).toContain('figures: redisFigures(redis)');
    for (const path of ['/policy', '/policy/confirm', '/reader']) {
      expect(wordsOf(await get(path))).toContain('createPaywall({ policy: signedPolicy() })');
    }
  } finally {
    await server.close();
  }
});
