import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { ensureInstalled } from '#install';
import { freePort } from '#ports';
import { type Running, startProcess } from '#process';
import { type RedisServer, startRedis } from '#redis';
import { waitFor } from '#wait';

/** A master, its replica and the Sentinels that watch over both. */
export interface Sentinels {
  readonly master: RedisServer;
  readonly replica: RedisServer;
  readonly ports: readonly number[];
  /** The port of the server that the Sentinels agree is the master, once it says so itself; else `undefined`. */
  masterPort(): Promise<number | undefined>;
  stop(): Promise<void>;
}

const COUNT = 3;

/**
 * Starts a master with one replica and three Sentinels, and waits until each knows all the others.
 *
 * @param name The name by which the Sentinels know the master.
 */
export async function startSentinels(name: string): Promise<Sentinels> {
  const master = await startRedis();
  const replica = await startRedis({
    args: ['--replicaof', `127.0.0.1 ${master.port}`, '--repl-diskless-sync-delay', '0'],
  });
  const started: (Running & { readonly port: number })[] = [];
  const stop = async () => {
    await Promise.all([...started, master, replica].map((server) => server.stop()));
  };
  try {
    for (let i = 0; i < COUNT; i += 1) started.push(await startSentinel(name, master.port));
    const ports = started.map(({ port }) => port);
    await waitFor('the Sentinels to know each other and the replica', async () => {
      const views = await Promise.all(ports.map((port) => masterSeenBy(port, name)));
      return views.every(
        (view) => view.get('num-other-sentinels') === String(COUNT - 1) && view.get('num-slaves') === '1',
      );
    });
    return { master, replica, ports, masterPort: () => agreedMaster(ports, name), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startSentinel(name: string, master: number): Promise<Running & { readonly port: number }> {
  const port = await freePort();
  const sentinel = await startProcess({
    command: ensureInstalled(['redis-server', 'valkey-server'], 'redis-server'),
    port,
    args: (dir) => {
      const file = join(dir, 'sentinel.conf');
      writeFileSync(file, configuration(name, port, master, dir));
      return [file, '--sentinel'];
    },
  });
  return { ...sentinel, port };
}

function configuration(name: string, port: number, master: number, dir: string): string {
  return [
    `port ${port}`,
    'bind 127.0.0.1',
    `dir ${dir}`,
    `sentinel monitor ${name} 127.0.0.1 ${master} 2`,
    `sentinel down-after-milliseconds ${name} 1000`,
    `sentinel failover-timeout ${name} 3000`,
    '',
  ].join('\n');
}

async function agreedMaster(sentinels: readonly number[], name: string): Promise<number | undefined> {
  const seen = await Promise.all(sentinels.map(async (port) => (await masterSeenBy(port, name)).get('port')));
  const port = Number(seen[0]);
  if (!seen.every((other) => other === seen[0])) return undefined;
  const role = await call(port, 'ROLE').catch(() => []);
  return Array.isArray(role) && role[0] === 'master' ? port : undefined;
}

async function masterSeenBy(port: number, name: string): Promise<ReadonlyMap<string, string>> {
  const reply = await call(port, 'SENTINEL', 'MASTER', name);
  const words = Array.isArray(reply) ? reply.map(String) : [];
  return new Map(words.flatMap((word, index) => (index % 2 === 0 ? [[word, words[index + 1] ?? ''] as const] : [])));
}

/** One call over a connection of its own, so that none is left to a server that is killed or frozen. */
async function call(port: number, command: string, ...args: string[]): Promise<unknown> {
  const client = new Redis({ port, lazyConnect: true, retryStrategy: null, commandTimeout: 500, protocol: 2 });
  client.on('error', () => undefined);
  try {
    return await client.call(command, ...args);
  } finally {
    client.disconnect();
  }
}
