import { isRecord } from '../options/index.js';
import { isCluster, isNodeRedis } from './redis-client.js';

/** A setting of a client known to hang or to replay, in words that end a sentence which begins with its path. */
interface Hazard {
  readonly setting: string;
  readonly harm: string;
  readonly fix: string;
}

type ClientSettings = Readonly<Record<string, unknown>>;

/** Milliseconds; a frozen server should be given up before too many calls wait for it. */
const LONGEST_SOCKET_TIMEOUT = 5000;

const warned = new WeakSet<object>();

/**
 * Warns of a client whose settings are known to fail, to hang or to replay, once for each client, by a warning of the process
 * with the code `PAYWALL_REDIS_CLIENT`. Readers are served in time all the same: the deadline is our own.
 *
 * @param client A client. One that does not show its settings passes without a word.
 */
export function warnOfHazards(client: object): void {
  if (warned.has(client)) return;
  warned.add(client);
  const hazards = hazardsOf(client);
  if (hazards.length === 0) return;
  const deployment = deploymentOf(client);
  const list = hazards.map(({ setting, harm, fix }) => `${setting} ${harm} (${fix})`).join('; ');
  process.emitWarning(
    `The client given to redisStore() may fail, hang or replay calls: ${list}. redisOptions(${deployment}) gives all the right settings.`,
    { type: 'PaywallWarning', code: 'PAYWALL_REDIS_CLIENT' },
  );
}

function deploymentOf(client: object): string {
  if (isNodeRedis(client)) return "'node-redis'";
  if (isCluster(client)) return "'cluster'";
  return hasSentinels(client) ? "'sentinel'" : '';
}

function hazardsOf(client: object): Hazard[] {
  const options = record(Reflect.get(client, 'options'));
  if (!options) return [];
  if (isNodeRedis(client)) return hazardsOfNodeRedis(client, options);
  return [
    ...lateness(client, options),
    ...(isCluster(client) ? hazardsOfCluster(options) : hazardsOfConnection(options)),
  ];
}

function hazardsOfConnection(options: ClientSettings): Hazard[] {
  return [...queueing(options), ...replaying(options), ...deafness(options, '')];
}

function hazardsOfCluster(options: ClientSettings): Hazard[] {
  const waits = (setting: string): Hazard[] =>
    options[setting] === 0 ? [] : [{ setting, harm: 'keeps calls to be sent again later', fix: 'set it to 0' }];
  return [
    ...queueing(options),
    ...waits('retryDelayOnFailover'),
    ...waits('retryDelayOnClusterDown'),
    ...deafness(record(options.redisOptions) ?? {}, 'redisOptions.'),
  ];
}

function hazardsOfNodeRedis(client: object, options: ClientSettings): Hazard[] {
  const harm = 'queues calls while Redis is away, and sends them when nobody waits any more';
  return [
    ...(Reflect.get(client, 'isOpen') === false
      ? [{ setting: 'connect()', harm: 'has not been called, so that calls fail', fix: 'call it first' }]
      : []),
    ...(options.disableOfflineQueue === true ? [] : [{ setting: 'disableOfflineQueue', harm, fix: 'set it to true' }]),
    ...deafness(record(options.socket) ?? {}, 'socket.'),
  ];
}

function lateness(client: object, { lazyConnect }: ClientSettings): Hazard[] {
  if (lazyConnect !== true || Reflect.get(client, 'status') !== 'wait') return [];
  const harm = 'fails calls, or lets them wait, from the first visit until there is a connection';
  return [{ setting: 'lazyConnect', harm, fix: 'leave it out, or connect() first' }];
}

function queueing(options: ClientSettings): Hazard[] {
  if (options.enableOfflineQueue === false) return [];
  return [{ setting: 'enableOfflineQueue', harm: 'queues calls while Redis is away', fix: 'set it to false' }];
}

function replaying({ maxRetriesPerRequest }: ClientSettings): Hazard[] {
  if (maxRetriesPerRequest === 0) return [];
  const harm =
    maxRetriesPerRequest === null
      ? 'lets calls wait without end'
      : 'sends calls a second time after a connection is lost';
  return [{ setting: 'maxRetriesPerRequest', harm, fix: 'set it to 0' }];
}

function deafness({ socketTimeout }: ClientSettings, path: string): Hazard[] {
  const set = typeof socketTimeout === 'number' && socketTimeout > 0 && socketTimeout <= LONGEST_SOCKET_TIMEOUT;
  if (set) return [];
  const harm = socketTimeout === undefined ? 'is not set' : `is not 1 to ${LONGEST_SOCKET_TIMEOUT} ms`;
  const fix = 'set it to 500, or a frozen server is waited for without end';
  return [{ setting: `${path}socketTimeout`, harm, fix }];
}

function hasSentinels(client: object): boolean {
  return Array.isArray(record(Reflect.get(client, 'options'))?.sentinels);
}

function record(value: unknown): ClientSettings | undefined {
  return isRecord(value) ? value : undefined;
}
