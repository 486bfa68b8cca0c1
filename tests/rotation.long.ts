import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { compiledPackage } from './support/build.js';
import { serveArguments } from './support/command.js';
import { freePort } from './support/ports.js';
import { type Running, startProcess } from './support/process.js';
import { redisUrl } from './support/redis.js';
import { ask } from './support/service.js';
import { waitFor } from './support/wait.js';

const SECRETS = {
  old: `old=the secret that signs up to this day`,
  new: `new=the secret that is to sign from now on`,
};
const ARTICLE_SECRET = 'the secret that keys the articles for ever';

/** What `PAYWALL_SECRETS` is in each deploy, the first signs. */
const DEPLOYS = {
  'the old key alone': [SECRETS.old],
  'the old key, and the new one to verify': [SECRETS.old, SECRETS.new],
  'the new key, and the old one to verify': [SECRETS.new, SECRETS.old],
};

type Deploy = keyof typeof DEPLOYS;

const ALONE = 'the old key alone';
const VERIFY = 'the old key, and the new one to verify';
const SIGN = 'the new key, and the old one to verify';

describe('a rolling rotation over two processes and a Redis', () => {
  const processes = new Map<Deploy, Running & { readonly port: number }>();
  beforeAll(async () => {
    const folder = await compiledPackage();
    const site = `https://${randomUUID()}.example`;
    const start = async (deploy: Deploy, secrets: readonly string[]) => {
      const port = await freePort();
      const env = {
        NODE_OPTIONS: '',
        SITE: site,
        PAYWALL_SECRETS: secrets.join(),
        ARTICLE_SECRET,
        REDIS_URL: redisUrl(),
        PORT: String(port),
      };
      const running = await startProcess({ command: process.execPath, args: () => serveArguments(folder), port, env });
      processes.set(deploy, { ...running, port });
    };
    await Promise.all(([ALONE, VERIFY, SIGN] as const).map((deploy) => start(deploy, DEPLOYS[deploy])));
  });
  afterAll(async () => {
    for (const running of processes.values()) await running.stop();
  });

  const portOf = (deploy: Deploy): number => processes.get(deploy)?.port ?? 0;
  const outputOf = (...deploys: readonly Deploy[]): string =>
    deploys.map((deploy) => processes.get(deploy)?.output() ?? '').join('');

  /** A new reader whose views go to both processes by turns, as a balancer sends them while a deploy rolls. */
  async function readThrough(one: Deploy, other: Deploy, count: number) {
    const ports = [portOf(one), portOf(other)];
    let cookie = '';
    const states: string[] = [];
    for (let n = 0; n < count; n += 1) {
      const answer = await ask(ports[n % ports.length] ?? 0, { article: `article-${n}`, headers: { cookie } });
      states.push(answer.state);
      cookie = String(answer.headers['Set-Cookie'] ?? '').split(';')[0] || cookie;
    }
    return states.filter((state) => state !== 'blocked').length;
  }

  test.each<[Deploy, Deploy]>([
    [ALONE, VERIFY],
    [VERIFY, ALONE],
    [VERIFY, SIGN],
    [SIGN, VERIFY],
  ])('from %s to %s loses no count', async (from, to) => {
    expect(await readThrough(from, to, 24)).toBe(10);
    expect(outputOf(from, to)).not.toContain('ERR_PAYWALL_PASS');
  });

  // The last, for the process says it once a minute at most.
  test('in one step loses counts, and the process that does not know the new key says why', async () => {
    expect(await readThrough(ALONE, SIGN, 24)).toBeGreaterThan(10);
    await waitFor('the word of it', () => /ERR_PAYWALL_PASS.*unknown-key/.test(outputOf(ALONE)));
  });
});
