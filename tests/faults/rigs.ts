import { Redis } from 'ioredis';
import type { Running } from '../support/process.js';
import { type RedisServer, startRedis } from '../support/redis.js';
import type { Rig } from './fault.js';
import { type Mischief, startProxy } from './proxy.js';

/** Stops a server's process where it stands, or lets it go on. */
export function freeze({ pid }: Running): void {
  process.kill(-pid, 'SIGSTOP');
}

export function thaw({ pid }: Running): void {
  process.kill(-pid, 'SIGCONT');
}

/** Kills a server without a word, but leaves its directory. */
export function kill({ pid }: Running): void {
  process.kill(-pid, 'SIGKILL');
}

/** What a server's administrator does to it, over a connection of their own. */
export async function administered(
  inflict: (admin: Redis, server: RedisServer) => Promise<unknown>,
  heal: (admin: Redis, server: RedisServer) => Promise<unknown>,
  args: readonly string[] = [],
): Promise<Rig> {
  const server = await startRedis({ args });
  const admin = new Redis(server.url, { protocol: 2 });
  admin.on('error', () => undefined);
  return {
    ports: [server.port],
    inflict: () => inflict(admin, server),
    heal: () => heal(admin, server),
    async stop() {
      admin.disconnect();
      await server.stop();
    },
  };
}

/** A server behind a proxy that harms its replies. */
export async function proxied(mischief: Mischief): Promise<Rig> {
  const server = await startRedis();
  const proxy = await startProxy(server.port);
  return {
    ports: [proxy.port],
    async inflict() {
      proxy.mischief = mischief;
    },
    async heal() {
      proxy.mischief = { kind: 'none' };
    },
    async stop() {
      await proxy.stop();
      await server.stop();
    },
  };
}
