import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { givenAway } from '../circumvention/newsroom.js';
import { createBrowser, type Received, type Served, send, serve } from '../support/http.js';
import { nthArticle, openNewsroom, pathOf } from '../support/newsroom.js';
import type { CacheServer } from './cache-server.js';
import { createEagerSite } from './eager-site.js';
import { startNginx } from './nginx.js';
import { startVarnish } from './varnish.js';

const PROXIES = { nginx: startNginx, Varnish: startVarnish };

/** Each is honoured by some shared cache, and all of them together by most. */
const CACHING: readonly Readonly<Record<string, string>>[] = [
  { 'Cache-Control': 'public, max-age=600' },
  { 'Cache-Control': 'public, s-maxage=600, stale-while-revalidate=600' },
  { 'CDN-Cache-Control': 'max-age=600' },
  { 'Surrogate-Control': 'max-age=600' },
  { 'X-Accel-Expires': '600' },
  { Expires: 'Fri, 31 Dec 2100 00:00:00 GMT' },
  {
    'Cache-Control': 'public, max-age=600, immutable',
    'CDN-Cache-Control': 'max-age=600',
    'Surrogate-Control': 'max-age=600',
    'X-Accel-Expires': '600',
    Expires: 'Fri, 31 Dec 2100 00:00:00 GMT',
    ETag: '"the-article"',
    'Last-Modified': 'Sun, 01 Nov 2026 00:00:00 GMT',
  },
];

const cacheOf = ({ headers }: Received) => headers['x-cache'];
const passOf = ({ headers }: Received) => headers['set-cookie']?.find((cookie) => cookie.startsWith('paywall='));

describe.each(Object.entries(PROXIES))('behind %s', (_name, startProxy) => {
  describe.each(CACHING)('a site that sets %j', (caching) => {
    const site = createEagerSite(caching);
    let served: Served;
    let proxy: CacheServer;
    beforeAll(async () => {
      served = await serve(site.app);
      proxy = await startProxy(served.port);
    });
    afterAll(async () => {
      await proxy?.stop();
      await served?.close();
    });

    let page: string;
    let pages = 0;
    beforeEach(() => {
      pages += 1;
      page = `/news/page-${pages}`;
    });

    /** A reader who has read as many other articles as block. */
    async function blockedReader() {
      const reader = createBrowser(proxy.port);
      for (const slug of ['one', 'two']) await reader.send({ path: `/news/${slug}` });
      return reader;
    }

    test('has its style sheet kept: the cache works', async () => {
      expect((await send(proxy.port, { path: '/style.css' })).status).toBe(200);
      const again = await send(proxy.port, { path: '/style.css' });
      expect(cacheOf(again)).toBe('HIT');
      expect(again.text).toBe('a {}');
      expect(site.asked('/style.css')).toBe(1);
    });

    test('and a style sheet that many ask for at once is made once: requests are collapsed', async () => {
      await Promise.all(Array.from({ length: 5 }, () => send(proxy.port, { path: '/style.css?slow' })));
      expect(site.asked('/style.css?slow')).toBe(1);
    });

    test('gets each reader’s page to that reader alone, and each pass', async () => {
      const answers = [];
      for (let reader = 0; reader < 3; reader += 1) answers.push(await createBrowser(proxy.port).send({ path: page }));
      expect(new Set(answers.map(passOf)).size).toBe(3);
      expect(answers.map(cacheOf)).not.toContain('HIT');
      expect(site.asked(page)).toBe(3);
    });

    test('gets no full page to a blocked reader, whoever asked for it before', async () => {
      const blocked = await blockedReader();
      const free = createBrowser(proxy.port);
      // Read again it comes without a pass, which caches would have taken for a reason not to keep it.
      for (let time = 0; time < 3; time += 1) expect((await free.send({ path: page })).text).toContain('END');
      for (const headers of [{}, { Range: 'bytes=100-' }, { 'Cache-Control': 'only-if-cached' }]) {
        expect((await blocked.send({ path: page, headers })).text).not.toMatch(/TEXT|END/);
      }
      expect((await blocked.send({ path: page })).headers.paywall).toMatch(/^blocked/);
    });

    test('gets no wall to a free reader, whoever met it before', async () => {
      const blocked = await blockedReader();
      for (let time = 0; time < 2; time += 1) expect((await blocked.send({ path: page })).text).toBe('TEASER');
      expect((await createBrowser(proxy.port).send({ path: page })).text).toContain('END');
    });

    test('counts on: reloading through the cache is one article, and others are more', async () => {
      const reader = createBrowser(proxy.port);
      const seen: unknown[] = [];
      for (const path of [page, page, `${page}-b`, `${page}-c`])
        seen.push((await reader.send({ path })).headers.paywall);
      expect(seen).toEqual([
        expect.stringMatching(/^free; read=0;/),
        expect.stringMatching(/^free; read=0;/),
        expect.stringMatching(/^register-prompt; read=1;/),
        expect.stringMatching(/^blocked; read=2;/),
      ]);
    });

    test('has no page revalidated: the site’s validator opens nothing, and keeps no wall', async () => {
      const free = createBrowser(proxy.port);
      const blocked = await blockedReader();
      const conditions = { 'If-None-Match': '"the-article"', 'If-Modified-Since': 'Sun, 01 Nov 2026 00:00:00 GMT' };
      for (const [name, value] of Object.entries(conditions)) {
        const answer = await blocked.send({ path: page, headers: { [name]: value } });
        expect(answer).toMatchObject({
          status: 200,
          text: 'TEASER',
          headers: { 'cache-control': 'private, no-store' },
        });
        expect(answer.headers).toMatchObject({ vary: '*', paywall: expect.stringMatching(/^blocked/) });
        expect(cacheOf(answer)).not.toBe('HIT');
        const again = await free.send({ path: page, headers: { [name]: value } });
        expect(again).toMatchObject({ status: 200, text: expect.stringContaining('END') });
        for (const { headers } of [answer, again]) {
          for (const field of ['etag', 'last-modified']) expect(headers).not.toHaveProperty(field);
        }
      }
    });

    test('HEAD before GET and Range before GET leave nothing behind for others', async () => {
      const curious = createBrowser(proxy.port);
      await curious.send({ method: 'HEAD', path: page });
      await curious.send({ path: page, headers: { Range: 'bytes=0-9' } });
      const blocked = await blockedReader();
      for (const method of ['HEAD', 'GET']) {
        const answer = await blocked.send({ method, path: page });
        expect(answer.text).not.toMatch(/TEXT|END/);
        expect(cacheOf(answer)).not.toBe('HIT');
      }
    });

    test('the 503 for a prefetch is the prefetcher’s alone', async () => {
      for (let time = 0; time < 2; time += 1) {
        const refused = await send(proxy.port, { path: page, headers: { 'Sec-Purpose': 'prefetch' } });
        expect(refused).toMatchObject({ status: 503, text: '' });
        expect(cacheOf(refused)).not.toBe('HIT');
      }
      expect(await createBrowser(proxy.port).send({ path: page })).toMatchObject({ status: 200 });
      expect(site.asked(page)).toBe(3);
    });

    test('readers who ask at the same instant get a page and a pass each, and a blocked one the wall', async () => {
      const blocked = await blockedReader();
      const slow = `${page}?slow`;
      const [wall, ...answers] = await Promise.all([
        blocked.send({ path: slow }),
        ...Array.from({ length: 4 }, () => createBrowser(proxy.port).send({ path: slow })),
      ]);
      expect(wall.text).toBe('TEASER');
      expect(new Set(answers.map(passOf)).size).toBe(4);
      expect(answers.every(({ text }) => text.endsWith('END'))).toBe(true);
      expect(site.asked(slow)).toBe(5);
    });
  });

  describe('the newsroom', () => {
    let served: Served;
    let proxy: CacheServer;
    beforeAll(async () => {
      served = await serve(openNewsroom({ promptAfter: 1, blockAfter: 3 }).app);
      proxy = await startProxy(served.port);
    });
    afterAll(async () => {
      await proxy?.stop();
      await served?.close();
    });

    test('has its style sheets kept', async () => {
      const { text } = await send(proxy.port, { path: '/' });
      const [, path = ''] = /href="(\/style\.css\?v=[\w-]+)"/.exec(text) ?? [];
      await send(proxy.port, { path });
      expect(cacheOf(await send(proxy.port, { path }))).toBe('HIT');
    });

    test('gives each reader their own pages, and nobody more than the limit', async () => {
      const readers = [createBrowser(proxy.port), createBrowser(proxy.port), createBrowser(proxy.port)];
      for (let nth = 1; nth <= 5; nth += 1) {
        const answers = await Promise.all(readers.map((reader) => reader.send({ path: pathOf(nthArticle(nth)) })));
        for (const answer of answers) {
          expect(givenAway(answer)).toEqual(nth <= 3 ? [nth] : []);
          expect(answer.headers.paywall).toContain(`read=${Math.min(nth - 1, 3)};`);
          expect(cacheOf(answer)).not.toBe('HIT');
        }
      }
      expect(new Set(readers.map(({ cookie }) => cookie)).size).toBe(3);
    });
  });
});
