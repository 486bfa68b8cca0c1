import { afterAll, beforeAll, describe } from '@jest/globals';
import { Cluster, Redis } from 'ioredis';
import { Cluster as Cluster5, Redis as Redis5 } from 'ioredis-5';
import { createClient, createCluster } from 'redis';
import { memoryStore } from '../../src/store/memory.js';
import { redisStore } from '../../src/store/redis.js';
import type { RedisClient } from '../../src/store/redis-client.js';
import type { Store, Visit } from '../../src/store/store.js';
import { sharedCluster } from '../support/cluster.js';
import { randomPrefix, redisUrl } from '../support/redis.js';
import { rounds } from '../support/rounds.js';

/** A store under test. */
export interface Backend {
  readonly store: Store;
  /** Runs of a property that it is quick enough for. */
  readonly runs: number;
}

type Nodes = { host: string; port: number }[];
type Client = RedisClient & { disconnect(): unknown };

/** A client of node-redis, which must be told to connect. */
async function connected<C extends { connect(): Promise<unknown> }>(client: C): Promise<C> {
  await client.connect();
  return client;
}

/** Every client that the package promises to work with. That no cast is needed is part of the promise. */
const CLIENTS: readonly (readonly [name: string, connect: (cluster: Nodes) => Client | Promise<Client>])[] = [
  ['ioredis 6', () => new Redis(redisUrl())],
  ['ioredis 5', () => new Redis5(redisUrl())],
  ['ioredis 6 with a keyPrefix', () => new Redis(redisUrl(), { keyPrefix: randomPrefix() })],
  ['ioredis 6 that pipelines by itself', () => new Redis(redisUrl(), { enableAutoPipelining: true })],
  ['ioredis 6 that gives numbers as strings', () => new Redis(redisUrl(), { stringNumbers: true })],
  ['ioredis 6, RESP2', () => new Redis(redisUrl(), { protocol: 2 })],
  ['ioredis 6 Cluster', (cluster) => new Cluster(cluster)],
  ['ioredis 6 Cluster with a keyPrefix', (cluster) => new Cluster(cluster, { keyPrefix: randomPrefix() })],
  ['ioredis 5 Cluster', (cluster) => new Cluster5(cluster)],
  ['node-redis', () => connected(createClient({ url: redisUrl() }))],
  ['node-redis, RESP2', () => connected(createClient({ url: redisUrl(), RESP: 2 }))],
  ['node-redis Cluster', (cluster) => connected(createCluster({ rootNodes: cluster.map(urlOf) }))],
];

/** Runs one suite over every store: in memory, and in Redis through every client; with `STORES=memory` without Redis. */
export function describeEveryStore(suite: (backend: () => Backend) => void): void {
  describe('memory', () => {
    const backend = { store: memoryStore(), runs: rounds(100, 3000) };
    suite(() => backend);
  });
  if (process.env.STORES !== 'memory') describeEveryClient(suite);
}

function describeEveryClient(suite: (backend: () => Backend) => void): void {
  let cluster: Nodes = [];
  beforeAll(async () => {
    cluster = await sharedCluster();
  }, 30_000);

  describe.each(CLIENTS)('%s', (_name, connect) => {
    let client: Client | undefined;
    let backend: Backend;
    beforeAll(async () => {
      client = await connect(cluster);
      backend = { store: redisStore(client, { prefix: randomPrefix() }), runs: rounds(10, 200) };
    });
    afterAll(() => void client?.disconnect());
    suite(() => backend);
  });
}

function urlOf({ host, port }: Nodes[number]): { url: string } {
  return { url: `redis://${host}:${port}` };
}

let keys = 0;

/** The key of a reader that no other test has. */
export function newKey(): string {
  keys += 1;
  return `2026-11:reader-${String(keys).padStart(9, '0')}`;
}

/** A visit of a calendar month's reader, with the defaults of the product. */
export function visitOf(key: string, article: number, more: Partial<Visit> = {}): Visit {
  return { key, article, ledger: [], limit: 10, endsIn: 60_000, rolling: false, ...more };
}

/** Whole numbers from `first` on: articles that differ. */
export function articles(count: number, first = 1): number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}
