import { randomUUID } from 'node:crypto';
import { ensureInstalled } from '#install';
import { freePort } from '#ports';
import { type Running, startProcess } from '#process';

/** A Redis (or Valkey) server of a test's own: empty, on its own port, keeping nothing on disk. */
export interface RedisServer extends Running {
  readonly url: string;
  readonly port: number;
}

export interface RedisOptions {
  /** More arguments, as `['--maxmemory', '2mb']`; a later one overrides an earlier. */
  readonly args?: readonly string[];
  /** The port; a free one by default. To restart a server that was stopped, pass the port it had. */
  readonly port?: number;
}

/** Starts a server for tests that need one of their own: to freeze, kill, flush or measure it. */
export async function startRedis({ args = [], port }: RedisOptions = {}): Promise<RedisServer> {
  const command = ensureInstalled(['redis-server', 'valkey-server'], 'redis-server');
  const own = port ?? (await freePort());
  const server = await startProcess({
    command,
    port: own,
    args: (dir) => [
      ...['--port', String(own), '--bind', '127.0.0.1', '--dir', dir],
      ...['--save', '', '--appendonly', 'no', '--daemonize', 'no'],
      ...args,
    ],
  });
  return { ...server, port: own, url: `redis://127.0.0.1:${own}` };
}

/** The server that all tests share. It may be somebody's own: write under a random prefix, flush nothing. */
export function redisUrl(): string {
  const url = process.env.TEST_REDIS_URL;
  if (url === undefined) throw new Error('No shared Redis: run the tests by `npm test`, or set TEST_REDIS_URL.');
  return url;
}

/** A key prefix that no other test has. */
export function randomPrefix(): string {
  return `test-${randomUUID()}:`;
}
