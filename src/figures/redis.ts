import { optional, readOptions, show, text } from '../options/index.js';
import { defineScript, plainError, type RedisClient, watchFaults } from '../store/index.js';
import type { RawCounts } from './fields.js';
import { ADD_LUA, READ_LUA } from './figures.lua.js';
import { keepDaysField } from './memory.js';
import type { FiguresBatch, FiguresStore } from './store.js';

/** How figures are kept in Redis. */
export interface RedisFiguresOptions {
  /** Begins every key, after the client's own `keyPrefix` if it has one; `figures:` and the day follow. Default: `paywall:`. */
  readonly prefix?: string;
  /** Days that a day's figures are kept, 1 to 4,000. Default: 400. */
  readonly keepDays?: number;
}

const DAY = 86_400_000;

/** Counts in one call: a server does nothing else meanwhile. */
const MOST_COUNTS = 2000;

/** Days that are asked for at once. */
const READ_TOGETHER = 32;

export function redisFiguresStore(client: RedisClient, options: RedisFiguresOptions = {}): FiguresStore {
  const { prefix, keepDays } = readOptions<Required<RedisFiguresOptions>>(options, 'redisFigures', {
    prefix: optional(text, 'paywall:'),
    keepDays: keepDaysField,
  });
  const add = defineScript(client, ADD_LUA, 'redisFigures.client');
  const read = defineScript(client, READ_LUA, 'redisFigures.client');
  const fault = watchFaults(client);
  const keyOf = (day: string): string => `${prefix}figures:${day}`;

  async function ask<T>(call: Promise<T>): Promise<T> {
    try {
      return await call;
    } catch (error) {
      throw fault() ?? plainError(error, client);
    }
  }

  return {
    mostCounts: MOST_COUNTS,

    async add({ process, sequence, day, counts }: FiguresBatch) {
      await ask(add([keyOf(day)], [process, sequence, keepDays * DAY, ...Object.entries(counts).flat()]));
    },

    async read(days) {
      const found: RawCounts[] = [];
      for (let at = 0; at < days.length; at += READ_TOGETHER) {
        const asked = days
          .slice(at, at + READ_TOGETHER)
          .map(async (day) => countsOf(await ask(read([keyOf(day)], []))));
        found.push(...(await Promise.all(asked)));
      }
      return found;
    },
  };
}

/** The fields that are counts, whatever else is beside them. */
function countsOf(reply: unknown): RawCounts {
  if (!Array.isArray(reply)) throw new Error(`unexpected reply of Redis: ${show(reply)}`);
  const counts: Record<string, number> = Object.create(null);
  for (let at = 0; at < reply.length; at += 2) {
    const field = String(reply[at]);
    if (!/^(?:from:|articles$|floor$)/.test(field)) counts[field] = Number(reply[at + 1]);
  }
  return counts;
}
