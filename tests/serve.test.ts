import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { Agent, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { run } from '../src/cli/command.js';
import { boundedServer } from '../src/service/serve/bounded-server.js';
import { type Environment, inVariables, readEnvironment } from '../src/service/serve/environment.js';
import { createService, OptionError, redisStore, signedPolicy } from '../src/service.js';
import { redisOptions } from '../src/store/redis-options.js';
import { compiledPackage } from './support/build.js';
import { failedStart, serveArguments } from './support/command.js';
import { freePort, isListening } from './support/ports.js';
import { type Running, startProcess } from './support/process.js';
import { redisUrl } from './support/redis.js';
import { ask, http } from './support/service.js';
import { SECRET } from './support/site.js';
import { waitFor } from './support/wait.js';

/** Keeps ioredis from being found, as where it is not installed. */
const WITHOUT_IOREDIS = `--disable-warning=DEP0205 --import ${asModule(
  `import { register } from 'node:module';
   register(${JSON.stringify(asModule("export const resolve = (name, context, next) => next(name === 'ioredis' ? 'not-here' : name, context)"))});`,
)}`;

function asModule(source: string): string {
  return `data:text/javascript,${encodeURIComponent(source)}`;
}

const LEAST = { SITE: 'https://news.example', PAYWALL_SECRET: SECRET };

/** All variables but these and `KEY_ID`. */
const ALL = {
  PAYWALL_SECRETS: `2026-12=${SECRET}==, env=${SECRET}`,
  ARTICLE_SECRET: SECRET,
  PROMPT_AFTER: '0',
  BLOCK_AFTER: 'Infinity',
  PERIOD: '30 days',
  TIME_ZONE: 'Europe/Berlin',
  COOKIE_DOMAIN: 'news.example',
  ON_STORE_ERROR: 'closed',
  PASS_FORMAT: '1',
  SPECULATION: 'count',
  PLANS: 'registered=20/30, patron=0/Infinity,subscriber=full',
  SUBRESOURCES: 'count',
  CRAWLERS: 'false',
  AI_CRAWLERS: '402',
  NEW_READERS: '50',
  TOKEN: 'a-token-that-is-long-enough',
  ARTICLES: '/news/',
  PROMPTS_FILE: 'examples/service/prompts.json',
  POLICY: 'true',
  CONSOLE_TOKEN: 'a-console-that-is-ours',
  SUPPORT_URL: 'https://news.example/paywall/support',
  SUPPORT_EMAIL: 'help@news.example',
  LOG: 'articles',
  HOST: '0.0.0.0',
  PORT: '0',
  REDIS_URL: 'rediss://user:password@redis.example:6380/1',
};

const SUPPORT = { SUPPORT_URL: 'https://news.example/support' };

describe('the environment', () => {
  test('is complete with a site and a secret', () => {
    expect(readEnvironment({ ...LEAST, PATH: '/bin', TOKEN: '', REDIS_URL: '' })).toEqual({
      options: { site: 'https://news.example', keys: [{ id: 'env', secret: SECRET }] },
      logged: 'faults',
      host: '127.0.0.1',
      port: 8787,
      redisUrl: undefined,
      policy: false,
    });
  });

  test('gives every option', () => {
    const env = { SITE: LEAST.SITE, ...ALL };
    const settings = readEnvironment(env);
    expect(settings).toEqual({
      options: {
        site: env.SITE,
        keys: [
          { id: '2026-12', secret: `${SECRET}==` },
          { id: 'env', secret: SECRET },
        ],
        articleSecret: SECRET,
        promptAfter: 0,
        blockAfter: Number.POSITIVE_INFINITY,
        period: { days: 30 },
        timeZone: 'Europe/Berlin',
        cookie: { domain: 'news.example' },
        onStoreError: 'closed',
        passFormat: 1,
        speculation: 'count',
        subresources: 'count',
        plans: {
          registered: { promptAfter: 20, blockAfter: 30 },
          patron: { promptAfter: 0, blockAfter: Number.POSITIVE_INFINITY },
          subscriber: 'full',
        },
        crawlers: false,
        aiCrawlers: 402,
        newReaders: { perDay: 50 },
        token: env.TOKEN,
        articles: '/news/',
        prompts: expect.objectContaining({ siteName: 'The Example', registerUrl: '/register' }),
        console: { password: env.CONSOLE_TOKEN, supportUrl: env.SUPPORT_URL },
        support: { email: env.SUPPORT_EMAIL },
      },
      logged: 'articles',
      host: '0.0.0.0',
      port: 0,
      redisUrl: env.REDIS_URL,
      policy: true,
    });
    const policy = signedPolicy();
    expect(() => createService({ ...settings.options, policy })).not.toThrow();
    policy.close();
  });

  test.each(['month', 'week', 'day'])('knows the period %s', (period) => {
    expect(readEnvironment({ ...LEAST, PERIOD: period }).options.period).toBe(period);
  });

  test.each(['/run/paywall.sock', '\\\\.\\pipe\\paywall'])('takes the pipe %s for a port', (pipe) => {
    expect(readEnvironment({ ...LEAST, PORT: pipe }).port).toBe(pipe);
  });

  test.each([
    'redis://redis.example',
    'redis://:pass%2Fword%23@redis.example:6379/0?family=6',
    'rediss://user:p@ss@[::1]:6379/',
  ])('takes %s for a Redis', (url) => {
    expect(readEnvironment({ ...LEAST, REDIS_URL: url }).redisUrl).toBe(url);
  });

  test('takes articles that begin with no slash for a RegExp', () => {
    expect(readEnvironment({ ...LEAST, ARTICLES: '^/\\d{4}/' }).options.articles).toEqual(/^\/\d{4}\//);
  });

  test.each<[Environment, string]>([
    [
      { SITE: '' },
      'SITE: missing. Give the origin that readers see, as in https://news.example. [ERR_PAYWALL_OPTION_MISSING]',
    ],
    [{ SITE: 'news.example' }, 'SITE: "news.example" is not an origin. Give scheme and host alone'],
    [{ PAYWALL_SECRET: undefined }, 'PAYWALL_SECRET: missing. Give 32 random bytes or more'],
    [{ PAYWALL_SECRET: 'short' }, 'PAYWALL_SECRET: the secret has only 5 bytes. Give 32 random bytes'],
    [{ KEY_ID: 'x'.repeat(65) }, `KEY_ID: "${'x'.repeat(60)}…" is not an id of 1 to 64 characters`],
    [{ PAYWALL_SECRETS: `a=${SECRET}` }, 'PAYWALL_SECRETS: PAYWALL_SECRET is set too. Set one of the two'],
    [
      { PAYWALL_SECRET: '', PAYWALL_SECRETS: SECRET },
      'PAYWALL_SECRETS: it is no list of ids and secrets. Write it as id=secret,id=secret',
    ],
    [{ PAYWALL_SECRET: '', PAYWALL_SECRETS: `a=${SECRET},b=short` }, 'PAYWALL_SECRETS: the secret has only 5 bytes'],
    [{ PAYWALL_SECRET: '', PAYWALL_SECRETS: `a=${SECRET},a=${SECRET}` }, 'PAYWALL_SECRETS: two keys have the id "a"'],
    [{ ARTICLE_SECRET: 'short' }, 'ARTICLE_SECRET: the secret has only 5 bytes'],
    [{ PROMPT_AFTER: 'three' }, 'PROMPT_AFTER: "three" is not a whole number. Give a whole number'],
    [{ BLOCK_AFTER: '-1' }, 'BLOCK_AFTER: "-1" is not a whole number'],
    [{ BLOCK_AFTER: '1001' }, 'BLOCK_AFTER: 1001 is not a whole number from 0 to 1000, or Infinity for never'],
    [{ PROMPT_AFTER: '5', BLOCK_AFTER: '4' }, 'BLOCK_AFTER: 4 is below promptAfter (5)'],
    [{ PERIOD: 'year' }, 'PERIOD: "year" is not month, week, day, or a number of days such as: 30 days'],
    [{ PERIOD: '999 days' }, 'PERIOD: 999 is not a whole number from 1 to 366'],
    [{ TIME_ZONE: 'Berlin' }, 'TIME_ZONE: "Berlin" is not an IANA time zone'],
    [{ COOKIE_DOMAIN: 'other.example' }, 'COOKIE_DOMAIN: "other.example" is no domain of the site\'s host'],
    [{ PASS_FORMAT: '3' }, 'PASS_FORMAT: "3" is not one of "1", "2"'],
    [{ ON_STORE_ERROR: 'panic' }, 'ON_STORE_ERROR: "panic" is not one of "ledger", "open", "closed"'],
    [{ PLANS: 'registered' }, 'PLANS: "registered" is not plans as in registered=20/30,subscriber=full'],
    [{ PLANS: 'a=1' }, 'PLANS: "a=1" is not plans'],
    [{ PLANS: 'a=9/3' }, 'PLANS: 3 is below promptAfter (9)'],
    [{ SPECULATION: 'yes' }, 'SPECULATION: "yes" is not one of "refuse", "count"'],
    [{ CRAWLERS: 'yes' }, 'CRAWLERS: "yes" is not one of "true", "false"'],
    [{ AI_CRAWLERS: '403' }, 'AI_CRAWLERS: "403" is not one of "allow", "block"'],
    [{ NEW_READERS: '0' }, 'NEW_READERS: 0 is not a whole number from 1 to 1000'],
    [{ CONSOLE_TOKEN: 'short' }, 'CONSOLE_TOKEN: it is no token of 16 characters or more. Give 16 or more letters'],
    [SUPPORT, 'SUPPORT_URL: nothing could be done with a code'],
    [{ SUPPORT_EMAIL: 'a@b.example' }, 'SUPPORT_URL: missing. It is needed beside SUPPORT_EMAIL'],
    [{ ...SUPPORT, SUPPORT_EMAIL: 'nobody' }, 'SUPPORT_EMAIL: "nobody" is not an e-mail address'],
    [{ SUPPORT_URL: '/x' }, 'SUPPORT_URL: "/x" is not a whole address'],
    [{ TOKEN: 'short' }, 'TOKEN: it is no token of 16 characters or more. Give 16 or more letters'],
    [{ ARTICLES: '(' }, 'ARTICLES: "(" is not the path that articles are below, as /news/, or a RegExp'],
    [{ PROMPTS_FILE: 'none.json' }, 'PROMPTS_FILE: "none.json" cannot be read. Give the path of a JSON file'],
    [{ PROMPTS_FILE: 'LICENSE' }, 'PROMPTS_FILE: "LICENSE" is not JSON (Unexpected token'],
    [{ PROMPTS_FILE: 'biome.json' }, 'PROMPTS_FILE.$schema: there is no such option. Known options: siteName'],
    [{ LOG: 'all' }, 'LOG: "all" is not one of "faults", "decisions", "articles"'],
    [{ PORT: 'http' }, 'PORT: "http" is not a whole number'],
    [{ PORT: '65536' }, 'PORT: 65536 is not a whole number from 0 to 65535'],
    [{ REDIS_URL: 'localhost:6379' }, 'REDIS_URL: it is no address of a Redis. Write it as redis://host:6379'],
    [{ REDIS_URL: 'https://user:secret@x' }, 'REDIS_URL: it is no address of a Redis'],
    ...['/', '?', '#', '%'].map((special): [Environment, string] => [
      { REDIS_URL: `redis://user:12${special}secret@redis.example:6379` },
      'REDIS_URL: it is no address of a Redis',
    ]),
    [{ REDIS_URL: 'redis://redis.example:6379/news' }, 'REDIS_URL: it is no address of a Redis'],
    [{ REDIS_URL: 'redis:///0' }, 'REDIS_URL: it is no address of a Redis'],
    [{ PORT: 'run/x.sock' }, 'PORT: "run/x.sock" is not a whole number'],
  ])('with %p is refused in one line', (wrong, line) => {
    const env = { ...LEAST, ...wrong };
    const said = mistakeIn(env);
    expect(said.startsWith(line)).toBe(true);
    expect(said).toMatch(/\. \[ERR_PAYWALL_\w+\]$/);
    expect(said).not.toMatch(/createService|\n|short|secret@/);
  });
});

/** The line that the command writes. */
function mistakeIn(env: Environment): string {
  try {
    createService(readEnvironment(env).options);
  } catch (error) {
    if (error instanceof OptionError) return inVariables(error, env);
    throw error;
  }
  return 'no mistake';
}

describe('npx metered-paywall', () => {
  const written = () => {
    const chunks: string[] = [];
    return { write: (chunk: string) => chunks.push(chunk) > 0, text: () => chunks.join('') };
  };

  test('serve --help names every variable', async () => {
    const [out, err] = [written(), written()];
    expect(await run(['serve', '--help'], out, err)).toBe(0);
    const names = out
      .text()
      .match(/^ {2}[A-Z_]+(, [A-Z]+)?(?= {2})/gm)
      ?.flatMap((line) => line.trim().split(', '));
    expect(names?.sort()).toEqual(['KEY_ID', ...Object.keys(LEAST), ...Object.keys(ALL)].sort());
  });

  test('serve ends with 1 where the environment is not enough', async () => {
    const told = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    expect(await run(['serve'], written(), written())).toBe(1);
    expect(told.mock.calls).toEqual([[expect.stringMatching(/^SITE: missing\./)]]);
    told.mockRestore();
  });
});

describe('the command', () => {
  let folder = '';
  let service: Running | undefined;
  beforeAll(async () => {
    folder = await compiledPackage();
  });
  afterEach(() => service?.stop());

  async function start(env: Readonly<Record<string, string>> = {}) {
    const port = await freePort();
    service = await startService(port, env);
    return { ...service, port };
  }

  function startService(port: number, env: Readonly<Record<string, string>>): Promise<Running> {
    const own = { NODE_OPTIONS: '', ...LEAST, PORT: String(port), ...env };
    return startProcess({ command: process.execPath, args: () => serveArguments(folder), port, env: own });
  }

  test('follows the policy that another process changes, within five seconds', async () => {
    const site = `https://${randomUUID()}.example`;
    const { port } = await start({ SITE: site, REDIS_URL: redisUrl(), POLICY: 'true' });
    const client = new Redis(redisUrl(), redisOptions());
    await waitFor('Redis to be ready', () => client.status === 'ready');
    const policy = signedPolicy();
    const keys = [{ id: 'env', secret: SECRET }];
    createService({ site, keys, store: redisStore(client), policy });
    await policy.change({ promptAfter: 0, blockAfter: 0 }, { by: 'Anna' });
    await waitFor('the service to follow', async () => (await ask(port, { article: 'a' })).state === 'blocked', 5000);
    policy.close();
    await client.del(`paywall:{policy:${createHash('sha256').update(site).digest('base64url').slice(0, 16)}}`);
    client.disconnect();
  });

  test.each([
    ['in memory', 'the memory of this process', () => ({}), 'SIGINT'],
    ['in Redis', 'Redis at ', () => ({ REDIS_URL: redisUrl() }), 'SIGTERM'],
  ] as const)(
    'counts %s, says where and how to reach it, and when told to end finishes what it began and takes nothing new',
    async (_where, place, env, signal) => {
      const { port, child, output } = await start(env());
      expect(await http(port, 'GET', '/healthz')).toMatchObject({ status: 200 });
      const first = await ask(port, { article: 'a' });
      const cookie = String(first.headers['Set-Cookie']).split(';')[0] ?? '';
      expect(await ask(port, { article: 'b', headers: { cookie } })).toMatchObject({ read: 1, degraded: false });
      expect(output()).toContain(`The paywall answers at http://127.0.0.1:${port}, and counts in ${place}`);
      expect(output()).not.toMatch(/TOKEN|PAYWALL_REDIS_CLIENT/);

      const body = JSON.stringify({ article: 'a' });
      const socket = connect(port, '127.0.0.1');
      let answer = '';
      socket.setEncoding('utf8').on('data', (chunk: string) => {
        answer += chunk;
      });
      const head = `POST /decisions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n`;
      // The service has surely begun: it asks for the rest.
      socket.write(`${head}Expect: 100-continue\r\n\r\n`);
      await waitFor('100 Continue', () => answer.startsWith('HTTP/1.1 100'));
      const exit = once(child, 'exit');
      child.kill(signal);
      await waitFor('the port to close', async () => !(await isListening(port)));
      expect(child.exitCode).toBeNull();
      socket.end(body);
      expect(await exit).toEqual([0, null]);
      expect(answer).toContain('"state":"free"');
    },
  );

  test('decides without Redis while it is out of reach, and says so once', async () => {
    const { port, output } = await start({ REDIS_URL: `redis://:hidden@127.0.0.1:${await freePort()}` });
    const cookie = String((await ask(port, { article: 'a' })).headers['Set-Cookie']).split(';')[0] ?? '';
    expect(await ask(port, { article: 'b', headers: { cookie } })).toMatchObject({ read: 1, degraded: true });
    await waitFor('the word of it', () => output().includes('Redis is out of reach, and each pass counts alone'));
    expect(output()).not.toContain('hidden');
  });

  test('ends right after the last byte, though a client keeps its connections open', async () => {
    const { port, child } = await start();
    const agent = new Agent({ keepAlive: true, maxSockets: 2 });
    const get = (path: string) =>
      new Promise<IncomingMessage>((resolve, reject) => {
        request({ host: '127.0.0.1', port, path, agent }, resolve).on('error', reject).end();
      });
    for (const response of await Promise.all([get('/healthz'), get('/healthz')])) response.resume();
    const body = JSON.stringify({ article: 'a' });
    const asking = request({
      ...{ host: '127.0.0.1', port, path: '/decisions', method: 'POST', agent },
      headers: { 'Content-Type': 'application/json', 'Content-Length': body.length, Expect: '100-continue' },
    });
    asking.flushHeaders();
    await once(asking, 'continue');
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    await waitFor('the port to close', async () => !(await isListening(port)));
    const answered = once(asking, 'response');
    asking.end(body);
    const [response] = await answered;
    expect(response.headers.connection).toBe('close');
    await once(response.resume(), 'end');
    const endedAt = performance.now();
    expect(await exit).toEqual([0, null]);
    // A process manager kills after 1.6 seconds.
    expect(performance.now() - endedAt).toBeLessThan(1000);
    agent.destroy();
  });

  test('logs each fault and, if asked, each decision in one line of JSON, with the id of its request', async () => {
    const REDIS_URL = `redis://:hidden@127.0.0.1:${await freePort()}`;
    const { port, output } = await start({ REDIS_URL, LOG: 'decisions', PLANS: 'registered=3/5' });
    const question = JSON.stringify({ article: 'tides', account: { id: 'ann', plan: 'registered' } });
    const asked = (id: string) =>
      http(port, 'POST', '/decisions', { 'Content-Type': 'application/json', 'X-Request-Id': id }, question);
    expect((await asked('one-1')).headers['x-request-id']).toBe('one-1');
    const made = (await asked('two 2')).headers['x-request-id'];
    expect(made).toMatch(/^[\da-f-]{36}$/);
    const lines = () =>
      output()
        .split('\n')
        .filter((line) => line.startsWith('{'));
    await waitFor('three lines', () => lines().length >= 3);
    const logged = lines().map((line) => JSON.parse(line));
    expect(logged.filter(({ message }) => message === 'decision')).toMatchObject([
      { level: 'info', state: 'free', reason: 'store-down', degraded: true, plan: 'registered', requestId: 'one-1' },
      { reason: 'store-down', requestId: made },
    ]);
    expect(logged.filter(({ level }) => level === 'error')).toMatchObject([
      { code: 'ERR_PAYWALL_STORE', count: 1, requestId: 'one-1', error: expect.any(String) },
    ]);
    expect(output()).not.toMatch(/ann|tides|hidden|PaywallWarning/);
  });

  test('listens at a pipe, and leaves none behind', async () => {
    const pipe = join(mkdtempSync(join(tmpdir(), 'metered-paywall-')), 'paywall.sock');
    const env = { NODE_OPTIONS: '', ...LEAST, PORT: pipe };
    const child = spawn(process.execPath, serveArguments(folder), { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const [said] = await once(child.stdout.setEncoding('utf8'), 'data');
    expect(said).toContain(`The paywall answers at ${pipe}`);
    const [response] = await once(request({ socketPath: pipe, path: '/healthz', agent: false }).end(), 'response');
    expect(response.resume().statusCode).toBe(200);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(existsSync(pipe)).toBe(false);
    rmSync(dirname(pipe), { recursive: true });
  });

  test('has limits of its own for time, connections and fields', async () => {
    const { headersTimeout, requestTimeout, maxConnections, maxHeadersCount } = boundedServer(() => undefined);
    expect({ headersTimeout, requestTimeout, maxConnections, maxHeadersCount }).toEqual({
      headersTimeout: 10_000,
      requestTimeout: 10_000,
      maxConnections: 1000,
      maxHeadersCount: 0,
    });
  });

  test.each<[string, Readonly<Record<string, string>>, RegExp]>([
    [
      'a host that is not here',
      { HOST: '192.0.2.1' },
      /^PORT: listen EADDRNOTAVAIL.*\. Give another PORT or HOST\. .*\n$/,
    ],
    [
      'Redis without ioredis',
      { REDIS_URL: 'redis://127.0.0.1:1', NODE_OPTIONS: WITHOUT_IOREDIS },
      /^REDIS_URL: .* npm install ioredis\. .*\n$/,
    ],
  ])('ends with 1 and one line for %s', async (_what, env, line) => {
    expect(await failedStart(folder, { ...LEAST, PORT: '0', ...env })).toEqual({
      code: 1,
      said: expect.stringMatching(line),
    });
  });

  describe('once it runs', () => {
    let port = 0;
    let open: Running | undefined;
    beforeAll(async () => {
      port = await freePort();
      open = await startService(port, { HOST: '0.0.0.0', ARTICLES: '/news/', NEW_READERS: '1', LOG: 'articles' });
    });
    afterAll(() => open?.stop());

    test('takes no more of a request than its limits, and says so', async () => {
      const asked = (bytes: number) =>
        http(port, 'GET', '/forward-auth', {
          'X-Forwarded-Method': 'GET',
          'X-Forwarded-Uri': '/news/a',
          Cookie: 'x'.repeat(bytes),
        });
      expect(await asked(60_000)).toMatchObject({ status: 200 });
      expect(await asked(66_000)).toMatchObject({ status: 431 });
    });

    test('hears the last of many fields, so that none of the proxy’s is pushed out', async () => {
      const many = Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`a${index}`, '']));
      const told = { 'X-Forwarded-For': '192.0.2.1', 'X-Forwarded-Method': 'GET', 'X-Forwarded-Uri': '/news/a' };
      const answer = await http(port, 'GET', '/forward-auth', { ...many, ...told });
      expect(answer).toMatchObject({ status: 200, headers: { paywall: expect.stringMatching(/^free; read=0;/) } });
    });

    test('logs the names of articles if asked', async () => {
      await ask(port, { article: { id: 'tides', access: 'open' } });
      await waitFor('the line', () => open?.output().includes('"article":"tides"') === true);
    });

    test('warns where it listens to more than this machine without a token', async () => {
      await waitFor('the warning', () => open?.output().includes('Set TOKEN') === true);
    });

    test('ends with 1 and one line where its port is taken', async () => {
      const said = expect.stringMatching(/^PORT: listen EADDRINUSE.*\n$/);
      expect(await failedStart(folder, { ...LEAST, PORT: String(port), REDIS_URL: redisUrl() })).toEqual({
        code: 1,
        said,
      });
    });
  });
});
