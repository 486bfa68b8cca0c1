import type { EventEmitter } from 'node:events';
import { Cluster, Redis } from 'ioredis';
import { Cluster as Cluster5, Redis as Redis5 } from 'ioredis-5';
import type { RedisClient } from '../../../src/store/redis-client.js';
import { redisOptions } from '../../../src/store/redis-options.js';
import { type AppSettings, MASTER } from './protocol.js';

/** A client of either major version, to whatever deployment. */
export type Client = RedisClient & EventEmitter & { quit(): Promise<unknown>; disconnect(): void };

/** Connects as docs/operations.md tells a site to. */
export function connect({ deployment, ports, ioredis }: AppSettings): Client {
  const nodes = ports.map((port) => ({ host: '127.0.0.1', port }));
  if (deployment === 'cluster') {
    const options = redisOptions('cluster');
    return ioredis === 6 ? new Cluster(nodes, options) : new Cluster5(nodes, options);
  }
  const options =
    deployment === 'sentinel'
      ? { sentinels: nodes, name: MASTER, ...redisOptions('sentinel') }
      : { ...nodes[0], ...redisOptions() };
  return ioredis === 6 ? new Redis(options) : new Redis5(options);
}
