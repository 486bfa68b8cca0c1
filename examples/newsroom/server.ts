import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { OptionError } from 'metered-paywall';
import { createNewsroom } from './app.js';
import { type Counter, countBehindSentinels, countInCluster, countInMemory, countInRedis } from './counter.js';

const { PORT = '3000', PAYWALL_SECRET, TRUST_PROXY } = process.env;
const { REDIS_URL, REDIS_SENTINELS, REDIS_MASTER = 'mymaster', REDIS_CLUSTER } = process.env;
const { SITE = `http://localhost:${PORT}` } = process.env;

/** How long a request may go on after the order to stop, in milliseconds. */
const PATIENCE = 10_000;

/** Milliseconds, more than the deadline of a call to the store. */
const MOMENT = 100;

try {
  await start();
} catch (error) {
  if (!(error instanceof OptionError)) throw error;
  giveUp(`${error.message}\nSITE, PAYWALL_SECRET, PORT and NODE_ENV are where these settings come from.`);
}

async function start(): Promise<void> {
  const counter = await openCounter();
  const newsroom = createNewsroom({
    site: SITE,
    secret: PAYWALL_SECRET || randomBytes(32).toString('base64url'),
    store: counter.store,
    ...(TRUST_PROXY && { trustProxy: /^\d+$/.test(TRUST_PROXY) ? Number(TRUST_PROXY) : TRUST_PROXY }),
  });

  const server = newsroom.listen(Number(PORT));
  server.on('listening', () => greet(server.address(), counter.place));
  server.on('error', (error: NodeJS.ErrnoException) => {
    const taken = `Port ${PORT} is taken. Choose another, as in: PORT=${Number(PORT) + 1} npm start`;
    giveUp(error.code === 'EADDRINUSE' ? taken : `The newsroom cannot listen: ${error.message}`);
  });

  const stop = (): void => {
    // A moment later, since Node calls a server closed before it tells of the last reader who left unserved.
    server.close(() => setTimeout(() => void counter.close(), MOMENT));
    setTimeout(() => server.closeAllConnections(), PATIENCE).unref();
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
}

async function openCounter(): Promise<Counter> {
  if (REDIS_CLUSTER) return countInCluster(REDIS_CLUSTER);
  if (REDIS_SENTINELS) return countBehindSentinels(REDIS_SENTINELS, REDIS_MASTER);
  return REDIS_URL ? countInRedis(REDIS_URL) : countInMemory();
}

function greet(address: AddressInfo | string | null, place: string): void {
  const port = typeof address === 'object' ? address?.port : PORT;
  console.log(`The newsroom is open at http://localhost:${port}`);
  console.log(`What readers have read is counted in ${place}.`);
  if (!PAYWALL_SECRET) {
    console.log('Passes are signed with a secret made just now: after a restart everyone starts afresh.');
    console.log('Set PAYWALL_SECRET (32 characters or more) to keep them.');
  }
}

function giveUp(message: string): never {
  console.error(message);
  process.exit(1);
}
