import { randomBytes } from 'node:crypto';
import express from 'express';
import type { NewsroomOptions } from './app.js';

/** What the newsroom is told by the variables of its environment. */
export interface Settings extends Pick<NewsroomOptions, 'site' | 'secret' | 'trustProxy' | 'editorPassword'> {
  /** A port, or the path of a pipe. */
  readonly port: number | string;
  readonly redis: RedisSettings | undefined;
  /** Whether the secret was made just now. */
  readonly newSecret: boolean;
  /** Whether the password of the console was. */
  readonly newPassword: boolean;
}

export type RedisSettings =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'sentinels'; readonly sentinels: readonly Address[]; readonly master: string }
  | { readonly kind: 'cluster'; readonly nodes: readonly Address[] };

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** A variable that is missing or wrong. The message is one line, and shows no value that may hold a secret. */
export class EnvironmentError extends Error {}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws {EnvironmentError} for the first variable that is missing or wrong. A variable that is empty counts as not set. */
export function readEnvironment(env: Environment): Settings {
  const port = readPort(env.PORT || '3000');
  const trustProxy = env.TRUST_PROXY ? readTrustProxy(env.TRUST_PROXY) : undefined;
  return {
    port,
    site: env.SITE || (typeof port === 'number' ? `http://localhost:${port}` : 'http://localhost'),
    secret: readSecret(env) || randomBytes(32).toString('base64url'),
    newSecret: !env.PAYWALL_SECRET,
    ...readPassword(env),
    ...(trustProxy !== undefined && { trustProxy }),
    redis: readRedis(env),
  };
}

function readPort(text: string): number | string {
  // The path of a pipe, as some hosts give in place of a port: /run/newsroom.sock, or \\.\pipe\newsroom on Windows.
  if (/^[/\\]/.test(text)) return text;
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new EnvironmentError(`PORT: "${text}" is no port. Give a number from 0 to 65535, or the path of a pipe.`);
}

function readSecret({ PAYWALL_SECRET, NODE_ENV }: Environment): string | undefined {
  if (PAYWALL_SECRET || NODE_ENV !== 'production') return PAYWALL_SECRET;
  throw new EnvironmentError(
    'PAYWALL_SECRET: missing, and in production a secret made anew at each start would lose every count. Give 32 random bytes, as from: openssl rand -base64 48',
  );
}

/** In production there is a console only where somebody has set its password. */
function readPassword({ EDITOR_PASSWORD, NODE_ENV }: Environment): Pick<Settings, 'editorPassword' | 'newPassword'> {
  if (EDITOR_PASSWORD || NODE_ENV === 'production') {
    return { editorPassword: EDITOR_PASSWORD || undefined, newPassword: false };
  }
  return { editorPassword: randomBytes(12).toString('base64url'), newPassword: true };
}

function readTrustProxy(text: string): number | string {
  const trusted = /^\d+$/.test(text) ? Number(text) : text;
  try {
    express().set('trust proxy', trusted);
    return trusted;
  } catch {
    throw new EnvironmentError(
      `TRUST_PROXY: "${text}" is no number of proxies and no list of addresses. Give one, as in 1, or loopback, or 10.0.0.0/8,192.0.2.1.`,
    );
  }
}

function readRedis(env: Environment): RedisSettings | undefined {
  const { REDIS_URL, REDIS_SENTINELS, REDIS_MASTER, REDIS_CLUSTER } = env;
  if (REDIS_CLUSTER) return { kind: 'cluster', nodes: readAddresses('REDIS_CLUSTER', REDIS_CLUSTER, 6379) };
  if (REDIS_SENTINELS) {
    const sentinels = readAddresses('REDIS_SENTINELS', REDIS_SENTINELS, 26_379);
    return { kind: 'sentinels', sentinels, master: REDIS_MASTER || 'mymaster' };
  }
  return REDIS_URL ? { kind: 'url', url: readRedisUrl(REDIS_URL) } : undefined;
}

function readAddresses(variable: string, text: string, defaultPort: number): Address[] {
  return text.split(',').map((address) => {
    const [, host, port = defaultPort] = /^\s*([\w.-]+)(?::(\d{1,5}))?\s*$/.exec(address) ?? [];
    if (host !== undefined && Number(port) <= 65_535) return { host, port: Number(port) };
    throw new EnvironmentError(`${variable}: it is no list of hosts. Write it as host:port,host:port.`);
  });
}

/** A `/`, `?`, `#` or `%` of a password that is not percent-encoded makes another address of it, or none. */
function readRedisUrl(text: string): string {
  if (isRedisUrl(text)) return text;
  throw new EnvironmentError(
    'REDIS_URL: it is no address of a Redis. Write it as redis://user:password@host:6379/0, or rediss:// for TLS, the password percent-encoded.',
  );
}

function isRedisUrl(text: string): boolean {
  try {
    const { protocol, hostname, pathname, search, hash, username, password } = new URL(text);
    decodeURIComponent(username + password);
    return (
      /^rediss?:$/.test(protocol) && hostname !== '' && /^\/?\d*$/.test(pathname) && !/@/.test(search) && hash === ''
    );
  } catch {
    return false;
  }
}
