import { createServer } from 'node:http';
import { CONTENDERS, type ContenderName } from './contenders/index.js';
import { createSite } from './site.js';

/** What the site's process tells when it listens, and whenever it is asked. */
export interface ServerState {
  /** A port of the loopback. */
  readonly port: number;
  /** Microseconds of processor time that the process has taken, all its threads together. */
  readonly cpu: number;
}

const [, , name, redisUrl = ''] = process.argv;
if (!isContender(name)) throw new Error(`no such contender: ${name}`);

const site = createSite(await CONTENDERS[name].createMeter(redisUrl));
// Connections lie idle while the other contenders take their turn.
const server = createServer({ keepAliveTimeout: 600_000 }, site).listen(0, '127.0.0.1', tell);
process.on('message', tell);
process.on('disconnect', () => process.exit());

function tell(): void {
  const address = server.address();
  const { user, system } = process.cpuUsage();
  const state: ServerState = { port: typeof address === 'object' && address ? address.port : 0, cpu: user + system };
  process.send?.(state);
}

function isContender(given: string | undefined): given is ContenderName {
  return given !== undefined && given in CONTENDERS;
}
