import { createHash } from 'node:crypto';
import { OptionError, show } from '../options/index.js';

/** What the store needs of ioredis 5 or 6: a `Redis` (a single server or Sentinel) or `Cluster` has it. */
export interface IoredisClient {
  /** Defines a script as a command. */
  defineCommand(name: string, definition: { lua: string; numberOfKeys?: number }): void;
}

/** What the store needs of node-redis (the package `redis`) 5 or later: a client or a cluster has it. */
export interface NodeRedisClient {
  /** Carries out a script. */
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  /** Carries out a script that the server knows, by its SHA-1. */
  evalSha(digest: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

/** The clients that the store works with. */
export type RedisClient = IoredisClient | NodeRedisClient;

/** Carries out a script on one server, atomically. */
export type Script = (keys: readonly string[], args: readonly (string | number)[]) => Promise<unknown>;

type Command = (...keysAndArgs: readonly (string | number)[]) => Promise<unknown>;

/**
 * A script as the client carries it out: by its digest, and by its text where the server does not know it yet.
 *
 * @param option What the client was given as, for whoever gave one of another kind.
 * @throws {OptionError} when the client is of another kind.
 */
export function defineScript(client: RedisClient, lua: string, option = 'redisStore.client'): Script {
  if (isIoredis(client)) return byIoredis(client, lua, option);
  if (isNodeRedis(client)) return byNodeRedis(client, lua);
  throw noClient(client, option);
}

function byIoredis(client: IoredisClient, lua: string, option: string): Script {
  const oneKey = takesOneKey(client);
  // Two versions of this package may share a client: a name of its own for each script keeps either from being redefined.
  const digest = createHash('sha256').update(lua).digest('hex').slice(0, 16);
  const name = `meteredPaywall${oneKey ? 'One' : 'Many'}_${digest}`;
  // Not `readOnly`: a client that reads from replicas must still send it to a master.
  client.defineCommand(name, oneKey ? { lua, numberOfKeys: 1 } : { lua });
  const command: unknown = Reflect.get(client, name);
  if (!isCommand(command)) throw noClient(client, option);
  const run = command.bind(client);
  return (keys, args) => (oneKey ? run(...keys, ...args) : run(keys.length, ...keys, ...args));
}

function byNodeRedis(client: NodeRedisClient, lua: string): Script {
  const digest = createHash('sha1').update(lua).digest('hex');
  return async (keys, args) => {
    const call = { keys: [...keys], arguments: args.map(String) };
    try {
      return await client.evalSha(digest, call);
    } catch (error) {
      if (error instanceof Error && error.message.startsWith('NOSCRIPT')) return client.eval(lua, call);
      throw error;
    }
  };
}

/** Whether a call may have but one key: in a Cluster, and behind a proxy, which may stand for one. */
export function takesOneKey(client: object): boolean {
  const options: unknown = Reflect.get(client, 'options');
  const asksForInfo =
    typeof options !== 'object' || options === null || Reflect.get(options, 'enableReadyCheck') !== false;
  return isCluster(client) || !asksForInfo;
}

/** Whether a client is one of a Cluster: ioredis says so; node-redis has slots. */
export function isCluster(client: object): boolean {
  return Reflect.get(client, 'isCluster') === true || 'slots' in client;
}

function isIoredis(value: unknown): value is IoredisClient {
  return hasMethods(value, ['defineCommand']);
}

/** Whether a client is of the package `redis`, 5 or later: before, `evalSha` was the same but its replies were not. */
export function isNodeRedis(value: unknown): value is NodeRedisClient {
  return hasMethods(value, ['eval', 'evalSha']) && !isIoredis(value);
}

function hasMethods(value: unknown, methods: readonly string[]): value is object {
  return (
    typeof value === 'object' &&
    value !== null &&
    methods.every((method) => typeof Reflect.get(value, method) === 'function')
  );
}

function isCommand(value: unknown): value is Command {
  return typeof value === 'function';
}

function noClient(value: unknown, option: string): OptionError {
  return new OptionError(
    'ERR_PAYWALL_OPTION_TYPE',
    option,
    `${show(value)} is no client of Redis`,
    'Give a Redis or Cluster of ioredis 5 or 6, or a client or cluster of node-redis (the package redis) 5 or later',
  );
}
