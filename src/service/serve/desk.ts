import { setTimeout as pause } from 'node:timers/promises';
import { type SignedPolicy, signedPolicy } from '../../policy/signed/index.js';
import { createService } from '../service.js';
import { countInRedis } from './counter.js';
import { type Environment, readEnvironment } from './environment.js';
import { missing } from './mistakes.js';

/** What a service that is set up by the same environment knows of readers, without serving any. */
export interface ServedDesk {
  readonly policy: SignedPolicy;
  close(): Promise<void>;
}

/** How often, and for how many milliseconds each, the store is waited for. */
const [ATTEMPTS, EACH] = [50, 100];

/**
 * Opens the desk of the service that the environment sets up.
 *
 * @throws {OptionError} for a variable that is missing or wrong.
 */
export async function openDesk(env: Environment): Promise<ServedDesk> {
  const { options, redisUrl } = readEnvironment(env);
  if (redisUrl === undefined) throw missing('REDIS_URL', "Give the service's own, as in redis://host:6379");
  const counter = await countInRedis(redisUrl);
  const policy = signedPolicy();
  const close = async (): Promise<void> => {
    policy.close();
    await counter.close();
  };
  try {
    createService({ ...options, crawlers: false, store: counter.store, policy, onEvent: () => undefined });
    for (let n = 0; n < ATTEMPTS && (await policy.read()).confirmedAt === null; n += 1) await pause(EACH);
    return { policy, close };
  } catch (error) {
    await close();
    throw error;
  }
}
