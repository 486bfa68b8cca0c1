import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compiledPackage } from '../support/build.js';
import { createBrowser, type Received } from '../support/http.js';
import { freePort } from '../support/ports.js';
import { type Running, startProcess } from '../support/process.js';
import { type RedisServer, startRedis } from '../support/redis.js';
import { NOON, SECRET } from '../support/site.js';
import { waitFor } from '../support/wait.js';

/** A view as the process that served it wrote it down. */
export interface ServedView {
  readonly state: string;
  readonly reason: string;
  readonly read: number;
  readonly degraded: boolean;
  readonly account: boolean;
  readonly shown: boolean;
  readonly counted: boolean;
  readonly article: string;
}

/** All that was served, by the processes' own log. */
export interface ServedLog {
  readonly views: readonly ServedView[];
  /** Articles from which readers registered. */
  readonly registered: readonly string[];
}

export const PASSWORD = 'a-password-of-editors';

const SLUGS = Array.from({ length: 14 }, (_, index) => `article-${index + 1}`);
const AT_ONCE = 4;

/** A site of two processes and a Redis that keeps what it was given on disk. */
export async function startServed() {
  const dir = await mkdtemp(join(tmpdir(), 'metered-paywall-served-'));
  const folder = await compiledPackage();
  const startOwn = (port?: number): Promise<RedisServer> =>
    startRedis({ ...(port && { port }), args: ['--dir', dir, '--appendonly', 'yes'] });
  let redis = await startOwn();
  const site = `http://127.0.0.1:${await freePort()}`;
  const running: Running[] = [];

  async function startSite(): Promise<{ readonly port: number; readonly process: Running }> {
    const port = await freePort();
    const env = {
      ...{ NODE_OPTIONS: '', SITE: site, PORT: String(port), REDIS_URL: redis.url, PACKAGE: folder },
      ...{ SECRET, PASSWORD, NOW: String(NOON) },
    };
    const process = await startProcess({
      command: globalThis.process.execPath,
      args: () => [join(globalThis.process.cwd(), 'tests/console/served-site.mjs')],
      ...{ port, env },
    });
    running.push(process);
    return { port, process };
  }

  const sites = [await startSite(), await startSite()];
  let sent = 0;
  let readers = 0;

  const log = (): ServedLog => {
    const lines: readonly unknown[] = sites.flatMap(({ process }) =>
      process
        .output()
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line)),
    );
    return {
      views: lines.filter(isView),
      registered: lines.flatMap((line) => (isRegistration(line) ? [line.registered] : [])),
    };
  };

  async function read(nth: number): Promise<void> {
    const browser = createBrowser(sites.map(({ port }) => port));
    const send = (path: string, method = 'GET'): Promise<Received> => {
      sent += 1;
      return browser.send({ path, method });
    };
    for (const slug of SLUGS.slice(0, 1 + ((nth * 5) % SLUGS.length))) {
      if (nth % 4 === 1) await send(`/news/${slug}?fails=1`);
      const { text } = await send(`/news/${slug}`);
      if (text !== 'blocked' || nth % 3 === 0) continue;
      await send(`/register/${slug}?name=reader${nth}`, 'POST');
      await send(`/news/${slug}`);
    }
  }

  return {
    port: sites[0]?.port ?? 0,
    log,
    /** Has so many scripted readers read, a few at a time, at both processes in turn. */
    async crowd(count: number): Promise<void> {
      const last = readers + count;
      const work = async (): Promise<void> => {
        while (readers < last) await read(readers++);
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
    },
    /** Waits until so many more requests have been sent. */
    more(count: number): Promise<void> {
      const until = sent + count;
      return waitFor(`${count} more requests`, () => sent >= until);
    },
    stopRedis: () => redis.stop(),
    async restartRedis(): Promise<void> {
      redis = await startOwn(redis.port);
    },
    /** Tells both processes to stop, and a third one to tell what the store knows. */
    async handOver(): Promise<number> {
      for (const { process } of sites) {
        const exit = once(process.child, 'close');
        process.child.kill('SIGTERM');
        const [code] = await exit;
        if (code !== 0) throw new Error(`the process ended with ${code}: ${process.output().slice(-2000)}`);
      }
      return (await startSite()).port;
    },
    async close(): Promise<void> {
      for (const process of running) await process.stop();
      await redis.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

const isView = (line: unknown): line is ServedView => typeof line === 'object' && line !== null && 'state' in line;

const isRegistration = (line: unknown): line is { readonly registered: string } =>
  typeof line === 'object' && line !== null && 'registered' in line;

/** How many there are of each. */
export function countBy<T>(all: readonly T[], nameOf: (each: T) => string): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const each of all) counts[nameOf(each)] = (counts[nameOf(each)] ?? 0) + 1;
  return counts;
}

/** What the console has to say of what was served. */
export function sumsOf({ views, registered }: ServedLog) {
  const shown = views.filter((view) => view.shown);
  const counted = shown.filter((view) => view.counted);
  return {
    shown: shown.length,
    states: countBy(shown, ({ state }) => state),
    reasons: countBy(shown, ({ state, reason }) => `${state} ${reason}`),
    degraded: shown.filter(({ degraded }) => degraded).length,
    registered: registered.length,
    reached: (account: boolean) =>
      countBy(
        counted.filter((view) => view.account === account),
        ({ read }) => String(read + 1),
      ),
    articles: SLUGS.map((article) => {
      const of = shown.filter((view) => view.article === article);
      const states = countBy(of, ({ state }) => state);
      return {
        article,
        views: of.length,
        prompts: states['register-prompt'] ?? 0,
        walls: states.blocked ?? 0,
        registered: registered.filter((slug) => slug === article).length,
      };
    }).filter(({ views: count }) => count > 0),
  };
}

/** A crowd at both processes, whose Redis is stopped in the middle and started again while they read on. */
export async function serveThroughRestart() {
  const site = await startServed();
  try {
    await site.crowd(5);
    const reading = site.crowd(30);
    await site.more(40);
    await site.stopRedis();
    await site.more(60);
    await site.restartRedis();
    await reading;
    await site.crowd(8);
    return site;
  } catch (error) {
    await site.close();
    throw error;
  }
}
