import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { startRedis } from '../support/redis.js';
import { waitFor } from '../support/wait.js';
import { type Rig, testFaults } from './fault.js';
import { administered } from './rigs.js';

/** Four seconds of loading: 200 µs a key, looking at its connections after every kilobyte. */
const KEYS_TO_LOAD = 20_000;
const SLOW_LOADING = ['--key-load-delay', '200', '--loading-process-events-interval-bytes', '1024'];

/** Every so many milliseconds the server forgets all scripts. */
const FLUSH_EVERY = 1000;

async function flushing(): Promise<Rig> {
  let timer: NodeJS.Timeout | undefined;
  const stop = async () => clearInterval(timer);
  const rig = await administered(async (admin) => {
    await admin.script('FLUSH');
    timer = setInterval(() => void admin.script('FLUSH'), FLUSH_EVERY);
  }, stop);
  return { ...rig, stop: () => stop().then(rig.stop) };
}

/** Made a replica of nobody, with all it knows: it refuses to write. */
const readOnly = () =>
  administered(
    (admin) => admin.replicaof('127.0.0.1', 1),
    (admin) => admin.call('REPLICAOF', 'NO', 'ONE'),
  );

const full = () =>
  administered(
    (admin) => admin.config('SET', 'maxmemory', '1mb'),
    (admin) => admin.config('SET', 'maxmemory', '0'),
    ['--maxmemory-policy', 'noeviction'],
  );

/** Held up by somebody's endless script, and soon saying so. */
async function busy(): Promise<Rig> {
  let somebody: Redis | undefined;
  const rig = await administered(
    async (admin) => {
      somebody = admin.duplicate();
      somebody.eval('while true do end', 0).catch(() => undefined);
    },
    (admin) => admin.script('KILL'),
    ['--lua-time-limit', '100'],
  );
  return { ...rig, stop: async () => rig.stop().then(() => somebody?.disconnect()) };
}

/** Restarted with so much to load, so slowly, that it says so for a while. */
async function loading(): Promise<Rig> {
  const dir = await mkdtemp(join(tmpdir(), 'metered-paywall-loading-'));
  const start = (port?: number) =>
    startRedis({ args: ['--dir', dir, '--enable-debug-command', 'yes'], ...(port !== undefined && { port }) });
  let server = await start();
  const admin = new Redis(server.url, { protocol: 2 });
  admin.on('error', () => undefined);
  return {
    ports: [server.port],
    async inflict() {
      await admin.call('DEBUG', 'POPULATE', String(KEYS_TO_LOAD));
      await admin.save();
      await server.stop();
      server = await startRedis({ args: ['--dir', dir, ...SLOW_LOADING], port: server.port });
    },
    async heal() {
      await waitFor('the data to be loaded', async () => /^loading:0/m.test(await admin.info('persistence')), 60_000);
    },
    async stop() {
      admin.disconnect();
      await server.stop();
      await rm(dir, { recursive: true });
    },
  };
}

/** Half of all readers' keys hold what they should not. */
const wrongType = () =>
  administered(
    async (admin) => {
      for (const key of (await keysOf(admin)).filter((_, index) => index % 2 === 0)) await admin.set(key, 'no set');
    },
    async (admin) => {
      for (const key of await keysOf(admin)) if ((await admin.type(key)) === 'string') await admin.del(key);
    },
  );

async function keysOf(admin: Redis): Promise<string[]> {
  return admin.keys('paywall:*');
}

/** Wants a password from now on, and has thrown everybody out. */
const locked = () =>
  administered(
    async (admin) => {
      await admin.config('SET', 'requirepass', 'nobody knows');
      await admin.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
      await waitFor('the site to be thrown out', async () => !String(await admin.client('LIST')).includes('cmd=eval'));
    },
    (admin) => admin.config('SET', 'requirepass', ''),
  );

testFaults('3-refusals', [
  { name: 'SCRIPT FLUSH every second', lasts: 10, prepare: flushing },
  { name: 'READONLY', lasts: 10, prepare: readOnly },
  { name: 'OOM at noeviction', lasts: 10, prepare: full },
  { name: 'BUSY', lasts: 10, prepare: busy },
  { name: 'WRONGTYPE', lasts: 10, prepare: wrongType },
  { name: 'LOADING', lasts: 0, prepare: loading },
  { name: 'NOAUTH', lasts: 10, prepare: locked },
]);
