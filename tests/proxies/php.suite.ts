import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { readEnvironment } from '../../src/service/serve/environment.js';
import { createService, type ServiceOptions } from '../../src/service.js';
import { createBrowser, type Served, send, serve } from '../support/http.js';
import { ensureInstalled } from '../support/install.js';
import { freePort } from '../support/ports.js';
import { type Running, startProcess } from '../support/process.js';
import { SECRET, testOptions } from '../support/site.js';
import { startNginx } from './nginx.js';
import { NOT_READ, type NotRead } from './not-read.js';

const TOKEN = 'a-token-that-is-long-enough';

/** Those of the file beside it, as `serve` reads them. */
function promptsOfExample(): NonNullable<ServiceOptions['prompts']> {
  const PROMPTS_FILE = join(process.cwd(), 'examples', 'service', 'prompts.json');
  const { prompts } = readEnvironment({ SITE: 'https://news.example', PAYWALL_SECRET: SECRET, PROMPTS_FILE }).options;
  if (prompts === undefined) throw new Error('the file gave no prompts');
  return prompts;
}

describe('the example in PHP', () => {
  let php = '';
  let service: Served | undefined;
  let site: Running | undefined;
  // The first time, it is installed.
  beforeAll(() => {
    php = ensureInstalled('php', 'php-cli');
  }, 120_000);
  afterEach(async () => {
    await site?.stop();
    await service?.close();
  });

  async function startSite(
    options: Partial<ServiceOptions> = {},
    token = TOKEN,
    change = (text: string) => text,
  ): Promise<number> {
    const { site: origin, keys, clock = Date.now } = testOptions();
    service = await serve(
      createService({ site: origin, keys, clock, token: TOKEN, prompts: promptsOfExample(), ...options }),
    );
    const port = await freePort();
    site = await startProcess({
      command: php,
      port,
      env: { PAYWALL_URL: `http://127.0.0.1:${service.port}`, TOKEN: token },
      args: (dir) => {
        const script = join(dir, 'article.php');
        writeFileSync(script, change(readFileSync(join(process.cwd(), 'examples', 'service', 'article.php'), 'utf8')));
        return ['-d', `session.save_path=${dir}`, '-S', `127.0.0.1:${port}`, script];
      },
    });
    return port;
  }

  const what = (text: string) =>
    text.includes('the rest') ? (/You have read \d+(?=\s)/.exec(text)?.[0] ?? 'text') : text;

  test('takes its reader to the prompt and to the wall; what does not exist is never counted', async () => {
    const reader = createBrowser(await startSite());
    const seen: string[] = [];
    for (let nth = 1; nth <= 11; nth += 1) {
      expect(await reader.send({ path: `/news/missing-${nth}` })).toMatchObject({ status: 404 });
      const { status, headers, text } = await reader.send({ path: `/news/article-${nth}?utm_source=x` });
      const kept = { 'cache-control': 'private, no-cache', vary: 'Cookie' };
      const wall = { 'cache-control': 'private, no-store', vary: '*' };
      expect({ status, ...headers }).toMatchObject({ status: 200, ...(nth === 11 ? wall : kept) });
      seen.push(what(text));
    }
    const prompts = [3, 4, 5, 6, 7, 8, 9].map((read) => `You have read ${read}`);
    expect(seen).toEqual(['text', 'text', 'text', ...prompts, expect.stringContaining('class="paywall paywall-wall"')]);
    const forged = { Paywall: 'free', 'X-Forwarded-Uri': '/news/article-1' };
    const { text } = await reader.send({ path: '/news/article-12', headers: forged });
    expect(text).not.toContain('the rest');
  });

  test('behind a cache that keeps all it may, by the address alone, shows no reader another’s page', async () => {
    const cache = await startNginx(await startSite({ promptAfter: 1, blockAfter: 2 }));
    try {
      const blocked = createBrowser(cache.port);
      for (const nth of [1, 2]) await blocked.send({ path: `/news/article-${nth}` });
      const seen: boolean[] = [];
      for (const reader of [createBrowser(cache.port), blocked, createBrowser(cache.port), blocked]) {
        seen.push((await reader.send({ path: '/news/article-3' })).text.includes('the rest'));
      }
      expect(seen).toEqual([true, false, true, false]);
    } finally {
      await cache.stop();
    }
  });

  test('shows what the service wrote, in the look that it serves, and closes a prompt without script', async () => {
    const reader = createBrowser(await startSite({ promptAfter: 0 }));
    const { text } = await reader.send({ path: '/news/article-1?a=1' });
    expect(text).toContain('9\u00a0articles are still free for you until December\u00a01.');
    expect(text).toContain('href="/register?next=%2Fnews%2Farticle-1%3Fa%3D1"');
    for (const [, url = ''] of text.matchAll(/(?:href|src)="(\/paywall\/[^"]+)"/g)) {
      const asset = await reader.send({ path: url });
      expect(asset).toMatchObject({ status: 200, headers: { 'cache-control': expect.stringContaining('immutable') } });
      expect(asset.text).toContain('paywall');
    }
    const [, action = '', name = '', value = ''] =
      /action="([^"]+)"><button name="(\w+)" value="(\d+)"/.exec(text) ?? [];
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const closed = await reader.send({ path: action, method: 'POST', headers, body: `${name}=${value}` });
    expect(closed).toMatchObject({ status: 303, headers: { location: '/news/article-1?a=1#paywall-prompt' } });
    expect(await reader.send({ path: '/register?next=x' })).toMatchObject({ status: 200 });
    expect((await reader.send({ path: '/news/article-2' })).text).not.toContain('paywall-prompt');
  });

  test('a field that is no UTF-8 opens nothing', async () => {
    const port = await startSite({ blockAfter: 1, promptAfter: 1 });
    const reader = createBrowser(port);
    await reader.send({ path: '/news/article-1' });
    const headers = { Cookie: `${reader.cookie}; bad=\xff\xfe`, 'User-Agent': '\xff' };
    expect((await createBrowser(port).send({ path: '/news/article-2', headers })).text).not.toContain('the rest');
  });

  test.each<NotRead>([[503, 'a speculative request', { 'Sec-Purpose': 'prefetch' }], ...NOT_READ])(
    '%i goes to %s in place of the page',
    async (status, _who, headers) => {
      const answer = await createBrowser(await startSite()).send({ path: '/news/article-1', headers });
      expect(answer).toMatchObject({ status, text: '', headers: { 'cache-control': 'no-store' } });
      expect(answer.headers).not.toHaveProperty('set-cookie');
    },
  );

  test('cookies of other names, however long, are not sent to the service', async () => {
    const reader = createBrowser(await startSite({ blockAfter: 1, promptAfter: 1 }));
    await reader.send({ path: '/news/article-1' });
    const headers = { Cookie: `${'\xff'.repeat(12_000)}=1; ${reader.cookie}; odd=${'x'.repeat(3000)}` };
    const { text, headers: sent } = await reader.send({ path: '/news/article-2', headers });
    expect(text).not.toContain('the rest');
    expect(sent.paywall).toMatch(/^blocked; read=1;/);
  });

  const PLANS = { registered: { promptAfter: 2, blockAfter: 3 }, subscriber: 'full' } as const;
  const signUp = async (reader: ReturnType<typeof createBrowser>, path: string) =>
    expect(await reader.send({ method: 'POST', path })).toMatchObject({ status: 303 });

  test('an open article is private and uncounted', async () => {
    const reader = createBrowser(await startSite({ promptAfter: 0, blockAfter: 0 }));
    const { text, headers } = await reader.send({ path: '/news/article-19' });
    expect(what(text)).toBe('text');
    expect(headers).toMatchObject({ paywall: 'free', 'cache-control': 'private, no-cache', vary: 'Cookie' });
    expect(headers).not.toHaveProperty('set-cookie');
  });

  test('a locked article opens for full access alone', async () => {
    const reader = createBrowser(await startSite({ plans: PLANS }));
    const locked = { paywall: 'blocked; locked', 'cache-control': 'private, no-store', vary: '*' };
    const view = () => reader.send({ path: '/news/article-20' });
    expect(await view()).toMatchObject({
      headers: locked,
      text: expect.stringContaining('This article is for subscribers'),
    });
    await signUp(reader, '/register');
    expect(await view()).toMatchObject({ headers: locked, text: expect.not.stringContaining('the rest') });
    await signUp(reader, '/subscribe');
    expect(await view()).toMatchObject({ headers: { paywall: 'free' }, text: expect.stringContaining('the rest') });
  });

  test('an account reads by its plan, what it read before among it', async () => {
    const reader = createBrowser(await startSite({ plans: PLANS, promptAfter: 1, blockAfter: 1 }));
    const view = async (nth: number) => (await reader.send({ path: `/news/article-${nth}` })).headers.paywall;
    await view(1);
    expect(await view(2)).toMatch(/^blocked; read=1;/);
    await signUp(reader, '/register');
    expect(await view(2)).toMatch(/^free; read=1; left=1; limit=3;/);
    expect(await view(3)).toMatch(/^register-prompt; read=2; left=0; limit=3;/);
    expect(await view(4)).toMatch(/^blocked; read=3;/);
    await signUp(reader, '/subscribe');
    expect(await view(4)).toBe('free');
  });

  test('a limited reader’s page has no validator and answers no condition; full access keeps both', async () => {
    const reader = createBrowser(await startSite({ plans: PLANS, promptAfter: 1, blockAfter: 1 }));
    const view = (nth: number, etag = '') =>
      reader.send({ path: `/news/article-${nth}`, headers: { 'If-None-Match': etag } });
    const etagOf = (text: string) => `"${createHash('md5').update(text).digest('hex')}"`;
    const first = await view(2);
    const open = await view(2, etagOf(first.text));
    expect(open).toMatchObject({ status: 200, text: first.text });
    expect(open.headers).not.toHaveProperty('etag');
    const wall = await view(3);
    expect(wall.headers).toMatchObject({ paywall: expect.stringMatching(/^blocked;/) });
    const again = await view(3, etagOf(wall.text));
    expect(again).toMatchObject({ status: 200, text: wall.text });
    for (const { headers } of [wall, again]) expect(headers).not.toHaveProperty('etag');
    await signUp(reader, '/subscribe');
    const { status, text, headers } = await view(2);
    expect({ status, etag: headers.etag }).toEqual({ status: 200, etag: etagOf(text) });
    expect(await view(2, etagOf(text))).toMatchObject({ status: 304 });
  });

  test('while the service is out every article is blocked, kept by nobody; a wrong token opens none', async () => {
    const port = await startSite();
    await service?.close();
    const answer = await createBrowser(port).send({ path: '/news/article-1' });
    expect(answer).toMatchObject({ status: 200, headers: { 'cache-control': 'private, no-store', vary: '*' } });
    expect(answer.headers).not.toHaveProperty('etag');
    expect(answer.text).not.toContain('the rest');
    await site?.stop();
    const wrong = createBrowser(await startSite({}, 'another-token-long-enough'));
    expect((await wrong.send({ path: '/news/article-1' })).text).not.toContain('the rest');
  });

  test('while the service is out every article is open and private, if the site so chooses', async () => {
    const port = await startSite({}, TOKEN, (text) => text.replace("WHILE_OUT = 'blocked'", "WHILE_OUT = 'free'"));
    const refused = { Cookie: '', 'User-Agent': 'x'.repeat(66_000) };
    expect((await createBrowser(port).send({ path: '/news/article-1', headers: refused })).text).not.toContain(
      'the rest',
    );
    await service?.close();
    const answer = await createBrowser(port).send({ path: '/news/article-1' });
    expect(answer).toMatchObject({ status: 200, headers: { 'cache-control': 'private, no-cache', vary: 'Cookie' } });
    expect(what(answer.text)).toBe('text');
  });
});

describe('the lines of PHP that make two pages of an article for a cache', () => {
  const [, lines = ''] =
    /```php\n(.*?)```/s.exec(readFileSync(join(process.cwd(), 'examples', 'cache', 'README.md'), 'utf8')) ?? [];
  let site: Running | undefined;
  let port = 0;
  beforeAll(async () => {
    port = await freePort();
    site = await startProcess({
      command: ensureInstalled('php', 'php-cli'),
      port,
      env: { VARIANT_TOKEN: 'a-token-of-the-cache' },
      args: (dir) => {
        const script = join(dir, 'article.php');
        writeFileSync(script, `<?php $id = 'tides'; ${lines} echo $whole ? 'THE WHOLE TEXT' : 'the teaser';`);
        return ['-S', `127.0.0.1:${port}`, script];
      },
    });
  }, 120_000);
  afterAll(async () => {
    await site?.stop();
  });

  test.each<[string, Readonly<Record<string, string>>, string]>([
    ['full', { 'Paywall-Token': 'a-token-of-the-cache', 'Paywall-Variant': 'full' }, 'THE WHOLE TEXT'],
    ['the teaser', { 'Paywall-Token': 'a-token-of-the-cache', 'Paywall-Variant': 'teaser' }, 'the teaser'],
    ['no variant', { 'Paywall-Token': 'a-token-of-the-cache' }, 'the teaser'],
  ])('give the cache that asks for %s that page, for itself alone', async (_what, headers, text) => {
    const answer = await send(port, { path: '/news/tides', headers });
    expect(answer.text).toBe(text);
    expect(answer.headers).toMatchObject({
      ...{ 'cache-control': 'private, no-store', 'x-accel-expires': '300', 'surrogate-control': 'max-age=300' },
      ...{ 'paywall-article': 'tides', 'paywall-access': 'metered' },
    });
  });

  test.each<[string, Readonly<Record<string, string>>]>([
    ['nothing', {}],
    ['no token', { 'Paywall-Variant': 'full' }],
    ['another token', { 'Paywall-Token': 'a-token-of-a-reader', 'Paywall-Variant': 'full' }],
    ['an empty token', { 'Paywall-Token': '', 'Paywall-Variant': 'full' }],
  ])('give whoever brings %s the teaser, and no cache anything', async (_what, headers) => {
    const answer = await send(port, { path: '/news/tides', headers });
    expect(answer.text).toBe('the teaser');
    expect(answer.headers['cache-control']).toBe('private, no-store');
    expect(Object.keys(answer.headers).filter((name) => /^(?:paywall|surrogate|x-accel)/.test(name))).toEqual([]);
  });
});
