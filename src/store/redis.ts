import { optional, readOptions, show, text, wholeNumber } from '../options/index.js';
import { LONGEST_VIEW } from './mark.js';
import { defineScript, type RedisClient, takesOneKey } from './redis-client.js';
import { redisDocuments } from './redis-documents.js';
import { plainError, watchFaults } from './redis-faults.js';
import { warnOfHazards } from './redis-warnings.js';
import { FORGET_LUA, TAKE_BACK_LUA, VISIT_LUA } from './script.lua.js';
import type { Store, TakeBack, Visit, Visited } from './store.js';
import { inOneTurn } from './turn-batch.js';

/** How the store keeps its keys. */
export interface RedisStoreOptions {
  /** Begins every key, after the client's own `keyPrefix` if it has one. Default: `paywall:`. */
  readonly prefix?: string;
  /**
   * Seconds, 0 to 3,600, that a view may stay open and then be taken back; until then no other view's pass speaks of its article.
   * Default: 120.
   */
  readonly longestView?: number;
}

/**
 * A set of a calendar period is kept up to this many milliseconds (10 minutes) past its end, so that a million sets
 * do not expire in one instant. How many is derived from the key: asking again gives the same.
 */
const JITTER = 600_000;

/** Visits in one call: a server does nothing else meanwhile. */
const MOST_TOGETHER = 64;

/** In the order of the script's replies. */
const OUTCOMES = ['known', 'added', 'full'] as const;

/**
 * Keeps each reader's articles in Redis, as one set of integers under one key that expires with the period.
 * The visits of one turn of the event loop are one script call, in one round trip; in a Cluster each is one.
 *
 * @param client An ioredis 5 or 6 client: `Redis`, with or without Sentinel, or `Cluster`; or a client or cluster of node-redis
 *   (the package `redis`) 5 or later, connected. Best made with the settings of `redisOptions()`; those known to fail, to hang or
 *   to replay are warned of. The store never closes it, and listens to its errors, so that events tell why Redis is out of reach.
 * @throws {OptionError} when the client is of another kind, or an option is wrong.
 */
export function redisStore(client: RedisClient, options: RedisStoreOptions = {}): Store {
  const { prefix, longestView } = readOptions<Required<RedisStoreOptions>>(options, 'redisStore', {
    prefix: optional(text, 'paywall:'),
    longestView: optional(wholeNumber(0, 3600), LONGEST_VIEW),
  });
  const visitScript = defineScript(client, VISIT_LUA);
  const takeBackScript = defineScript(client, TAKE_BACK_LUA);
  const forgetScript = defineScript(client, FORGET_LUA);
  warnOfHazards(client);
  const fault = watchFaults(client);

  /** The set's key; of what is beside it, the part in braces decides the slot as well (Redis Cluster specification). */
  const keyOf = (key: string) => `${prefix}{${key}}`;

  async function ask<T>(call: Promise<T>): Promise<T> {
    try {
      return await call;
    } catch (error) {
      throw plainError(error, client);
    }
  }

  async function visitAll(visits: readonly Visit[]): Promise<readonly (Visited | Error)[]> {
    const keys = visits.map(({ key }) => keyOf(key));
    const asked = JSON.stringify([longestView, ...visits.map(askedOf)]);
    const answer = await ask(visitScript(keys, [asked]));
    const replies = readReplies(answer);
    return visits.map((visit, index) => visited(replies[index], visit, client));
  }

  return {
    visit: inOneTurn(takesOneKey(client) ? 1 : MOST_TOGETHER, visitAll),

    async takeBack(key, takeBacks) {
      await ask(takeBackScript([keyOf(key)], takeBacks.flatMap(asArguments)));
    },

    async forget(key) {
      await ask(forgetScript([keyOf(key)], []));
    },

    documents: redisDocuments(client, keyOf, ask),
    fault,
  };
}

/**
 * A visit as the script reads it: a client takes as long for each argument of a call as for a JSON text of them all. What the script
 * hands on is text: Redis is slow to make one of a number.
 */
function askedOf(visit: Visit): readonly unknown[] {
  const { article, limit, ledger, takeBacks = [] } = visit;
  return [`${article}`, limit, `${keepFor(visit)}`, takeBacks.map(asArguments), ledger?.map(String)];
}

function asArguments({ article, view }: TakeBack): readonly (string | number)[] {
  return [article, view];
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

function readReplies(answer: unknown): readonly unknown[] {
  try {
    const replies: unknown = JSON.parse(String(answer));
    if (Array.isArray(replies)) return replies;
  } catch {
    // It is told of as any other reply that is none of the script's.
  }
  throw unexpected(answer);
}

/** The script's reply to one visit. Members of a set are texts to Redis. */
function visited(reply: unknown, { endsIn, rolling }: Visit, client: object): Visited | Error {
  if (!Array.isArray(reply)) return isFailure(reply) ? plainError(new Error(reply.err), client) : unexpected(reply);
  const [code = Number.NaN, read = Number.NaN, left = Number.NaN, count = Number.NaN, ...rest] = reply.map(Number);
  const outcome = OUTCOMES[code];
  if (outcome === undefined || Number.isNaN(count)) return unexpected(reply);
  const members = rest.length > 0 ? rest : null;
  return { outcome, read, members, provisional: rest.slice(0, count), endsIn: rolling ? left : endsIn };
}

/** What one visit failed with, beside others that did not. */
function isFailure(reply: unknown): reply is { readonly err: string } {
  return typeof reply === 'object' && reply !== null && 'err' in reply && typeof reply.err === 'string';
}

function unexpected(reply: unknown): Error {
  return new Error(`unexpected reply of Redis: ${show(reply)}`);
}
