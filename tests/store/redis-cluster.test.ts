import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Cluster, Redis } from 'ioredis';
import { redisStore } from '../../src/store/redis.js';
import { type RedisCluster, startCluster } from '../support/cluster.js';
import type { RedisServer } from '../support/redis.js';
import { articles, newKey, visitOf } from './backends.js';

let cluster: RedisCluster | undefined;
beforeAll(async () => {
  cluster = await startCluster({ replicas: 1 });
}, 30_000);
afterAll(async () => cluster?.stop());

/** What a node tells of itself under a heading of INFO. */
async function info(node: RedisServer, section: string): Promise<string> {
  const client = new Redis(node.url);
  const text = await client.info(section);
  client.disconnect();
  return text;
}

test('a cluster of the tests has three masters that share the slots, each with a replica', async () => {
  const client = new Redis(cluster?.nodes[0]?.url ?? '');
  const nodes = String(await client.call('CLUSTER', 'NODES'))
    .trim()
    .split('\n');
  expect(nodes.filter((line) => /\bmaster\b.*\d+-\d+$/.test(line))).toHaveLength(3);
  expect(nodes.filter((line) => /\bslave\b/.test(line))).toHaveLength(3);
  expect(String(await client.call('CLUSTER', 'INFO'))).toContain('cluster_slots_ok:16384');
  client.disconnect();
});

test('visits spread over the masters, and none goes to a replica even of a client that reads from them', async () => {
  const nodes = cluster?.nodes ?? [];
  const client = new Cluster(
    nodes.map(({ port }) => ({ host: '127.0.0.1', port })),
    { scaleReads: 'slave' },
  );
  const store = redisStore(client);
  try {
    await Promise.all(articles(60).map((article) => store.visit(visitOf(newKey(), article))));
  } finally {
    client.disconnect();
  }

  for (const master of nodes.slice(0, 3)) expect(await info(master, 'keyspace')).toMatch(/^db0:keys=\d/m);
  // Not even to be sent on from there: Redis counts such calls as rejected.
  for (const replica of nodes.slice(3)) expect(await info(replica, 'commandstats')).not.toContain('cmdstat_eval');
});
