import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { buildCommand, serveArguments } from './support/command.js';
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
  let folder = '';
  const running: Running[] = [];
  beforeAll(() => {
    folder = buildCommand();
  });
  afterEach(async () => {
    for (const process of running.splice(0)) await process.stop();
  });

  async function start(deploy: Deploy, site: string) {
    const port = await freePort();
    const env = {
      NODE_OPTIONS: '',
      SITE: site,
      PAYWALL_SECRETS: DEPLOYS[deploy].join(),
      ARTICLE_SECRET,
      REDIS_URL: redisUrl(),
      PORT: String(port),
    };
    const process_ = await startProcess({ command: process.execPath, args: () => serveArguments(folder), port, env });
    running.push(process_);
    return { port, output: process_.output };
  }

  /** A reader whose views go to both processes by turns, as a balancer sends them while a deploy rolls. */
  async function readThrough(ports: readonly number[], count: number) {
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
    // A site of its own is a reader of its own in the Redis that all tests share.
    const site = `https://${randomUUID()}.example`;
    const [one, two] = [await start(from, site), await start(to, site)];
    expect(await readThrough([one.port, two.port], 24)).toBe(10);
    expect(one.output() + two.output()).not.toContain('ERR_PAYWALL_PASS');
  });

  test('in one step loses counts, and the process that does not know the new key says why', async () => {
    const site = `https://${randomUUID()}.example`;
    const [one, two] = [await start(ALONE, site), await start(SIGN, site)];
    expect(await readThrough([one.port, two.port], 24)).toBeGreaterThan(10);
    await waitFor('the word of it', () => /ERR_PAYWALL_PASS.*unknown-key/.test(one.output()));
  });
});
