import { describe, expect, test } from '@jest/globals';
import { createPaywall, memoryStore, OptionError, type PaywallEvent } from '../../src/fetch.js';
import { NOON, SECRET } from '../support/site.js';
import { createWebReader, createWebSite, page } from './web-site.js';

const LIMITS = { promptAfter: 1, blockAfter: 3 };

describe('a reader', () => {
  test('walks to the wall, and no further', async () => {
    const reader = createWebReader(createWebSite());
    const states: string[] = [];
    for (let n = 1; n <= 11; n += 1) states.push((await reader.get(`/news/${n}`)).state);
    expect(states).toEqual([
      ...Array.from({ length: 3 }, () => 'free'),
      ...Array.from({ length: 7 }, () => 'register-prompt'),
      'blocked',
    ]);
    const wall = await reader.get('/news/12');
    expect(wall.text).toBe('TEASER');
    expect(wall.response.headers.get('Cache-Control')).toBe('private, no-store');
    expect(wall.response.headers.get('Vary')).toBe('*');
    expect((await reader.get('/news/1')).state).toBe('register-prompt');
  });

  test('has the decision in the header field, and the pass beside the site’s own cookies', async () => {
    const reader = createWebReader(createWebSite());
    const { response, header } = await reader.get('/news/1', () => {
      const headers = new Headers({ Vary: 'Accept', 'Cache-Control': 'public, max-age=60', ETag: '"1"', Expires: '0' });
      headers.append('Set-Cookie', 'theme=dark');
      headers.append('Set-Cookie', 'lang=en; Expires=Wed, 21 Oct 2026 07:28:00 GMT');
      return new Response('TEXT', { headers });
    });
    expect(header).toMatch(/^free; read=0; left=9; limit=10; reset=\d+$/);
    expect(response.headers.get('Cache-Control')).toBe('private, no-cache');
    expect(response.headers.get('Vary')).toBe('Accept, Cookie');
    expect([response.headers.get('ETag'), response.headers.get('Expires')]).toEqual([null, null]);
    expect(response.headers.getSetCookie()).toEqual([
      'theme=dark',
      'lang=en; Expires=Wed, 21 Oct 2026 07:28:00 GMT',
      expect.stringMatching(/^__Host-paywall=/),
    ]);
  });

  test('who is registered reads everything, by the account that the request names', async () => {
    const account = (request: Request) => request.headers.has('X-User') && { id: 'ann' };
    const reader = createWebReader(createWebSite({ ...LIMITS, account }));
    await reader.read(4);
    expect((await reader.get('/news/9')).state).toBe('blocked');
    expect((await reader.get('/news/9', page, { headers: { 'X-User': 'ann' } })).state).toBe('free');
  });

  test('is not given another reader’s pass that the site replays', async () => {
    const events: PaywallEvent[] = [];
    const site = createWebSite({ onEvent: (event) => events.push(event) });
    const { response } = await createWebReader(site).get('/news/1', () => {
      return new Response('TEXT', { headers: { 'Set-Cookie': '__Host-paywall=another' } });
    });
    expect(response.headers.getSetCookie()).toEqual([expect.not.stringContaining('another')]);
    expect(events.map(({ code }) => code)).toEqual(['ERR_PAYWALL_REPLAYED']);
  });
});

describe('a request', () => {
  test('names its article by the function given, as in Express', async () => {
    const reader = createWebReader(createWebSite(LIMITS));
    const article = (request: Request) => new URL(request.url).searchParams.get('id');
    for (const path of ['/a?id=7', '/b?id=7', '/c?id=7']) await reader.get(path, page, {}, { article });
    expect((await reader.get('/d?id=8', page, {}, { article })).header).toMatch(/read=1;/);
    expect((await reader.get('/front', page, {}, { article })).header).toBe('');
  });

  test('by HEAD counts nothing and brings no body', async () => {
    const reader = createWebReader(createWebSite(LIMITS));
    await reader.read(1);
    const cancelled: unknown[] = [];
    const body = new ReadableStream({ cancel: (reason) => void cancelled.push(reason) });
    const { response, text } = await reader.get('/news/2', () => new Response(body), { method: 'HEAD' });
    expect([response.body, text, cancelled]).toEqual([null, '', [undefined]]);
    expect(response.headers.getSetCookie()).toEqual([]);
    expect((await reader.get('/news/3')).header).toMatch(/read=1;/);
  });

  test('of another method passes on untouched', async () => {
    const { respond } = createWebSite();
    const own = new Response('ok');
    expect(await respond(new Request('https://news.example/news/1', { method: 'POST' }), () => own)).toBe(own);
  });

  test.each([
    ['fetched ahead', { 'Sec-Purpose': 'prefetch' }, 503],
    ['for an image', { 'Sec-Fetch-Dest': 'image' }, 403],
  ])('%s is answered without the page', async (_what, headers, status) => {
    const reader = createWebReader(createWebSite());
    const rendered: string[] = [];
    const { response, text } = await reader.get('/news/1', () => new Response(String(rendered.push('TEXT'))), {
      headers,
    });
    // A first view costs its reader nothing before there is a pass.
    await reader.read(1);
    const again = await reader.get('/news/2', () => new Response(String(rendered.push('TEXT'))), { headers });
    expect([again.response.status, again.text]).toEqual([status, '']);
    expect(again.response.headers.get('Cache-Control')).toBe('no-store');
    expect([response.status, text, rendered]).toEqual([status, '', []]);
    expect((await reader.get('/news/2')).header).toMatch(/read=1;/);
  });

  test('comes to the page without the conditions that another page could meet', async () => {
    const reader = createWebReader(createWebSite(LIMITS));
    const conditions: (string | null)[] = [];
    const render = (_: unknown, request: Request) => {
      conditions.push(request.headers.get('If-None-Match'), request.headers.get('Range'));
      return new Response('TEXT');
    };
    const headers = { 'If-None-Match': '"1"', Range: 'bytes=0-3' };
    await reader.get('/news/1', render, { headers });
    expect(conditions).toEqual([null, 'bytes=0-3']);
    await reader.read(3);
    await reader.get('/news/9', render, { headers });
    expect(conditions.slice(2)).toEqual([null, null]);
  });

  test('is one view, though a page be rendered within another', async () => {
    const { paywall, respond } = createWebSite();
    const reader = createWebReader({ respond });
    const { header, text } = await reader.get('/news/1', (_, request) => paywall.respond(request, {}, page));
    expect([header, text]).toEqual([expect.stringMatching(/^free; read=0/), 'TEXT']);
    expect((await reader.get('/news/2')).header).toMatch(/read=1;/);
  });

  test('in a plain object is decided as well as one of the web', async () => {
    const { paywall } = createWebSite();
    const view = { method: 'GET', target: '/news/1' };
    const { cookie = '' } = (await paywall.decide({ ...view, headers: new Headers() })).end(200);
    const pass = cookie.split(';')[0] ?? '';
    for (const headers of [{ cookie: pass }, new Headers({ Cookie: pass }), [['Cookie', pass]] as const]) {
      expect((await paywall.decide({ ...view, headers })).decision.reason).toBe('re-read');
    }
  });

  test('without an address is told of where addresses matter', async () => {
    const events: PaywallEvent[] = [];
    const { respond } = createWebSite({ newReaders: { perDay: 1 }, onEvent: (event) => events.push(event) });
    await respond(new Request('https://news.example/news/1'));
    expect(events.map(({ code }) => code)).toEqual(['ERR_PAYWALL_TRUST_PROXY']);
    const capped = () => respond(new Request('https://news.example/news/1'), page, { address: '192.0.2.1' });
    expect((await capped()).headers.get('Paywall')).toMatch(/^free/);
    expect((await capped()).headers.get('Paywall')).toMatch(/^register-prompt/);
  });
});

describe('a response', () => {
  test('whose fields cannot be changed is copied', async () => {
    const reader = createWebReader(createWebSite());
    await reader.read(1);
    const moved = Response.redirect('https://news.example/elsewhere', 302);
    const { response } = await reader.get('/news/2', () => moved);
    expect([response.status, response.headers.get('Location')]).toEqual([302, 'https://news.example/elsewhere']);
    expect(response.headers.get('Cache-Control')).toMatch(/private/);
    expect(moved.headers.get('Cache-Control')).toBeNull();
  });

  test.each([204, 304])('of status %i has no body', async (status) => {
    const reader = createWebReader(createWebSite());
    const { response } = await reader.get('/news/1', () => new Response(null, { status }));
    expect([response.status, response.body]).toEqual([status, null]);
  });

  test('keeps its status text, and a wall has the status that the site chose', async () => {
    const reader = createWebReader(createWebSite({ ...LIMITS, blockedStatus: 402 }));
    const render = () => new Response('TEXT', { status: 200, statusText: 'Fine' });
    expect((await reader.get('/news/1', render)).response.statusText).toBe('Fine');
    await reader.read(3);
    expect((await reader.get('/news/9', render)).response.status).toBe(402);
    expect((await reader.get('/news/9', () => new Response('', { status: 451 }))).response.status).toBe(451);
  });

  test('is streamed chunk by chunk as it is asked for', async () => {
    let given = 0;
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          given += 1;
          if (given > 3) controller.close();
          else controller.enqueue(new TextEncoder().encode(`${given}`));
        },
      },
      { highWaterMark: 0 },
    );
    const response = await createWebReader(createWebSite()).ask('/news/1', () => new Response(body));
    expect(given).toBe(0);
    const stream = response.body?.getReader();
    expect(new TextDecoder().decode((await stream?.read())?.value)).toBe('1');
    expect(given).toBe(1);
    expect(new TextDecoder().decode((await stream?.read())?.value)).toBe('2');
    expect((await stream?.read())?.done).toBe(false);
    expect((await stream?.read())?.done).toBe(true);
  });
});

test('the reading of a reader is there for a page that shows it', async () => {
  const { paywall, respond } = createWebSite(LIMITS);
  const reader = createWebReader({ respond });
  await reader.read(2);
  const reading = await paywall.reading(reader.request('/your-reading'));
  expect([reading.read, reading.has('/news/1'), reading.has('/news/9')]).toEqual([2, true, false]);
});

describe('options', () => {
  const options = { site: 'https://news.example', keys: [{ id: 'a', secret: SECRET }], clock: () => NOON };

  test('are those of Express, and checked alike', () => {
    expect(() => createPaywall({ ...options, blockedStatus: 500 })).toThrow(OptionError);
    expect(() => createPaywall({ ...options, blokAfter: 1 } as typeof options)).toThrow(/Did you mean blockAfter/);
    expect(() => createPaywall({ ...options, store: memoryStore(), cookie: { domain: 'example' } })).toThrow(/domain/);
  });

  test('do not include crawlers that would have to be loaded', () => {
    const crawlers: unknown = true;
    expect(() => createPaywall({ ...options, crawlers: crawlers as false })).toThrow(/metered-paywall\/crawlers/);
  });

  test('of one response are checked too', async () => {
    const { paywall } = createWebSite();
    const misspelt = { artikel: () => 'a', address: undefined };
    await expect(paywall.respond(new Request('https://news.example/a'), misspelt, page)).rejects.toThrow(/artikel/);
  });
});
