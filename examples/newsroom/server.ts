import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OptionError, signedPolicy } from 'metered-paywall';
import { createNewsroom } from './app.js';
import { countInMemory, countInRedis } from './counter.js';
import { drainable } from './drain.js';
import { EnvironmentError, readEnvironment, type Settings } from './environment.js';

/** How long a request may go on after the order to stop, in milliseconds. */
const PATIENCE = 10_000;

try {
  await start(readEnvironment(process.env));
} catch (error) {
  if (error instanceof EnvironmentError) giveUp(error.message);
  if (!(error instanceof OptionError)) throw error;
  giveUp(`${error.message} SITE, PAYWALL_SECRET, EDITOR_PASSWORD and NODE_ENV are where these settings come from.`);
}

async function start(settings: Settings): Promise<void> {
  const { port, redis, site, secret, trustProxy, editorPassword } = settings;
  const counter = redis ? await countInRedis(redis) : countInMemory();
  const { store, figures } = counter;
  const policy = signedPolicy();
  const app = createNewsroom({
    ...{ site, secret, store, figures, policy, editorPassword },
    ...(trustProxy !== undefined && { trustProxy }),
  });

  const server = createServer(app);
  const drain = drainable(server, PATIENCE);
  server.on('listening', () => greet(server.address(), counter.place, settings));
  server.on('error', (error: NodeJS.ErrnoException) => {
    const taken = `PORT: ${port} is taken. Choose another${typeof port === 'number' ? `, as in: PORT=${port + 1} npm start` : '.'}`;
    giveUp(error.code === 'EADDRINUSE' ? taken : `The newsroom cannot listen: ${error.message}`);
  });
  server.listen(port);

  const stop = async (): Promise<void> => {
    await drain();
    await app.close();
    await counter.close();
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
}

function greet(address: AddressInfo | string | null, place: string, settings: Settings): void {
  const { newSecret, newPassword, editorPassword } = settings;
  const where = typeof address === 'object' ? `http://localhost:${address?.port}` : address;
  console.log(`The newsroom is open at ${where}`);
  console.log(`What readers have read is counted in ${place}.`);
  if (newPassword) console.log(`Editors go to ${where}/paywall/console: any name, and the password ${editorPassword}`);
  if (newSecret) {
    console.log('Passes are signed with a secret made just now: after a restart everyone starts afresh.');
    console.log('Set PAYWALL_SECRET (32 characters or more) to keep them.');
  }
}

function giveUp(message: string): never {
  console.error(message);
  process.exit(1);
}
