import { Redis } from 'ioredis';
import { type RedisCluster, startCluster } from '../support/cluster.js';
import type { RedisServer } from '../support/redis.js';
import { waitFor } from '../support/wait.js';
import { type Rig, testFaults } from './fault.js';
import { freeze, kill, thaw } from './rigs.js';

const MASTERS = 3;
const PATIENCE = 30_000;

async function rigOf(act: (cluster: RedisCluster) => Pick<Rig, 'inflict' | 'heal'>): Promise<Rig> {
  const cluster = await startCluster({ masters: MASTERS, replicas: 1 });
  return {
    deployment: 'cluster',
    ports: cluster.nodes.map(({ port }) => port),
    ...act(cluster),
    stop: cluster.stop,
  };
}

/** One master is harmed, and the cluster serves again once its replica has taken over. */
const failover = (harm: typeof freeze) =>
  rigOf(({ nodes }) => {
    const [master, ...others] = nodes;
    const replica = nodes[MASTERS];
    return {
      inflict: async () => master && harm(master),
      async heal() {
        await waitFor('the replica to take over', async () => replica !== undefined && isMaster(replica), PATIENCE);
        await whole(others);
      },
    };
  });

const allDown = () =>
  rigOf(({ nodes }) => ({
    inflict: async () => nodes.forEach(freeze),
    async heal() {
      nodes.forEach(thaw);
      await whole(nodes);
    },
  }));

/** The first master's slots go to the second, one by one and with all that is in them. */
const movingSlots = () =>
  rigOf(({ nodes }) => ({
    async inflict() {
      const [from, to] = nodes;
      if (from && to) for (let slot = 0; slot < 200; slot += 1) await moveSlot(slot, from, to);
    },
  }));

/** The nodes agree that every slot is served, and by a node that is there. */
async function whole(nodes: readonly RedisServer[]): Promise<void> {
  await waitFor(
    'the cluster to be whole',
    async () => {
      const reports = await Promise.all(nodes.map((node) => ask(node, 'CLUSTER', 'INFO')));
      return reports.every((info) => String(info).includes('cluster_state:ok'));
    },
    PATIENCE,
  );
}

async function isMaster(node: RedisServer): Promise<boolean> {
  return String(await ask(node, 'ROLE')).startsWith('master');
}

async function moveSlot(slot: number, from: RedisServer, to: RedisServer): Promise<void> {
  const [source, target] = [String(await ask(from, 'CLUSTER', 'MYID')), String(await ask(to, 'CLUSTER', 'MYID'))];
  await ask(to, 'CLUSTER', 'SETSLOT', `${slot}`, 'IMPORTING', source);
  await ask(from, 'CLUSTER', 'SETSLOT', `${slot}`, 'MIGRATING', target);
  for (;;) {
    const keys = await ask(from, 'CLUSTER', 'GETKEYSINSLOT', `${slot}`, '100');
    if (!Array.isArray(keys) || keys.length === 0) break;
    await ask(from, 'MIGRATE', '127.0.0.1', `${to.port}`, '', '0', '1000', 'KEYS', ...keys.map(String));
  }
  for (const node of [to, from]) await ask(node, 'CLUSTER', 'SETSLOT', `${slot}`, 'NODE', target);
}

async function ask({ url }: RedisServer, command: string, ...args: string[]): Promise<unknown> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: null, commandTimeout: 1000, protocol: 2 });
  client.on('error', () => undefined);
  try {
    return await client.call(command, ...args);
  } catch (error) {
    return error;
  } finally {
    client.disconnect();
  }
}

testFaults('5-cluster', [
  { name: 'Cluster, a master killed', lasts: 0, prepare: () => failover(kill) },
  { name: 'Cluster, a master frozen', lasts: 0, prepare: () => failover(freeze) },
  { name: 'Cluster, all nodes frozen', lasts: 10, prepare: allDown },
  { name: 'Cluster, 200 slots moved', lasts: 0, prepare: movingSlots },
]);
