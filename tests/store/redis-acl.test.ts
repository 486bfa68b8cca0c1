import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Cluster, Redis } from 'ioredis';
import { Cluster as Cluster5, Redis as Redis5 } from 'ioredis-5';
import { createClient } from 'redis';
import { redisFiguresStore } from '../../src/figures/redis.js';
import { redisStore } from '../../src/store/redis.js';
import type { RedisClient } from '../../src/store/redis-client.js';
import { redisOptions } from '../../src/store/redis-options.js';
import { startCluster } from '../support/cluster.js';
import { type RedisServer, startRedis } from '../support/redis.js';
import { LONG } from '../support/rounds.js';
import { startSentinels } from '../support/sentinel.js';
import { waitFor } from '../support/wait.js';
import { newKey, visitOf } from './backends.js';

// What the papers tell an operator to allow, and no more: each list is enough, and each command of it is needed.

const STORE = [
  ...['eval', 'evalsha', 'scard', 'sadd', 'sismember', 'smembers', 'pttl', 'pexpire', 'srem'],
  ...['hmget', 'hset', 'hdel', 'hkeys', 'time'],
];
/** Besides, for figures. */
const FIGURES = ['hincrby', 'hgetall'];
/** For a policy besides. */
const POLICY = ['get', 'set', 'del', 'strlen'];
/** For node-redis, which asks again and again whether its connection lives. */
const NODE_REDIS = ['ping'];
const CLUSTER = ['cluster|slots', 'cluster|info'];
/** While slots move. */
const RESHARDING = ['asking'];
const SENTINEL = ['sentinel|get-master-addr-by-name', 'sentinel|sentinels'];

/** Which commands an operator is told to allow, in a paragraph or row of the paper. */
const listed = (text: string): string[] =>
  [...text.matchAll(/(?<=[ `])\+([a-z|\\-]+)/g)].map(([, name = '']) => name.replaceAll('\\', ''));

test('the paper lists these commands, each where it is needed', () => {
  const paper =
    readFileSync('docs/operations.md', 'utf8').split('## What an ACL must allow')[1]?.split('\n## ')[0] ?? '';
  const row = (where: string) => listed(paper.split('\n').find((line) => line.startsWith(`| ${where}`)) ?? '');
  const [server = ''] = /^ {4}ACL SETUSER[\s\S]*?(?=\n\n)/m.exec(paper) ?? [];
  expect(listed(server)).toEqual([...STORE, ...FIGURES]);
  expect(row('with a [policy]')).toEqual(POLICY);
  expect(row('node-redis')).toEqual(NODE_REDIS);
  expect(row('Cluster')).toEqual([...CLUSTER, ...RESHARDING]);
  expect(row('the Sentinels')).toEqual(SENTINEL);
});

const run = promisify(execFile);
const USER = { username: 'paywall', password: 'a password of the paywall' };
const MASTER = 'master';

type Client = RedisClient & {
  readonly status: string;
  on(event: 'close', listener: () => void): unknown;
  disconnect(): void;
};
type Address = { host: string; port: number };

jest.spyOn(console, 'warn').mockImplementation(() => undefined);
jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);

const clients: Client[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.disconnect();
});

/** Lets the user do this and nothing else. */
async function allow(ports: readonly number[], commands: readonly string[], keys: readonly string[]): Promise<void> {
  for (const port of ports) {
    const admin = new Redis(port);
    clients.push(admin);
    const rules = ['reset', 'on', `>${USER.password}`, ...keys, ...commands.map((name) => `+${name}`)];
    await admin.call('ACL', 'SETUSER', USER.username, ...rules);
    await admin.call('CLIENT', 'KILL', 'USER', USER.username).catch(() => undefined);
  }
}

/** Every way through the script, and a view taken back; throws what Redis or the client says against it. */
async function useAll(client: Client): Promise<void> {
  clients.push(client);
  const store = redisStore(client);
  let attempts = 0;
  client.on('close', () => {
    attempts += 1;
  });
  const failed = () => attempts > 1 || store.fault?.() !== undefined;
  await waitFor('the client to be ready or to fail', () => client.status === 'ready' || failed());
  if (client.status !== 'ready') throw store.fault?.() ?? new Error('the client does not get ready');
  const key = newKey();
  await store.visit(visitOf(key, 1));
  await store.visit(visitOf(key, 2, { ledger: [3] }));
  expect(await store.visit(visitOf(key, 4, { limit: 2 }))).toMatchObject({ outcome: 'full', read: 3 });
  expect(await store.visit(visitOf(key, 2))).toMatchObject({ outcome: 'known', read: 3 });
  await store.takeBack(key, [
    { article: 1, view: 'a view' },
    { article: 2, view: 'another' },
  ]);
  expect(await store.visit(visitOf(key, 2))).toMatchObject({ outcome: 'known', read: 2 });
}

const address = ({ port }: RedisServer | { port: number }): Address => ({ host: '127.0.0.1', port });

function describeList(
  deployment: string,
  commands: readonly string[],
  allowOnly: (commands: readonly string[]) => Promise<void>,
  connect: readonly (readonly [version: string, () => Client])[],
): void {
  describe.each(connect)(`a user of ${deployment} (%s)`, (version, open) => {
    test(`needs no more than ${commands.join(' ')}`, async () => {
      await allowOnly(commands);
      await useAll(open());
    });

    // What a server refuses hangs little on who asks it: in the long runs each client is tried, else the first.
    if (!LONG && version !== connect[0]?.[0]) return;
    test.each(commands)('needs %s', async (command) => {
      await allowOnly(commands.filter((name) => name !== command));
      await expect(useAll(open())).rejects.toThrow();
    });
  });
}

describe('of one server', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());

  describeList('one server', STORE, (commands) => allow([server.port], commands, ['~paywall:*']), [
    ['ioredis 6', () => new Redis(server.url, { ...redisOptions(), ...USER })],
    ['ioredis 5', () => new Redis5(server.url, { ...redisOptions(), ...USER })],
    ['ioredis 6 through a proxy', () => new Redis(server.url, { ...redisOptions('proxy'), ...USER })],
  ]);

  test.each([null, ...POLICY])('a policy needs besides %s and the others of its list', async (missing) => {
    const listed = POLICY.filter((name) => name !== missing);
    await allow([server.port], [...STORE, ...listed], ['~paywall:*']);
    const client = new Redis(server.url, { ...redisOptions(), ...USER });
    clients.push(client);
    await waitFor('the client to be ready', () => client.status === 'ready');
    const { documents, forget } = redisStore(client);
    const useIt = async () => {
      await documents?.replace('policy', null, 'a policy', 1000);
      expect(await documents?.read('policy', null)).toEqual({ text: 'a policy' });
      await forget?.('a reader');
    };
    const admin = new Redis(server.port);
    await admin.del('paywall:{policy}');
    admin.disconnect();
    if (missing === null) await useIt();
    else await expect(useIt()).rejects.toThrow(/NOPERM|can't run this command/);
  });

  test('a client of node-redis needs ping besides, or tells of an error again and again', async () => {
    for (const needed of [[], NODE_REDIS]) {
      await allow([server.port], [...STORE, ...needed], ['~paywall:*']);
      const client = createClient({ url: server.url, ...USER, ...redisOptions('node-redis'), pingInterval: 5 });
      const heard: string[] = [];
      client.on('error', ({ message }: Error) => heard.push(message));
      let pings = 0;
      client.on('ping-interval', () => {
        pings += 1;
      });
      await client.connect();
      try {
        expect(await redisStore(client).visit(visitOf(newKey(), 1))).toMatchObject({ outcome: 'added' });
        await waitFor('pings to be answered', () => pings > 1 || heard.length > 1);
      } finally {
        client.destroy();
      }
      if (needed.length > 0) expect(heard).toEqual([]);
      else expect(heard).toContainEqual(expect.stringMatching(/NOPERM.*ping/));
    }
  });

  test('a user needs the store’s own keys and no others', async () => {
    await allow([server.port], STORE, ['~sport:*']);
    await expect(useAll(new Redis(server.url, { ...redisOptions(), ...USER }))).rejects.toThrow(/NOPERM|access/);
  });
});

describe('of figures', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());

  async function useFigures(): Promise<void> {
    const client = new Redis(server.url, { ...redisOptions(), ...USER });
    clients.push(client);
    const store = redisFiguresStore(client);
    await waitFor('the client to be ready', () => client.status === 'ready');
    const names = Array.from({ length: 751 }, (_, n) => [`article:views:${newKey()}`, n]);
    await store.add({ process: newKey(), sequence: 1, day: newKey(), counts: Object.fromEntries(names) });
    await store.add({ process: newKey(), sequence: 1, day: newKey(), counts: { 'reached:1:-': 1 } });
    await store.read([newKey()]);
  }

  const needed = ['eval', 'evalsha', 'hmget', 'hset', 'hdel', 'pttl', 'pexpire', ...FIGURES];

  test(`a user needs besides no more than ${FIGURES.join(' ')}`, async () => {
    await allow([server.port], [...STORE, ...FIGURES], ['~paywall:*']);
    await useFigures();
  });

  test.each(needed)('a user needs %s', async (command) => {
    await allow(
      [server.port],
      needed.filter((name) => name !== command),
      ['~paywall:*'],
    );
    await expect(useFigures()).rejects.toThrow();
  });
});

describe('of a Cluster', () => {
  let cluster: Awaited<ReturnType<typeof startCluster>>;
  beforeAll(async () => {
    cluster = await startCluster();
  }, 30_000);
  afterAll(() => cluster.stop());

  const settings = () => {
    const { redisOptions: ofNodes, ...rest } = redisOptions('cluster');
    return { ...rest, redisOptions: { ...ofNodes, ...USER } };
  };
  describeList(
    'a Cluster',
    [...STORE, ...CLUSTER],
    (commands) =>
      allow(
        cluster.nodes.map(({ port }) => port),
        commands,
        ['~paywall:*'],
      ),
    [
      ['ioredis 6', () => new Cluster(cluster.nodes.map(address), settings())],
      ['ioredis 5', () => new Cluster5(cluster.nodes.map(address), settings())],
    ],
  );

  // The last, for it leaves a slot on its way.
  test('a user of one whose slots move needs asking besides: without it the process ends', async () => {
    const ports = cluster.nodes.map(({ port }) => port);
    const [from, to] = cluster.nodes;
    if (!from || !to) throw new Error('too small a cluster');
    await allow(ports, [...STORE, ...CLUSTER], ['~paywall:*']);
    const [source, target] = [new Redis(from.url), new Redis(to.url)];
    clients.push(source, target);
    const key = await keyOf(source);
    const slot = await source.cluster('KEYSLOT', `paywall:{${key}}`);
    const held = await target.dbsize();
    await target.call('CLUSTER', 'SETSLOT', slot, 'IMPORTING', await source.cluster('MYID'));
    await source.call('CLUSTER', 'SETSLOT', slot, 'MIGRATING', await target.cluster('MYID'));

    const script = `
      import { Cluster } from 'ioredis';
      const [nodes, redisOptions, key] = JSON.parse(process.argv[1]);
      await new Cluster(nodes, { redisOptions }).scard(key).catch(() => undefined);
      process.exit(0);`;
    const given = JSON.stringify([cluster.nodes.map(address), USER, `paywall:{${key}}`]);
    await expect(run(process.execPath, ['--input-type=module', '--eval', script, given])).rejects.toThrow(
      /NOPERM.*'asking'/,
    );

    await allow(ports, [...STORE, ...CLUSTER, ...RESHARDING], ['~paywall:*']);
    const client = new Cluster(cluster.nodes.map(address), settings());
    clients.push(client);
    await waitFor('the client to be ready', () => client.status === 'ready');
    expect(await redisStore(client).visit(visitOf(key, 1))).toMatchObject({ outcome: 'added' });
    expect(await target.dbsize()).toBe(held + 1);
  });
});

/** A key of a slot that the node serves. */
async function keyOf(node: Redis): Promise<string> {
  const key = newKey();
  return node.exists(`paywall:{${key}}`).then(
    () => key,
    () => keyOf(node),
  );
}

describe('of Sentinels', () => {
  let sentinels: Awaited<ReturnType<typeof startSentinels>>;
  beforeAll(async () => {
    sentinels = await startSentinels(MASTER);
    await allow([sentinels.master.port], STORE, ['~paywall:*']);
  }, 60_000);
  afterAll(() => sentinels.stop());

  const settings = () => ({
    ...{ sentinels: sentinels.ports.map((port) => address({ port })), name: MASTER },
    ...{ sentinelUsername: USER.username, sentinelPassword: USER.password },
    ...redisOptions('sentinel'),
    ...USER,
  });
  describeList('the Sentinels themselves', SENTINEL, (commands) => allow(sentinels.ports, commands, []), [
    ['ioredis 6', () => new Redis(settings())],
    ['ioredis 5', () => new Redis5(settings())],
  ]);
});
