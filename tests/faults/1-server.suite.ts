import { startRedis } from '../support/redis.js';
import { type Rig, testFaults } from './fault.js';
import { freeze, thaw } from './rigs.js';

/** Killed with all it knew, and later started anew on its port. */
async function killed(): Promise<Rig> {
  let server = await startRedis();
  return {
    ports: [server.port],
    inflict: () => server.stop(),
    async heal() {
      server = await startRedis({ port: server.port });
    },
    stop: () => server.stop(),
  };
}

async function frozen(): Promise<Rig> {
  const server = await startRedis();
  return {
    ports: [server.port],
    inflict: async () => freeze(server),
    heal: async () => thaw(server),
    stop: () => server.stop(),
  };
}

/** Gone for a moment, and all it knew for good. */
async function restarted(): Promise<Rig> {
  let server = await startRedis();
  const restart = async () => {
    await server.stop();
    server = await startRedis({ port: server.port });
  };
  return { ports: [server.port], inflict: restart, heal: async () => undefined, stop: () => server.stop() };
}

testFaults('1-server', [
  { name: 'killed and down', lasts: 20, prepare: killed },
  { name: 'killed and down, ioredis 5', lasts: 20, ioredis: 5, prepare: killed },
  { name: 'frozen', lasts: 10, prepare: frozen },
  { name: 'frozen, ioredis 5', lasts: 10, ioredis: 5, prepare: frozen },
  { name: 'frozen at start-up', lasts: 10, atStart: true, prepare: frozen },
  { name: 'restarted without persistence', lasts: 2, prepare: restarted },
]);
