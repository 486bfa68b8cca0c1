import { show } from '../options/index.js';
import { defineScript, type RedisClient } from './redis-client.js';
import { READ_DOCUMENT_LUA, REPLACE_DOCUMENT_LUA } from './script.lua.js';
import type { Documents } from './store.js';

/**
 * Texts in Redis, each under a key of its own that expires.
 *
 * @param keyOf The key of a name.
 * @param ask Words what a call fails with.
 */
export function redisDocuments(
  client: RedisClient,
  keyOf: (name: string) => string,
  ask: (call: Promise<unknown>) => Promise<unknown>,
): Documents {
  const read = defineScript(client, READ_DOCUMENT_LUA);
  const replace = defineScript(client, REPLACE_DOCUMENT_LUA);

  return {
    async read(name, known) {
      const reply = await ask(read([keyOf(name)], [known ?? '']));
      if (reply === null || reply === undefined) return null;
      // Some settings of the client turn numbers into strings.
      if (reply === 0 || reply === '0') return 'unchanged';
      if (typeof reply === 'string') return { text: reply };
      throw new Error(`unexpected reply of Redis: ${show(reply)}`);
    },

    async replace(name, known, text, keep) {
      return Number(await ask(replace([keyOf(name)], [known ?? '', text, Math.ceil(keep)]))) === 1;
    },
  };
}
