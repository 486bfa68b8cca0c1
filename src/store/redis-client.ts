import { createHash } from 'node:crypto';
import { OptionError, show } from '../options/index.js';

/** What the store needs of a client: an ioredis 5 or 6 `Redis` (a single server or Sentinel) or `Cluster` has it. */
export interface RedisClient {
  defineCommand(name: string, definition: { lua: string; numberOfKeys?: number }): void;
}

/** Carries out a script on one server, atomically. */
export type Script = (keys: readonly string[], args: readonly (string | number)[]) => Promise<unknown>;

type Command = (...keysAndArgs: readonly (string | number)[]) => Promise<unknown>;

/**
 * A script as the client carries it out: by its digest, and by its text where the server does not know it yet.
 *
 * @throws {OptionError} when the client is of another kind.
 */
export function defineScript(client: RedisClient, lua: string): Script {
  if (!isRedisClient(client)) throw notRedisClient(client);
  // Two versions of this package may share a client: a name of its own for each script keeps either from being redefined.
  const oneKey = takesOneKey(client);
  const digest = createHash('sha256').update(lua).digest('hex').slice(0, 16);
  const name = `meteredPaywall${oneKey ? 'One' : 'Many'}_${digest}`;
  // Not `readOnly`: a client that reads from replicas must still send it to a master.
  client.defineCommand(name, oneKey ? { lua, numberOfKeys: 1 } : { lua });
  const command: unknown = Reflect.get(client, name);
  if (!isCommand(command)) throw notRedisClient(client);
  const run = command.bind(client);
  return (keys, args) => (oneKey ? run(...keys, ...args) : run(keys.length, ...keys, ...args));
}

/** Whether a call may have but one key: in a Cluster, and behind a proxy, which may stand for one. */
export function takesOneKey(client: object): boolean {
  const options: unknown = Reflect.get(client, 'options');
  const asksForInfo =
    typeof options !== 'object' || options === null || Reflect.get(options, 'enableReadyCheck') !== false;
  return Reflect.get(client, 'isCluster') === true || !asksForInfo;
}

function isRedisClient(value: unknown): value is RedisClient {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'defineCommand') === 'function';
}

function isCommand(value: unknown): value is Command {
  return typeof value === 'function';
}

function notRedisClient(value: unknown): OptionError {
  return new OptionError(
    'ERR_PAYWALL_OPTION_TYPE',
    'redisStore.client',
    `${show(value)} is not an ioredis client`,
    'Give a Redis or Cluster of ioredis 5 or 6; a client of the package redis will not do',
  );
}
