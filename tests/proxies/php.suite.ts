import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createService, type ServiceOptions } from '../../src/index.js';
import { createBrowser, type Served, serve } from '../support/http.js';
import { ensureInstalled } from '../support/install.js';
import { freePort } from '../support/ports.js';
import { type Running, startProcess } from '../support/process.js';
import { testOptions } from '../support/site.js';

const TOKEN = 'a-token-that-is-long-enough';

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

  async function startSite(options: Partial<ServiceOptions> = {}, token = TOKEN): Promise<number> {
    const { site: origin, keys, clock = Date.now } = testOptions();
    service = await serve(createService({ site: origin, keys, clock, token: TOKEN, ...options }));
    const port = await freePort();
    site = await startProcess({
      command: php,
      port,
      env: { PAYWALL_URL: `http://127.0.0.1:${service.port}`, TOKEN: token },
      args: () => ['-S', `127.0.0.1:${port}`, join(process.cwd(), 'examples', 'service', 'article.php')],
    });
    return port;
  }

  const what = (text: string) => (text.includes('the rest') ? (/\d+ articles read/.exec(text)?.[0] ?? 'text') : text);

  test('takes its reader to the prompt and to the wall; what does not exist is never counted', async () => {
    const reader = createBrowser(await startSite());
    const seen: string[] = [];
    for (let nth = 1; nth <= 11; nth += 1) {
      expect(await reader.send({ path: `/news/missing-${nth}` })).toMatchObject({ status: 404 });
      const { status, headers, text } = await reader.send({ path: `/news/article-${nth}?utm_source=x` });
      expect({ status, ...headers }).toMatchObject({
        status: 200,
        'cache-control': 'private, no-cache',
        vary: 'Cookie',
      });
      seen.push(what(text));
    }
    const prompts = [3, 4, 5, 6, 7, 8, 9].map((read) => `${read} articles read`);
    expect(seen).toEqual(['text', 'text', 'text', ...prompts, expect.stringContaining('Register to read on')]);
    const forged = { Paywall: 'free', 'X-Forwarded-Uri': '/news/article-1' };
    const { text } = await reader.send({ path: '/news/article-12', headers: forged });
    expect(text).not.toContain('the rest');
  });

  test('a field that is no UTF-8 opens nothing', async () => {
    const port = await startSite({ blockAfter: 1, promptAfter: 1 });
    const reader = createBrowser(port);
    await reader.send({ path: '/news/article-1' });
    const headers = { Cookie: `${reader.cookie}; bad=\xff\xfe`, 'User-Agent': '\xff' };
    expect((await createBrowser(port).send({ path: '/news/article-2', headers })).text).not.toContain('the rest');
  });

  test('a speculative request gets 503 and no text', async () => {
    const reader = createBrowser(await startSite());
    const answer = await reader.send({ path: '/news/article-1', headers: { 'Sec-Purpose': 'prefetch' } });
    expect(answer).toMatchObject({ status: 503, text: '', headers: { 'cache-control': 'no-store' } });
  });

  test('while the service is out every article is open; a wrong token opens none', async () => {
    const port = await startSite();
    await service?.close();
    const answer = await createBrowser(port).send({ path: '/news/article-1' });
    expect(answer).toMatchObject({ status: 200, headers: { 'cache-control': 'private, no-cache' } });
    expect(what(answer.text)).toBe('text');
    await site?.stop();
    const wrong = createBrowser(await startSite({}, 'another-token-long-enough'));
    expect((await wrong.send({ path: '/news/article-1' })).text).not.toContain('the rest');
  });
});
