import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { ensureInstalled } from '../support/install.js';

// Without an engine nothing can be run, but the file can be read by the program that would run it.

/** What docker-compose makes of docker-compose.yml. */
function composed(...args: readonly string[]): string {
  const command = ensureInstalled('docker-compose', 'docker-compose');
  return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

describe('docker-compose.yml', () => {
  test.each([
    ['by default', [], ['newsroom', 'redis']],
    [
      'under Sentinel',
      ['--profile', 'sentinel'],
      ['newsroom-sentinel', 'redis-first', 'redis-second', 'sentinel-1', 'sentinel-2', 'sentinel-3'],
    ],
    [
      'as a Cluster of six',
      ['--profile', 'cluster'],
      ['newsroom-cluster', 'cluster', 'node-1', 'node-2', 'node-3', 'node-4', 'node-5', 'node-6'],
    ],
  ])(
    'is valid %s, and has all it needs',
    (_what, profile, services) => {
      const listed = composed(...profile, 'config', '--services')
        .trim()
        .split('\n');
      expect(listed).toEqual(expect.arrayContaining(services));
    },
    180_000,
  );

  test('keeps the counts: persistence, a limit on memory, and the policy that lets go of what ends soonest', () => {
    const [, redis = ''] = /^ {2}redis:\n((?: {4}.*\n)*)/m.exec(composed('config')) ?? [];
    expect(redis).toMatch(/--maxmemory-policy\s+- volatile-ttl/);
    expect(redis).toMatch(/--maxmemory\s+- 256mb/);
    expect(redis).toMatch(/--appendonly\s+- ["']?yes/);
    expect(redis).toMatch(/healthcheck:[\s\S]*redis-cli/);
    expect(redis).toMatch('redis-data:/data');
  }, 180_000);
});
