import { once } from 'node:events';
import type { Server } from 'node:http';
import { OptionError } from '../../options/index.js';
import { signedPolicy } from '../../policy/signed/index.js';
import { createService, type Service } from '../service.js';
import { boundedServer } from './bounded-server.js';
import { type Counter, countInMemory, countInRedis } from './counter.js';
import { drainable } from './drain.js';
import { type Environment, inVariables, readEnvironment } from './environment.js';
import { createLog } from './log.js';

/** How long a request may go on after the order to stop, in milliseconds. */
const PATIENCE = 10_000;

/**
 * Runs the service as the environment says, until SIGTERM or SIGINT: the command `metered-paywall serve`.
 *
 * @returns The exit code, once the service listens (0) or a mistake in the environment has been told in one line (1).
 */
export async function serve(env: Environment = process.env): Promise<0 | 1> {
  try {
    await start(env);
    return 0;
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    console.error(inVariables(error, env));
    return 1;
  }
}

async function start(env: Environment): Promise<void> {
  const { options, host, port, redisUrl, logged, ...more } = readEnvironment(env);
  const policy = more.policy ? signedPolicy() : null;
  const counter = redisUrl === undefined ? countInMemory() : await countInRedis(redisUrl);
  try {
    const log = createLog(logged, console.log, console.error);
    const { store, figures } = counter;
    const service = createService({ ...options, ...log.listeners, store, figures, ...(policy && { policy }) });
    const server = boundedServer(log.identified(service));
    const drain = drainable(server, PATIENCE);
    await listen(server, host, port);
    console.log(`The paywall answers at ${originOf(server)}, and counts in ${counter.place}.`);
    stopWhenTold(drain, service, counter);
  } catch (error) {
    policy?.close();
    await counter.close();
    throw error;
  }
  if (options.token === undefined && typeof port === 'number' && !isLoopback(host)) {
    console.warn('Whoever reaches that address may ask, and is believed. Set TOKEN, or keep the address private.');
  }
}

function stopWhenTold(drain: () => Promise<void>, service: Service, counter: Counter): void {
  const stop = async (): Promise<void> => {
    await drain();
    await service.close();
    await counter.close();
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
}

async function listen(server: Server, host: string, port: number | string): Promise<void> {
  try {
    await once(typeof port === 'number' ? server.listen(port, host) : server.listen(port), 'listening');
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new OptionError('ERR_PAYWALL_OPTION_RANGE', 'PORT', problem, 'Give another PORT or HOST');
  }
}

function originOf(server: Server): string {
  const address = server.address();
  if (typeof address !== 'object' || address === null) return address ?? '';
  const { address: host, port, family } = address;
  return `http://${family === 'IPv6' ? `[${host}]` : host}:${port}`;
}

function isLoopback(host: string): boolean {
  return /^(127\.|::1$|localhost$)/.test(host);
}
