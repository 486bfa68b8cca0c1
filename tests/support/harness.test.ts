import { existsSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { ensureInstalled } from './install.js';
import { isListening } from './ports.js';
import { randomPrefix, redisUrl, startRedis } from './redis.js';

describe('a server of a test’s own', () => {
  test('answers, and is gone after stop, which may be called twice', async () => {
    const server = await startRedis();
    const client = new Redis(server.url);
    expect(await client.ping()).toBe('PONG');
    client.disconnect();

    await Promise.all([server.stop(), server.stop()]);
    await server.stop();
    expect(await isListening(server.port)).toBe(false);
    expect(existsSync(server.dir)).toBe(false);
  });

  test('stops even when frozen, and starts again on its old port', async () => {
    const first = await startRedis();
    process.kill(-first.pid, 'SIGSTOP');
    await first.stop();

    const second = await startRedis({ port: first.port });
    expect(second.url).toBe(first.url);
    await second.stop();
  });

  test('one that cannot start says why', async () => {
    await expect(startRedis({ args: ['--no-such-option', '1'] })).rejects.toThrow('no-such-option');
  });
});

test('the shared Redis answers', async () => {
  const client = new Redis(redisUrl());
  const key = `${randomPrefix()}key`;
  expect(await client.set(key, '1', 'PX', 1000)).toBe('OK');
  client.disconnect();
});

describe('ensureInstalled', () => {
  test('finds a command on the PATH, the first of several', () => {
    expect(ensureInstalled('sh', 'dash')).toMatch(/\/sh$/);
    expect(ensureInstalled(['no-such-command', 'sh'], 'dash')).toMatch(/\/sh$/);
  });
});
