import { isCluster, isNodeRedis } from './redis-client.js';

/** Tells what keeps a client from its server; `undefined` where nothing is known to. */
export type FaultOf = () => Error | undefined;

/** Milliseconds for which the error of one node of a Cluster explains what fails: nothing tells when that node is well again. */
const NODE_FAULT_LASTS = 15_000;

const watched = new WeakMap<object, FaultOf>();

/**
 * Remembers the last error of a client's connections until it is ready again, since what its calls fail with only says that there
 * is no connection. Where nobody else listens to those errors, the first of an outage is a warning of the process with the code
 * `PAYWALL_REDIS_ERROR`; ioredis would print each of them, several a second, and node-redis would end the process.
 *
 * @param client A client. One that emits no events has no faults.
 */
export function watchFaults(client: object): FaultOf {
  const known = watched.get(client);
  if (known) return known;
  const faultOf = isEmitter(client) ? listenTo(client) : () => undefined;
  watched.set(client, faultOf);
  return faultOf;
}

function listenTo(client: Emitter): FaultOf {
  let fault: Error | undefined;
  let ofNode: { readonly error: Error; readonly at: number } | undefined;

  client.on('error', (error) => {
    const first = fault === undefined;
    fault = plainError(error, client);
    if (first && client.listenerCount('error') === 1) {
      process.emitWarning(`Redis is out of reach: ${fault.message}`, {
        type: 'PaywallWarning',
        code: 'PAYWALL_REDIS_ERROR',
      });
    }
  });
  // As ioredis calls it, and as node-redis does.
  for (const event of ['node error', 'node-error'])
    client.on(event, (error) => {
      ofNode = { error: plainError(error, client), at: performance.now() };
    });
  // A cluster of node-redis is never `ready`.
  client.on(isNodeRedis(client) && isCluster(client) ? 'connect' : 'ready', () => {
    fault = undefined;
    ofNode = undefined;
  });
  return () => fault ?? (ofNode && performance.now() - ofNode.at < NODE_FAULT_LASTS ? ofNode.error : undefined);
}

/**
 * An error of the client without what would tell secrets or readers: it carries the call with all its arguments, and Redis
 * quotes those of a command that it does not know.
 */
export function plainError(error: unknown, client: object): Error {
  const message = messageOf(error).replace(/,? with args beginning with:.*/s, '');
  const secrets = secretsOf(client);
  return new Error(secrets.reduce((said, secret) => said.replaceAll(secret, '…'), message));
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message, code, errors, lastNodeError }: ClientError = error;
  // A host with several addresses has an error for each, and none of its own.
  const own =
    message || (Array.isArray(errors) && errors.length > 0 ? messageOf(errors[0]) : String(code ?? error.name));
  return lastNodeError instanceof Error ? `${own} ${messageOf(lastNodeError)}` : own;
}

interface ClientError extends Error {
  readonly code?: unknown;
  readonly errors?: unknown;
  readonly lastNodeError?: unknown;
}

const SECRETS = ['username', 'password', 'sentinelUsername', 'sentinelPassword'];

function secretsOf(client: object): string[] {
  const options: unknown = Reflect.get(client, 'options');
  const ofNodes: unknown = isObject(options) ? Reflect.get(options, 'redisOptions') : undefined;
  return [options, ofNodes]
    .filter(isObject)
    .flatMap((settings) => SECRETS.map((name): unknown => Reflect.get(settings, name)))
    .filter((secret) => typeof secret === 'string' && secret !== '' && secret !== 'default')
    .map(String);
}

interface Emitter {
  on(event: string, listener: (error: unknown) => void): unknown;
  listenerCount(event: string): number;
}

function isEmitter(client: object): client is Emitter {
  return ['on', 'listenerCount'].every((method) => typeof Reflect.get(client, method) === 'function');
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
