import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { run } from '../../src/cli/command.js';
import { redisStore, type SignedPolicy, signedPolicy } from '../../src/index.js';
import { redisOptions } from '../../src/store/redis-options.js';
import { compiledPackage } from '../support/build.js';
import { nthArticle, openNewsroom, pathOf } from '../support/newsroom.js';
import { createReader, type Reader } from '../support/reader.js';
import { redisUrl } from '../support/redis.js';
import { createTestSite, SECRET } from '../support/site.js';
import { waitFor } from '../support/wait.js';

const site = `https://${randomUUID()}.example`;
const folder = mkdtempSync(join(tmpdir(), 'explain-'));
const articles = join(folder, 'articles.txt');

let client: Redis;
let policy: SignedPolicy;
let reader: Reader;
const before = { ...process.env };

beforeAll(async () => {
  client = new Redis(redisUrl(), redisOptions());
  await waitFor('Redis to be ready', () => client.status === 'ready');
  policy = signedPolicy();
  const { app } = createTestSite({
    site,
    keys: [{ id: 'env', secret: SECRET }],
    store: redisStore(client),
    deadline: 5000,
    blockAfter: 2,
    promptAfter: 1,
    clock: Date.now,
    policy,
  });
  reader = createReader(app);
  for (const slug of ['one', 'two', 'three']) await reader.get(`/news/${slug}`);
  writeFileSync(articles, '/news/one\n/news/two\n/news/three\n');
  Object.assign(process.env, {
    SITE: site,
    PAYWALL_SECRET: SECRET,
    REDIS_URL: redisUrl(),
    BLOCK_AFTER: '2',
    PROMPT_AFTER: '1',
  });
});

afterAll(async () => {
  policy.close();
  await client.del(`paywall:{policy:${createHash('sha256').update(site).digest('base64url').slice(0, 16)}}`);
  client.disconnect();
  for (const name of ['SITE', 'PAYWALL_SECRET', 'REDIS_URL', 'BLOCK_AFTER', 'PROMPT_AFTER']) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
  rmSync(folder, { recursive: true });
});

async function command(...args: readonly string[]) {
  let [out, err] = ['', ''];
  const stdout = { write: (text: string) => (out += text) };
  const stderr = { write: (text: string) => (err += text) };
  const code = await run(['explain', ...args], stdout, stderr);
  return { code, out, err };
}

describe('npx metered-paywall explain', () => {
  test('says in sentences what was read, and why they are not let in', async () => {
    const { code, out, err } = await command(
      '--pass',
      reader.cookie,
      '--articles',
      articles,
      '--article',
      '/news/three',
    );
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.split('\n')).toEqual([
      'They have read 2 of 2 articles this period.',
      expect.stringMatching(/^The count starts again on /),
      'Read: /news/one, /news/two.',
      expect.stringMatching(/they met the wall/),
      'A new article shows the wall; those they have read stay open.',
      'They have not read /news/three, so it shows the wall.',
      '',
    ]);
  });

  test('gives them more, in the name of an editor, and the site follows', async () => {
    const { code, out } = await command('--pass', reader.cookie, '--grant', '1', '--by', 'Anna', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ read: 2, limit: 3, granted: 1 });
    const { log } = await policy.read();
    expect(log).toMatchObject([{ by: 'Anna', words: expect.stringMatching(/^granted 1 more article to reader/) }]);
    expect((await reader.get('/news/three')).state).toBe('register-prompt');
    expect((await reader.get('/news/four')).state).toBe('blocked');
    await command('--pass', reader.cookie, '--open', '/news/four', '--by', 'Anna');
    await policy.read();
    expect((await reader.get('/news/four')).state).toBe('free');
    expect((await command('--pass', reader.cookie, '--reset', '--by', 'Anna')).out).toContain('They have read 0 of 2');
    expect(await command('--pass', reader.cookie, '--forget', '--by', 'Anna')).toMatchObject({
      out: 'This reader is forgotten.\n',
    });
  });

  test.each([
    [[], '--pass: missing. Give the reader'],
    [['--pass', 'nonsense'], 'This is not a pass of this site and this period'],
    [['--account', 'ann', '--grant', '2'], '--by: missing'],
    [['--account', 'ann', '--grant', '2', '--reset', '--by', 'Anna'], '--grant: is not the only thing to be done'],
    [['--account', 'ann', '--grant', 'many'], 'Give a whole number from 1 to 255.'],
    [['--account', 'ann', '--articles', 'nowhere.txt'], '"nowhere.txt" cannot be read'],
  ])('%s is a mistake that it tells of', async (args, message) => {
    const { code, err } = await command(...args);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(message) });
  });

  test('says by whose key a pass is signed that it does not know, in one line', async () => {
    process.env.KEY_ID = 'another';
    const { code, err } = await command('--pass', reader.cookie);
    delete process.env.KEY_ID;
    expect({ code, err }).toEqual({
      code: 2,
      err: 'This pass is signed by the key "env", which is unknown here: developers must set up the site’s own keys by the site’s ids (KEY_ID)\n',
    });
  });

  test('as it is installed reads the code that the newsroom shows its readers, by the same variables', async () => {
    const own = signedPolicy();
    const newsroom = openNewsroom({ site, store: redisStore(client), policy: own, clock: Date.now });
    const visitor = createReader(newsroom.app);
    await visitor.get(pathOf(nthArticle(1)));
    const page = await visitor.get('/paywall/support');
    const [, supportCode = ''] = /<textarea id="code"[^>]*>([^<]*)</.exec(page.text) ?? [];
    const folder = await compiledPackage();
    const child = spawn(process.execPath, [join(folder, 'cli', 'cli.js'), 'explain', '--pass', '-'], {
      env: { ...process.env },
    });
    child.stdin.end(`> ${supportCode}\n`);
    const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    own.close();
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^They have read 1 of 2 articles this period\.\n/);
  });

  test('tells of a variable that is missing', async () => {
    delete process.env.REDIS_URL;
    expect(await command('--account', 'ann')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^REDIS_URL: missing/),
    });
    process.env.REDIS_URL = redisUrl();
  });
});
