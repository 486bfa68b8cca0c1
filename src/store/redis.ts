import { createHash } from 'node:crypto';
import { OptionError, optional, readOptions, show, text } from '../options/index.js';
import { plainError, watchFaults } from './redis-faults.js';
import { warnOfHazards } from './redis-warnings.js';
import type { Store, Visit, Visited } from './store.js';
import { VISIT_LUA } from './visit.lua.js';

/** What the store needs of a client: an ioredis 5 or 6 `Redis` (a single server or Sentinel) or `Cluster` has it. */
export interface RedisClient {
  defineCommand(name: string, definition: { lua: string; numberOfKeys: number }): void;
  srem(key: string, member: number): Promise<unknown>;
}

/** How the store keeps its keys. */
export interface RedisStoreOptions {
  /** Begins every key, after the client's own `keyPrefix` if it has one. Default: `paywall:`. */
  readonly prefix?: string;
}

/**
 * A set of a calendar period is kept up to this many milliseconds (10 minutes) past its end, so that a million sets
 * do not expire in one instant. How many is derived from the key: asking again gives the same.
 */
const JITTER = 600_000;

/** In the order of the script's replies. */
const OUTCOMES = ['known', 'added', 'full'] as const;

// Two versions of this package may share a client: a name of its own for each script keeps either from being redefined.
const COMMAND = `meteredPaywallVisit_${createHash('sha256').update(VISIT_LUA).digest('hex').slice(0, 16)}`;

type VisitCommand = (key: string, ...args: readonly number[]) => Promise<unknown>;

/**
 * Keeps each reader's articles in Redis, as one set of integers under one key that expires with the period.
 * A visit is one script call, in one round trip.
 *
 * @param client An ioredis 5 or 6 client: `Redis`, with or without Sentinel, or `Cluster`, best made with the settings
 *   of `redisOptions()`; those known to fail, to hang or to replay are warned of. The store defines one command on it, never
 *   closes it, and listens to its errors, so that events tell why Redis is out of reach.
 * @throws {OptionError} when the client is of another kind, or an option is wrong.
 */
export function redisStore(client: RedisClient, options: RedisStoreOptions = {}): Store {
  const { prefix } = readOptions<{ prefix: string }>(options, 'redisStore', { prefix: optional(text, 'paywall:') });
  const command = defineVisit(client);
  warnOfHazards(client);
  const fault = watchFaults(client);

  async function ask<T>(call: Promise<T>): Promise<T> {
    try {
      return await call;
    } catch (error) {
      throw plainError(error, client);
    }
  }

  return {
    async visit(visit) {
      const { key, article, limit, ledger } = visit;
      const reply = await ask(command(prefix + key, article, limit, keepFor(visit), ...ledger));
      return visited(reply, visit);
    },

    async takeBack(key, article) {
      await ask(client.srem(prefix + key, article));
    },

    fault,
  };
}

function defineVisit(client: RedisClient): VisitCommand {
  if (!isRedisClient(client)) throw notRedisClient(client);
  // Not `readOnly`: a client that reads from replicas must still send it to a master.
  client.defineCommand(COMMAND, { lua: VISIT_LUA, numberOfKeys: 1 });
  const command: unknown = Reflect.get(client, COMMAND);
  if (!isVisitCommand(command)) throw notRedisClient(client);
  return command.bind(client);
}

function isRedisClient(value: unknown): value is RedisClient {
  if (typeof value !== 'object' || value === null) return false;
  return ['defineCommand', 'srem'].every((method) => typeof Reflect.get(value, method) === 'function');
}

function isVisitCommand(value: unknown): value is VisitCommand {
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

/** Whole milliseconds to keep a set that is new. */
function keepFor({ key, endsIn, rolling }: Visit): number {
  const atLeast = Math.max(1, Math.ceil(endsIn));
  return rolling ? atLeast : atLeast + jitter(key);
}

/** 0 to `JITTER`, spread evenly over keys (FNV-1a, 32 bits). */
function jitter(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i += 1) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % (JITTER + 1);
}

/** The script's reply, whose numbers some settings of the client turn into strings. */
function visited(reply: unknown, { endsIn, rolling }: Visit): Visited {
  const [code = Number.NaN, read = Number.NaN, left = Number.NaN, ...members] = Array.isArray(reply)
    ? reply.map(Number)
    : [];
  const outcome = OUTCOMES[code];
  if (outcome === undefined || Number.isNaN(left)) throw new Error(`unexpected reply of Redis: ${show(reply)}`);
  return { outcome, read, members: members.length > 0 ? members : null, endsIn: rolling ? left : endsIn };
}
