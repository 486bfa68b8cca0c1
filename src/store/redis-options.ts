/** Options of ioredis for one connection: to a single server, or to the master that Sentinels name. */
export interface RedisConnectionOptions {
  /** Fail when the connection is lost, rather than be sent a second time over the next one. */
  readonly maxRetriesPerRequest: 0;
  /** Milliseconds without a byte while a reply is due, after which the connection is given up: a frozen server. 500. */
  readonly socketTimeout: number;
  /** Milliseconds to connect in. 500. */
  readonly connectTimeout: number;
  /** Milliseconds that a connection being closed may take to say goodbye. 200. */
  readonly disconnectTimeout: number;
  /** Milliseconds of silence before the system asks whether the other side is still there. 10,000. */
  readonly keepAlive: number;
  /** Milliseconds between questions whether a server that starts has loaded its data. 200. */
  readonly maxLoadingRetryTime: number;
}

/** What `redisOptions()` gives. */
export interface RedisSingleOptions extends RedisConnectionOptions {
  /** Fail at once while there is no connection, rather than wait in a queue and be sent when nobody waits any more. */
  readonly enableOfflineQueue: false;
  /** Milliseconds before the next attempt to connect: 50 more each time, up to 250. */
  readonly retryStrategy: (attempt: number) => number;
  /** Connect anew to a server that was demoted to a replica: its address may lead to the new master. */
  readonly reconnectOnError: (error: Error) => boolean;
}

/** What `redisOptions('proxy')` gives. */
export interface RedisProxyOptions extends RedisSingleOptions {
  /** Ask for no INFO: whether the server has loaded its data then shows in its replies. */
  readonly enableReadyCheck: false;
  /** RESP2, which needs no HELLO. */
  readonly protocol: 2;
  /** Send no CLIENT SETINFO, at which some proxies close the connection. */
  readonly disableClientInfo: true;
}

/** What `redisOptions('node-redis')` gives. */
export interface NodeRedisOptions {
  /** Fail at once while there is no connection, rather than wait in a queue and be sent when nobody waits any more. */
  readonly disableOfflineQueue: true;
  /** Milliseconds between pings, without which an idle connection would look like a frozen server. 250. */
  readonly pingInterval: number;
  /** How it connects. */
  readonly socket: {
    /** Milliseconds without a byte, after which the connection is given up: a frozen server. 1,000. */
    readonly socketTimeout: number;
    /** Milliseconds to connect in. 500. */
    readonly connectTimeout: number;
    /** Milliseconds before the next attempt to connect: 50 more each time, up to 250. */
    readonly reconnectStrategy: (attempt: number) => number;
  };
}

/** What `redisOptions('sentinel')` gives. */
export interface RedisSentinelOptions extends RedisSingleOptions {
  /** Milliseconds for a Sentinel to answer in, or the next is asked. 300. */
  readonly sentinelCommandTimeout: number;
  /** Milliseconds before all Sentinels are asked again: 50 more each time, up to 250. */
  readonly sentinelRetryStrategy: (attempt: number) => number;
}

/** What `redisOptions('cluster')` gives. */
export interface RedisClusterOptions {
  /** Fail at once while the cluster is not reached, rather than wait in a queue. */
  readonly enableOfflineQueue: false;
  /** Milliseconds before the next attempt to reach the cluster: 50 more each time, up to 250. */
  readonly clusterRetryStrategy: (attempt: number) => number;
  /** How often one command may be sent on to another node. 4. */
  readonly maxRedirections: number;
  /** 0: a command whose node is gone fails, rather than wait and be sent a second time. */
  readonly retryDelayOnFailover: 0;
  /** 0: a command fails while the cluster is down. */
  readonly retryDelayOnClusterDown: 0;
  /** Milliseconds for a node to tell who serves which slots, or the next is asked. 300. */
  readonly slotsRefreshTimeout: number;
  /** Milliseconds between such questions. 1,000. */
  readonly slotsRefreshInterval: number;
  /** For the connection to each node. */
  readonly redisOptions: RedisConnectionOptions;
}

/**
 * Settings for ioredis 5 and 6, or node-redis, under which a client never hangs, never queues and never sends a command twice, and is
 * back within a second of the server: `new Redis(url, redisOptions())`.
 *
 * For a proxy such as Envoy or twemproxy, and for a server whose INFO, HELLO or CLIENT is renamed or forbidden:
 * `new Redis(url, redisOptions('proxy'))`; it need know no more than EVAL and EVALSHA, and AUTH where there is a password.
 * With Sentinel: `new Redis({ sentinels, name, ...redisOptions('sentinel') })`.
 * With Cluster: `new Cluster(nodes, redisOptions('cluster'))`; its `redisOptions` is where a password goes too.
 * With node-redis 5 and later: `createClient({ url, ...redisOptions('node-redis') })`, or in a Cluster
 * `createCluster({ rootNodes, defaults: redisOptions('node-redis') })`; either is to be connected before the first view.
 *
 * @param deployment What the client connects to. Default: a single server.
 */
export function redisOptions(deployment?: 'single'): RedisSingleOptions;
export function redisOptions(deployment: 'proxy'): RedisProxyOptions;
export function redisOptions(deployment: 'sentinel'): RedisSentinelOptions;
export function redisOptions(deployment: 'cluster'): RedisClusterOptions;
export function redisOptions(deployment: 'node-redis'): NodeRedisOptions;
export function redisOptions(
  deployment: 'single' | 'proxy' | 'sentinel' | 'cluster' | 'node-redis' = 'single',
): RedisSingleOptions | RedisProxyOptions | RedisSentinelOptions | RedisClusterOptions | NodeRedisOptions {
  switch (deployment) {
    case 'node-redis':
      return nodeRedis();
    case 'single':
      return single();
    case 'proxy':
      return { ...single(), enableReadyCheck: false, protocol: 2, disableClientInfo: true };
    case 'sentinel':
      return { ...single(), sentinelCommandTimeout: 300, sentinelRetryStrategy: retryDelay };
    case 'cluster':
      return cluster();
  }
}

function single(): RedisSingleOptions {
  return { ...connection(), enableOfflineQueue: false, retryStrategy: retryDelay, reconnectOnError: isDemoted };
}

function nodeRedis(): NodeRedisOptions {
  return {
    disableOfflineQueue: true,
    pingInterval: 250,
    socket: { socketTimeout: 1000, connectTimeout: 500, reconnectStrategy: (attempt) => retryDelay(attempt + 1) },
  };
}

function cluster(): RedisClusterOptions {
  return {
    enableOfflineQueue: false,
    clusterRetryStrategy: retryDelay,
    maxRedirections: 4,
    retryDelayOnFailover: 0,
    retryDelayOnClusterDown: 0,
    slotsRefreshTimeout: 300,
    slotsRefreshInterval: 1000,
    redisOptions: connection(),
  };
}

function connection(): RedisConnectionOptions {
  return {
    maxRetriesPerRequest: 0,
    // Longer than any stall of a healthy event loop, after which the timer would come before the reply that is there.
    socketTimeout: 500,
    connectTimeout: 500,
    disconnectTimeout: 200,
    keepAlive: 10_000,
    maxLoadingRetryTime: 200,
  };
}

function retryDelay(attempt: number): number {
  return Math.min(attempt * 50, 250);
}

function isDemoted(error: Error): boolean {
  return error.message.startsWith('READONLY');
}
