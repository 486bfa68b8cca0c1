import { afterEach, describe, expect, test } from '@jest/globals';
import { createNewsroom } from '../../examples/newsroom/app.js';
import { createPreview, type PreviewOptions } from '../../src/index.js';
import { NOW, options, visible } from '../prompts/facts.js';
import { createBrowser, type Received, type Served, send, serve } from '../support/http.js';
import { LONG } from '../support/rounds.js';
import { SECRET } from '../support/site.js';

const served: Served[] = [];
afterEach(async () => {
  for (const server of served.splice(0)) await server.close();
});

async function start(more: Partial<PreviewOptions> = {}) {
  const preview = createPreview({ prompts: options, clock: () => NOW, ...more });
  const server = await serve(preview);
  served.push(server);
  const get = (path: string): Promise<Received> => send(server.port, { path });
  return { preview, port: server.port, get };
}

/** The address of a case: this one, but for what the query says. */
function page(query: string): string {
  const wanted = Object.fromEntries(new URLSearchParams(query));
  const usual = { scene: 'wall', reader: 'anonymous', locale: 'en', placement: 'inline', scheme: 'light' };
  return `/preview/page?${new URLSearchParams({ ...usual, ...wanted })}`;
}
const headings = ({ text }: Received) => [...text.matchAll(/<h2>(.*?) <span>/g)].map(([, heading]) => heading);

describe('the gallery', () => {
  test('has every moment of every kind of reader that the limits leave', async () => {
    const { get } = await start({ plans: { registered: { promptAfter: 20, blockAfter: 30 }, subscriber: 'full' } });
    const open = ['First article', 'Last article before the prompt', 'First prompt', 'Last article before the wall'];
    const walls = ['Wall: limit reached', 'Wall: locked article', 'Wall: outage'];
    const strangers = ['Wall: too many new readers on a network', 'Wall: any other reason'];
    expect(headings(await get('/preview'))).toEqual([
      ...[...open, ...walls, ...strangers, 'Open article'],
      ...[...open, ...walls, 'Open article'],
      ...['Full access', 'Open article'],
    ]);
  });

  test.each([
    [{ promptAfter: 0, blockAfter: 1 }, ['First article']],
    [{ promptAfter: Number.POSITIVE_INFINITY, blockAfter: 2 }, ['First article', 'Last article before the wall']],
    [{ promptAfter: 1, blockAfter: Number.POSITIVE_INFINITY }, ['First article', 'First prompt']],
    [{ promptAfter: 0, blockAfter: 0 }, []],
  ])('with %p has no moment that never comes', async (limits, moments) => {
    const { get } = await start(limits);
    const shown = headings(await get('/preview?reader=anonymous'));
    expect(shown.filter((heading) => !/^(Wall|Open)/.test(heading ?? ''))).toEqual(moments);
  });

  test('of everything has every language, placement, scheme and width', async () => {
    const { text } = await (await start()).get('/preview?locale=all&placement=all');
    const frames = text.match(/<iframe /g)?.length;
    // Two of the moments are prompts, which stand in two places; one is of an account.
    expect(frames).toBe(12 * (10 + 2 + 2) * 2 * 2);
  });

  test('leads from each of its addresses to pages that are there', async () => {
    const { get } = await start();
    // What is not asked for by its address is the same in every language.
    const { text } = await get(`/preview?locale=${LONG ? 'all' : 'he'}&placement=all`);
    const sources = [...text.matchAll(/<iframe src="([^"]+)"/g)].map(([, src = '']) => src.replaceAll('&amp;', '&'));
    for (const source of new Set(sources)) {
      const { status, text: html } = await get(source);
      expect(status).toBe(200);
      expect(html).toContain('<h1>');
    }
  });

  test('escapes what the site is called, and the copy', async () => {
    const prompts = { ...options, siteName: '<b>"A&B"</b>', copy: { en: { wallLimitTitle: '<script>' } } };
    const { get } = await start({ prompts, plans: { '<i>': 'full' } });
    for (const path of ['/preview', page('scene=wall')]) {
      const { text } = await get(path);
      expect(text).toContain('&lt;b&gt;&quot;A&amp;B&quot;&lt;/b&gt;');
      expect(text).not.toMatch(/<b>|<i>|<script>/);
    }
  });

  test.each([
    '/preview?locale=xx',
    '/preview?scene=<b>',
    '/preview/page',
    page('scene=all'),
    page('scene=full-access'),
  ])('%s is no case', async (path) => {
    expect(await (await start()).get(path)).toMatchObject({ status: 404, headers: { 'content-type': /^text\/plain/ } });
  });
});

describe('a page of the preview', () => {
  test('says what readers are told, in words, dates and limits of the site', async () => {
    const { get } = await start({ blockAfter: 5, period: 'week', timeZone: 'Asia/Tokyo' });
    const { text } = await get(page('scene=prompt&locale=de'));
    expect(visible(text)).toContain('Sie haben in dieser Woche 3 Artikel gelesen.');
    expect(text).toContain('lang="de" dir="ltr"');
    expect(visible((await get(page('scene=last'))).text)).toContain(
      'This is your last free article until November 30.',
    );
  });

  test('has a wording of the site’s own, in its own language too', async () => {
    const copy = { 'de-AT': { wallLimitTitle: 'Servus!' } };
    const { get } = await start({ prompts: { ...options, copy } });
    expect((await get(page('scene=wall&locale=de-AT'))).text).toContain('Servus!');
  });

  test.each(['/preview', page('scene=prompt')])('%s needs nothing inline, and is kept by nobody', async (path) => {
    const { text, headers } = await (await start()).get(path);
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; .*base-uri 'none'/);
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(text).not.toMatch(/ style=|<style|<script>| on\w+=/);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex' });
    for (const [, url = ''] of text.matchAll(/(?:href|src)="(\/preview\/assets\/[^"]+)"/g)) {
      expect(await (await start()).get(url)).toMatchObject({ status: 200 });
    }
  });

  test('tells of a message that throws', async () => {
    const fail = () => {
      throw new Error('no such fact');
    };
    const { get } = await start({ prompts: { ...options, copy: { en: { wallLimitTitle: fail } } } });
    const said = { status: 500, text: 'This cannot be shown: Error: no such fact' };
    expect(await get(page('scene=wall'))).toMatchObject(said);
  });

  test('takes a dismissal without a cookie, and leads back to itself alone', async () => {
    const { port } = await start();
    const dismiss = (to: string) =>
      send(port, { path: `/preview/assets/dismiss?to=${encodeURIComponent(to)}`, method: 'POST' });
    const { headers, status } = await dismiss(page('scene=prompt'));
    expect({ status, location: headers.location, cookies: headers['set-cookie'] }).toEqual({
      ...{ status: 303, location: `${page('scene=prompt')}#paywall-prompt`, cookies: undefined },
    });
    for (const to of ['https://evil.example/preview/page', '//evil.example/preview/page', '/preview/page/../../x']) {
      expect(await dismiss(to)).toMatchObject({ status: 400 });
    }
  });
});

describe('the style sheet of the site', () => {
  async function site(type = 'text/css', status = 200, css = ''): Promise<string> {
    const server = await serve((_req, res) => void res.writeHead(status, { 'Content-Type': type }).end(css));
    served.push(server);
    return `http://127.0.0.1:${server.port}/css/site.css`;
  }

  test('is fetched from an address, and its own addresses stay what they were', async () => {
    const sheet =
      '/* url(x) */@import "base.css";@import url(more.css) print;a{background:url( "../i/a b.png" );mask:url(#m)}b::before{content:"url(x)"}@font-face{src:url(//cdn.example/f.woff2)}c{background:url(data:image/png;base64,AA==)}';
    const css = await site('text/css; charset=utf-8', 200, sheet);
    const { get } = await start({ css });
    const { origin } = new URL(css);
    expect((await get('/preview/site.css')).text).toBe(
      `/* url(x) */@import "${origin}/css/base.css";@import url("${origin}/css/more.css") print;a{background:url("${origin}/i/a%20b.png");mask:url(#m)}b::before{content:"url(x)"}@font-face{src:url("http://cdn.example/f.woff2")}c{background:url("data:image/png;base64,AA==")}`,
    );
    const shown = await get(page('scene=wall'));
    expect(shown.text).toContain('<link rel="stylesheet" href="/preview/site.css">');
    expect(shown.headers['content-security-policy']).toContain(`style-src 'self' https: ${origin};`);
    expect((await get('/preview')).text).not.toContain('role="alert"');
  });

  test.each([
    ['answers 404', () => site('text/css', 404), 'it answered 404'],
    ['is a page', () => site('text/html; charset=utf-8'), 'it is text/html, not text/css'],
    ['nobody answers', async () => 'http://127.0.0.1:1/site.css', 'bad port|ECONNREFUSED'],
  ])('that %s is told of, and the page keeps a look of its own', async (_how, address, reason) => {
    const css = await address();
    const { get } = await start({ css });
    const said = expect.stringMatching(
      new RegExp(`role="alert">The style sheet ${css} cannot be shown: (${reason})\\.<`),
    );
    expect((await get('/preview')).text).toEqual(said);
    expect((await get(page('scene=wall'))).text).not.toContain('site.css');
    expect(await get('/preview/site.css')).toMatchObject({ status: 502 });
  });

  test('is linked as it is where the preview stands on the site', async () => {
    const { get } = await start({ css: '/style.css?v=1&w=2' });
    expect((await get(page('scene=wall'))).text).toContain('<link rel="stylesheet" href="/style.css?v=1&amp;w=2">');
  });
});

describe('createPreview', () => {
  test.each<[Partial<PreviewOptions>, string]>([
    [
      { css: 'style.css' },
      'createPreview.css: "style.css" is not a path such as "/style.css", a whole http(s) address',
    ],
    [{ css: 'javascript:alert(1)' }, 'createPreview.css: "javascript:alert(1)" is not a path'],
    [{ css: '//cdn.example/x.css' }, 'createPreview.css: "//cdn.example/x.css" is not a path'],
    [{ path: 'preview' }, 'createPreview.path: "preview" is not a path. Give one such as "/preview"'],
    [{ promptAfter: 11 }, 'createPreview.blockAfter: 10 is below promptAfter (11)'],
    [{ plans: {} }, 'createPreview.plans: an object names no plan'],
    [{ timeZone: 'Berlin' }, 'createPreview.timeZone: "Berlin" is not an IANA time zone'],
    [{ prompts: { siteName: '' } }, 'createPreview.prompts.siteName: "" is not a string that is not empty'],
  ])('refuses %p', (wrong, message) => {
    const making = () => createPreview({ prompts: options, ...wrong });
    expect(making).toThrow(expect.objectContaining({ message: expect.stringContaining(message) }));
  });

  test('keeps showing what it showed where an update is wrong', async () => {
    const { preview, get } = await start();
    const version = async () => (await get('/preview/version')).text;
    const before = await version();
    expect(() => preview.update({ prompts: { siteName: '' } })).toThrow('createPreview.prompts.siteName');
    expect(await version()).toBe(before);
    preview.update({ prompts: { ...options, siteName: 'Another' } });
    expect(await version()).not.toBe(before);
    expect((await get('/preview')).text).toContain('What readers of Another meet');
  });

  test('says where a link leads that is the site’s, and begins at the preview', async () => {
    const { get } = await start();
    const { status, text } = await get('/register?next=<b>');
    expect(status).toBe(404);
    expect(text).toContain('This link leads to /register?next=%3Cb%3E there.');
    expect(await get('/')).toMatchObject({ status: 307, headers: { location: '/preview' } });
    expect(await get('//evil.example/preview')).toMatchObject({ status: 307 });
  });
});

describe('in the newsroom', () => {
  const environment = process.env.NODE_ENV;
  afterEach(() => {
    process.env.NODE_ENV = environment;
  });

  test.each([
    ['test', 200],
    ['production', 404],
  ])('where NODE_ENV is %s, /preview answers %i', async (env, status) => {
    process.env.NODE_ENV = env;
    const server = await serve(createNewsroom({ site: 'https://newsroom.example', secret: SECRET }));
    served.push(server);
    expect((await createBrowser(server.port).send({ path: '/preview' })).status).toBe(status);
  });
});
