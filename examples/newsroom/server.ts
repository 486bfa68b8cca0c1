import { createServer } from 'node:http';
import { OptionError, signedPolicy } from 'metered-paywall';
import { createNewsroom } from './app.js';
import { countInMemory, countInRedis } from './counter.js';
import { drainable } from './drain.js';
import { EnvironmentError, readEnvironment, type Settings } from './environment.js';
import { greeting } from './greeting.js';

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
  server.on('listening', () => console.log(greeting(server.address(), counter.place, settings).join('\n')));
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

function giveUp(message: string): never {
  console.error(message);
  process.exit(1);
}
