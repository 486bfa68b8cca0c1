import { afterEach, describe, expect, test } from '@jest/globals';
import { createCrawlers } from '../../src/index.js';
import { TESTBOT, TESTBOT_AGENT, TESTBOT_RANGES } from '../crawlers/support.js';
import { createBrowser, type Received, type Served, send, serve } from '../support/http.js';
import { NOON } from '../support/site.js';
import type { CacheServer } from './cache-server.js';
import { createEagerSite } from './eager-site.js';
import { startNginx } from './nginx.js';

let served: Served;
let proxy: CacheServer;
afterEach(async () => {
  await proxy.stop();
  await served.close();
});

/** nginx with more directives than are good for it, or fewer. */
async function start(more: string) {
  const crawlers = createCrawlers({ crawlers: [TESTBOT], ranges: [TESTBOT_RANGES], dns: false, clock: () => NOON });
  const { app } = createEagerSite({}, { crawlers });
  app.set('trust proxy', 'loopback');
  served = await serve(app);
  proxy = await startNginx(served.port, more);
}

const isHit = ({ headers }: Received) => headers['x-cache'] === 'HIT';
const CRAWLER = { 'User-Agent': TESTBOT_AGENT, 'X-Forwarded-For': '198.51.100.7' };

describe('a cache that ignores Cache-Control', () => {
  test('still keeps readers apart: by the pass that comes with a page, and by Vary', async () => {
    await start('proxy_ignore_headers Cache-Control;');
    const [one, other] = [createBrowser(proxy.port), createBrowser(proxy.port)];
    for (const reader of [one, other, one, other]) {
      const answer = await reader.send({ path: '/news/a' });
      expect(answer.text).toContain('END');
    }
    expect(one.cookie).not.toBe(other.cookie);
    const blocked = createBrowser(proxy.port);
    for (const slug of ['b', 'c']) await blocked.send({ path: `/news/${slug}` });
    expect((await blocked.send({ path: '/news/a' })).text).toBe('TEASER');
  });

  test('but gives what a verified crawler fetched to everyone without a cookie, who then never gets a pass', async () => {
    await start('proxy_ignore_headers Cache-Control;');
    await send(proxy.port, { path: '/news/a', headers: CRAWLER });
    const reader = createBrowser(proxy.port);
    const answer = await reader.send({ path: '/news/a' });
    expect(isHit(answer)).toBe(true);
    expect(answer.text).toContain('END');
    expect(reader.cookie).toBe('');
  });
});

describe('a cache that ignores Cache-Control, Set-Cookie and Vary', () => {
  test('cannot be helped: one reader’s page and pass go to all others, blocked ones too', async () => {
    await start('proxy_ignore_headers Cache-Control Set-Cookie Vary Expires;');
    const blocked = createBrowser(proxy.port);
    for (const slug of ['a', 'b']) await blocked.send({ path: `/news/${slug}` });
    const one = createBrowser(proxy.port);
    await one.send({ path: '/news/c' });
    const answer = await blocked.send({ path: '/news/c' });
    expect(isHit(answer)).toBe(true);
    expect(answer.text).toContain('END');
    expect(blocked.cookie).toBe(one.cookie);
  });
});

describe('HEAD where nginx caches', () => {
  test('reaches the site as GET, and so begins a count', async () => {
    await start('');
    const reader = createBrowser(proxy.port);
    await reader.send({ method: 'HEAD', path: '/news/a' });
    expect((await reader.send({ path: '/news/b' })).headers.paywall).toContain('read=1;');
  });

  test('stays HEAD, and counts nothing, with proxy_cache_convert_head off', async () => {
    await start('proxy_cache_convert_head off;');
    const reader = createBrowser(proxy.port);
    await reader.send({ method: 'HEAD', path: '/news/a' });
    expect((await reader.send({ path: '/news/b' })).headers.paywall).toContain('read=0;');
  });
});
