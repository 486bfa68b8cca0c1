import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from '@jest/globals';
import { freePort } from '../support/ports.js';
import { redisUrl } from '../support/redis.js';

// The README's first command, as typed: what it prints is what a newcomer goes by.

let started: ChildProcess | undefined;

afterEach(async () => {
  if (started?.exitCode !== null || started.pid === undefined) return;
  process.kill(-started.pid, 'SIGTERM');
  await once(started, 'exit');
});

/** The address that `npm start` prints, once it has printed it. */
async function npmStart(env: Readonly<Record<string, string>>): Promise<{ url: string; output: () => string }> {
  const port = await freePort();
  let output = '';
  const child = spawn('npm', ['start'], {
    // A group of its own, so that the server ends with npm.
    detached: true,
    env: { ...process.env, NODE_OPTIONS: '', PORT: String(port), ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  started = child;
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`npm start ended with ${code}: ${output}`)));
    child.stdout.on('data', (chunk) => {
      output += chunk;
      const [url] = output.match(/http:\/\/localhost:\d+/) ?? [];
      if (url) resolve({ url, output: () => output });
    });
  });
}

/** The states that a reader with a cookie jar meets on the first articles that the front page links to. */
async function readFour(url: string): Promise<(string | undefined)[]> {
  const front = await (await fetch(url)).text();
  const paths = [...new Set([...front.matchAll(/href="(\/news\/[^"#?]+)/g)].map(([, path]) => path))].slice(0, 4);
  const jar = new Map<string, string>();
  const states: (string | undefined)[] = [];
  for (const path of paths) {
    const response = await fetch(url + path, { headers: { cookie: [...jar.values()].join('; ') } });
    for (const [pair = ''] of response.headers.getSetCookie().map((cookie) => cookie.split(';'))) {
      jar.set(pair.split('=')[0] ?? '', pair);
    }
    states.push(response.headers.get('paywall')?.split(';')[0]);
  }
  return states;
}

/** What a start that comes to nothing says, and its exit code. */
async function failedStart(env: Readonly<Record<string, string>>): Promise<{ code: unknown; said: string }> {
  const child = spawn('npm', ['--silent', 'start'], {
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, said };
}

describe('npm start', () => {
  test.each<[string, Readonly<Record<string, string>>]>([
    ['REDIS_URL', { REDIS_URL: 'redis://:hid#den@127.0.0.1:6379' }],
    ['PORT', { PORT: 'abc' }],
    ['TRUST_PROXY', { TRUST_PROXY: 'true' }],
    ['PAYWALL_SECRET', { NODE_ENV: 'production' }],
  ])(
    'ends with one line for a wrong %s',
    async (variable, env) => {
      const { code, said } = await failedStart(env);
      expect(code).toBe(1);
      expect(said).toMatch(new RegExp(`^${variable}: [^\\n]+\\n$`));
      expect(said).not.toMatch(/hid|den@/);
    },
    120_000,
  );

  test.each([
    ['in memory, with nothing else needed', () => ({})],
    ['with Redis', () => ({ REDIS_URL: redisUrl() })],
  ])(
    'serves the newsroom behind the paywall %s',
    async (_how, env) => {
      const { url, output } = await npmStart(env());
      expect(await readFour(url)).toEqual(['free', 'free', 'free', 'register-prompt']);
      expect(output()).toMatch('REDIS_URL' in env() ? /Redis/ : /memory/);
    },
    120_000,
  );
});
