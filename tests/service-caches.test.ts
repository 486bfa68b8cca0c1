import { afterEach, describe, expect, test } from '@jest/globals';
import { withoutIncludes } from '../src/prompts.js';
import { createService, type ServiceOptions } from '../src/service.js';
import { type Served, serve } from './support/http.js';
import { ask, http } from './support/service.js';
import { testOptions } from './support/site.js';

const served: Served[] = [];
afterEach(async () => {
  for (const server of served.splice(0)) await server.close();
});

async function startService(more: Partial<ServiceOptions> = {}): Promise<number> {
  const { site, keys, clock = Date.now } = testOptions();
  const prompts = {
    siteName: 'The <!--#echo var="x" --> <esi:include src="/x"/>',
    registerUrl: '/register',
    subscribe: { url: '/subscribe' },
  };
  const server = await serve(createService({ site, keys, clock, prompts, promptAfter: 1, blockAfter: 2, ...more }));
  served.push(server);
  return server.port;
}

type Headers = Readonly<Record<string, string>>;

/** A reader whose cache asks for them. */
function readerAt(port: number) {
  let cookie = '';
  return async (article: string, headers: Headers = {}, path = '/forward-auth') => {
    const told = { 'X-Original-Method': 'GET', 'X-Original-URI': '/news/a?b', 'Paywall-Article': article };
    const answer = await http(port, 'GET', path, { ...(path === '/forward-auth' && told), Cookie: cookie, ...headers });
    cookie = answer.headers['set-cookie']?.[0]?.split(';')[0] ?? cookie;
    return answer;
  };
}

const viewOf = ({ headers }: { headers: Readonly<Record<string, unknown>> }) => ({
  'Paywall-View': String(headers['paywall-view']),
});

describe('a cache is told', () => {
  test('the variant beside the decision, of an article that it names', async () => {
    const read = readerAt(await startService());
    const seen = [await read('7'), await read('8'), await read('9'), await read('7')];
    expect(seen.map(({ headers }) => headers['paywall-variant'])).toEqual(['full', 'full', 'teaser', 'full']);
    expect(seen[3]?.headers.paywall).toMatch(/^free; read=1|^register-prompt; read=1/);
  });

  test('by the access that it names: open to all and uncounted, locked to all without full access', async () => {
    const read = readerAt(await startService({ blockAfter: 1 }));
    for (const nth of [1, 2, 3]) {
      const { headers } = await read(`open-${nth}`, { 'Paywall-Access': 'open' });
      expect(headers).toMatchObject({ 'paywall-variant': 'full', paywall: 'free' });
    }
    expect((await read('metered', { 'Paywall-Access': '' })).headers).toMatchObject({ 'paywall-variant': 'full' });
    const locked = await read('7', { 'Paywall-Access': 'locked' });
    expect(locked.headers).toMatchObject({ 'paywall-variant': 'teaser', paywall: 'blocked; locked' });
    expect((await read('7')).headers).toMatchObject({ paywall: expect.stringMatching(/; read=1;/) });
  });

  test('of one article under each of its addresses, as a back end is', async () => {
    const port = await startService();
    const read = readerAt(port);
    const { headers } = await read(encodeURIComponent('gezeiten é'));
    const cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    expect(await ask(port, { article: 'gezeiten é', headers: { cookie } })).toMatchObject({
      reason: 're-read',
      variant: 'full',
    });
  });

  test.each([{ 'Paywall-Article': '' }, { 'Paywall-Article': '%E9' }, { 'Paywall-Access': 'free' }])(
    'that it asks wrongly: %j',
    async (headers) => {
      expect(await readerAt(await startService())('7', headers)).toMatchObject({ status: 400 });
    },
  );

  test('nothing of a page that no article is named for, where paths tell nothing', async () => {
    const port = await startService();
    const told = { 'X-Original-Method': 'GET', 'X-Original-URI': '/news/a' };
    expect(await http(port, 'GET', '/forward-auth', told)).toMatchObject({ status: 404 });
  });
});

describe('GET /check', () => {
  test('says ALLOW or BLOCK of the reader whose fields it brings, with the decision and the pass', async () => {
    const check = readerAt(await startService());
    const path = (id: number) => `/check?article=${id}&access=metered`;
    const seen = [await check('', {}, path(1)), await check('', {}, path(2)), await check('', {}, path(3))];
    expect(seen.map(({ headers }) => headers['paywall-result'])).toEqual(['ALLOW', 'ALLOW', 'BLOCK']);
    expect(seen.map(({ headers }) => headers['paywall-meta'])).toEqual(seen.map(({ headers }) => headers.paywall));
    expect(seen[0]?.headers['set-cookie']).toHaveLength(1);
  });

  test('blocks what stands in for a page', async () => {
    const answer = await readerAt(await startService())('', { 'Sec-Purpose': 'prefetch' }, '/check?article=1');
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'paywall-result': 'BLOCK', 'paywall-meta': 'speculative' },
    });
  });

  test.each(['/check', '/check?article=', '/check?article=1&access=x'])('%s is refused', async (path) => {
    expect(await http(await startService(), 'GET', path)).toMatchObject({ status: 400 });
  });
});

describe('GET /prompt', () => {
  test('words the decision of the view that it is given, and counts nothing', async () => {
    const port = await startService();
    const read = readerAt(port);
    await read('1');
    const second = await read('2');
    const fields = { ...viewOf(second), 'X-Original-URI': '/news/a?b' };
    const notice = await http(port, 'GET', '/prompt', fields);
    expect(notice.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
    expect(notice.text).toContain('paywall-prompt');
    expect(notice.text).toContain(encodeURIComponent('/news/a?b'));
    const meter = await http(port, 'GET', '/prompt?part=meter&locale=de', fields);
    expect(meter.text).toContain('lang="de"');
    const third = await read('3');
    expect((await http(port, 'GET', '/prompt', viewOf(third))).text).toContain('paywall-wall');
  });

  test('says of full access nothing', async () => {
    const read = readerAt(await startService());
    const open = await read('1', { 'Paywall-Access': 'open' });
    expect(await http(served[0]?.port ?? 0, 'GET', '/prompt', viewOf(open))).toMatchObject({ status: 200, text: '' });
  });

  test('gives no cache an order, whatever the site is called', async () => {
    const port = await startService({ promptAfter: 0 });
    const view = viewOf(await readerAt(port)('1'));
    for (const part of ['notice', 'meter', 'appeal', 'head']) {
      const { text } = await http(port, 'GET', `/prompt?part=${part}`, view);
      expect(text).not.toMatch(/<!--|<\/?esi:/i);
    }
  });

  test.each<[string, Headers]>([
    ['/prompt', {}],
    ['/prompt', { 'Paywall-View': 'free; read=0' }],
    ['/prompt', { 'Paywall-View': '{"state":"free"}' }],
    ['/prompt', { 'Paywall-View': '[]' }],
    ['/prompt?part=constructor', { 'Paywall-View': '' }],
  ])('%s with %j is refused', async (path, headers) => {
    expect(await http(await startService(), 'GET', path, headers)).toMatchObject({ status: 400 });
  });

  test('asks for the token', async () => {
    const port = await startService({ token: 'a-token-that-is-long-enough' });
    expect(await http(port, 'GET', '/prompt')).toMatchObject({ status: 401 });
    expect(await http(port, 'GET', '/check?article=1')).toMatchObject({ status: 401 });
  });
});

test.each([
  ['<p>ok</p><!-- plain -->', '<p>ok</p><!-- plain -->'],
  ['a <!--#include virtual="/x" --> b', 'a <!-- #include virtual="/x" --> b'],
  ['<esi:include src="/x"/></ESI:remove>', '&lt;esi:include src="/x"/>&lt;/ESI:remove>'],
  ['<!--esi <p>x</p>-->', '<!-- esi <p>x</p>-->'],
])('a text keeps its words and loses its orders: %s', (html, safe) => {
  expect(withoutIncludes(html)).toBe(safe);
});
