import { Redis } from 'ioredis';
import { isListening } from '#ports';
import { type RedisServer, startRedis } from '#redis';
import { waitFor } from '#wait';

const SLOTS = 16_384;

/** A Redis Cluster of a test's own. */
export interface RedisCluster {
  /** The masters, then the replicas: of the first master first. */
  readonly nodes: readonly RedisServer[];
  /** Stops every node. Doing so again does nothing. */
  stop(): Promise<void>;
}

export interface ClusterOptions {
  /** How many masters share the slots; 3 by default. */
  readonly masters?: number;
  /** How many replicas each master has; 0 by default. */
  readonly replicas?: number;
  /** More arguments for every node. */
  readonly args?: readonly string[];
  /** A port for each node; free ones by default. */
  readonly ports?: readonly number[];
}

/**
 * Starts a Redis Cluster and waits until each of its nodes finds it whole: about two seconds, for masters wait that
 * long before they first serve.
 */
export async function startCluster({
  masters = 3,
  replicas = 0,
  args = [],
  ports = [],
}: ClusterOptions = {}): Promise<RedisCluster> {
  const starting = Array.from({ length: masters * (1 + replicas) }, (_, nth) => startNode(args, ports[nth]));
  const started = (await Promise.allSettled(starting)).flatMap((node) =>
    node.status === 'fulfilled' ? [node.value] : [],
  );
  const clients = started.map((node) => new Redis(node.url));
  const stop = async () => {
    await Promise.all(started.map((node) => node.stop()));
  };
  try {
    const nodes = await Promise.all(starting);
    await join(clients, nodes);
    await shareSlots(clients.slice(0, masters));
    await attachReplicas(clients.slice(0, masters), clients.slice(masters));
    await Promise.all(clients.map((client) => isWhole(client, 1 + replicas)));
    return { nodes, stop };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    for (const client of clients) client.disconnect();
  }
}

function startNode(args: readonly string[], port?: number): Promise<RedisServer> {
  const cluster = ['--cluster-enabled', 'yes', '--cluster-config-file', 'nodes.conf', '--cluster-node-timeout', '2000'];
  // A replica is announced only once something was replicated to it: a ping is enough.
  const replication = ['--repl-diskless-sync-delay', '0', '--repl-ping-replica-period', '1'];
  return startRedis({ args: [...cluster, ...replication, ...args], ...(port !== undefined && { port }) });
}

async function join(clients: readonly Redis[], nodes: readonly RedisServer[]): Promise<void> {
  // Distinct epochs from the start spare the nodes settling them one by one.
  await Promise.all(clients.map((client, index) => client.call('CLUSTER', 'SET-CONFIG-EPOCH', String(index + 1))));
  // Each meets each: quicker than word of mouth.
  await Promise.all(
    clients.flatMap((client) => nodes.map((node) => client.call('CLUSTER', 'MEET', '127.0.0.1', String(node.port)))),
  );
  const met = `cluster_known_nodes:${nodes.length}`;
  await Promise.all(
    clients.map((client) => waitFor('the nodes to meet', async () => (await clusterInfo(client)).includes(met))),
  );
}

async function shareSlots(masters: readonly Redis[]): Promise<void> {
  const slots = Array.from({ length: SLOTS }, (_, slot) => String(slot));
  const share = Math.ceil(SLOTS / masters.length);
  await Promise.all(
    masters.map((master, index) =>
      master.call('CLUSTER', 'ADDSLOTS', ...slots.slice(index * share, (index + 1) * share)),
    ),
  );
}

async function attachReplicas(masters: readonly Redis[], replicas: readonly Redis[]): Promise<void> {
  const each = replicas.length / masters.length;
  for (const [index, replica] of replicas.entries()) {
    const master = String(await masters[Math.floor(index / each)]?.call('CLUSTER', 'MYID'));
    await waitFor('a replica to know its master', async () =>
      String(await replica.call('CLUSTER', 'NODES')).includes(master),
    );
    await replica.call('CLUSTER', 'REPLICATE', master);
  }
  await Promise.all(
    replicas.map((replica) =>
      waitFor('a replica to follow', async () => (await replica.info('replication')).includes('master_link_status:up')),
    ),
  );
}

/** A node finds the cluster whole when all slots are served, and would send clients to every replica. */
async function isWhole(client: Redis, nodesOfSlot: number): Promise<void> {
  await waitFor('cluster_state:ok', async () => (await clusterInfo(client)).includes('cluster_state:ok'));
  await waitFor('the replicas to be announced', async () => {
    const shares = await client.cluster('SLOTS');
    return shares.every(([_first, _last, ...nodes]) => nodes.length === nodesOfSlot);
  });
}

/**
 * The nodes of the cluster of three masters that all tests share, once it is whole. Write under a random prefix, flush
 * nothing, and move no slots.
 */
export async function sharedCluster(): Promise<{ host: string; port: number }[]> {
  const ports = (process.env.TEST_REDIS_CLUSTER ?? '').split(',').filter(Boolean).map(Number);
  if (ports.length === 0) throw new Error('No shared cluster: run the tests by `npm test`.');
  for (const port of ports) await waitFor(`a node of the cluster on port ${port}`, () => isListening(port));
  const clients = ports.map((port) => new Redis({ host: '127.0.0.1', port }));
  try {
    await Promise.all(clients.map((client) => isWhole(client, 1)));
  } finally {
    for (const client of clients) client.disconnect();
  }
  return ports.map((port) => ({ host: '127.0.0.1', port }));
}

async function clusterInfo(client: Redis): Promise<string> {
  return String(await client.call('CLUSTER', 'INFO'));
}
