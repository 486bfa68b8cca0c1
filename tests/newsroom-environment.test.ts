import { describe, expect, test } from '@jest/globals';
import { EnvironmentError, readEnvironment } from '../examples/newsroom/environment.js';
import { greeting } from '../examples/newsroom/greeting.js';
import { SECRET } from './support/site.js';

describe('the newsroom’s environment', () => {
  test('may be empty: port 3000, counted in memory, a secret made just now', () => {
    const settings = readEnvironment({});
    expect(settings).toEqual({
      port: 3000,
      site: 'http://localhost:3000',
      secret: expect.stringMatching(/^[\w-]{43}$/),
      newSecret: true,
      editorPassword: expect.stringMatching(/^[\w-]{16}$/),
      newPassword: true,
      redis: undefined,
    });
    expect(readEnvironment({}).secret).not.toBe(settings.secret);
  });

  test.each([
    ['2', 2],
    ['loopback', 'loopback'],
    ['10.0.0.0/8, 192.0.2.1', '10.0.0.0/8, 192.0.2.1'],
  ])('trusts the proxies %s', (given, trustProxy) => {
    expect(readEnvironment({ TRUST_PROXY: given })).toMatchObject({ trustProxy });
  });

  test.each(['/run/x.sock', '\\\\.\\pipe\\newsroom'])('takes the pipe %s for a port', (pipe) => {
    expect(readEnvironment({ PORT: pipe })).toMatchObject({ port: pipe, site: 'http://localhost' });
  });

  test('tells each kind of Redis', () => {
    const url = 'redis://user:p%2Fss%23@redis.example:6380/1';
    expect(readEnvironment({ REDIS_URL: url }).redis).toEqual({ kind: 'url', url });
    expect(readEnvironment({ REDIS_SENTINELS: 's-1:1, s-2' }).redis).toEqual({
      kind: 'sentinels',
      sentinels: [
        { host: 's-1', port: 1 },
        { host: 's-2', port: 26_379 },
      ],
      master: 'mymaster',
    });
    expect(readEnvironment({ REDIS_CLUSTER: '172.30.91.31:6379' }).redis).toEqual({
      kind: 'cluster',
      nodes: [{ host: '172.30.91.31', port: 6379 }],
    });
  });

  test('has a console in production only by a password that is given', () => {
    const production = { NODE_ENV: 'production', PAYWALL_SECRET: SECRET };
    expect(readEnvironment(production).editorPassword).toBeUndefined();
    const given = { editorPassword: 'a-password-of-ours', newPassword: false };
    expect(readEnvironment({ ...production, EDITOR_PASSWORD: 'a-password-of-ours' })).toMatchObject(given);
  });

  test('is enough in production with a secret', () => {
    expect(readEnvironment({ NODE_ENV: 'production', PAYWALL_SECRET: SECRET })).toMatchObject({ secret: SECRET });
  });

  test.each<[string, Readonly<Record<string, string>>]>([
    ...['/', '?', '#', '%'].map((special): [string, Record<string, string>] => [
      'REDIS_URL',
      { REDIS_URL: `redis://user:12${special}hidden@redis.example:6379` },
    ]),
    ['REDIS_URL', { REDIS_URL: 'localhost:6379?password=hidden' }],
    ['REDIS_SENTINELS', { REDIS_SENTINELS: 'redis://:hidden@s-1:26379' }],
    ['REDIS_CLUSTER', { REDIS_CLUSTER: 'node-1:hidden,node-2:6379' }],
    ['PORT', { PORT: 'abc' }],
    ['PORT', { PORT: '65536' }],
    ['TRUST_PROXY', { TRUST_PROXY: 'true' }],
    ['TRUST_PROXY', { TRUST_PROXY: 'my-proxy' }],
    ['PAYWALL_SECRET', { NODE_ENV: 'production' }],
  ])('is refused in one line that shows no secret: %s in %j', (variable, env) => {
    const read = () => readEnvironment(env);
    expect(read).toThrow(EnvironmentError);
    expect(read).toThrow(new RegExp(`^${variable}: [^\\n]+\\.$|^PAYWALL_SECRET: [^\\n]+$`));
    expect(read).not.toThrow(/hidden/);
  });
});

describe('the newsroom’s greeting', () => {
  const settings = { newSecret: false, newPassword: true, editorPassword: 'a-password-of-ours' };
  const port = { address: '::', family: 'IPv6', port: 3000 };

  test('names addresses that can be opened', () => {
    expect(greeting(port, 'memory', settings)).toEqual([
      'The newsroom is open at http://localhost:3000',
      'What readers have read is counted in memory.',
      'Editors go to http://localhost:3000/paywall/console: any name, and the password a-password-of-ours',
    ]);
    expect(greeting(port, 'memory', { ...settings, newPassword: false, newSecret: true })).toHaveLength(4);
  });

  test('gives no path of a pipe out as an address for editors', () => {
    expect(greeting('/run/x.sock', 'memory', settings)).toEqual([
      'The newsroom listens on the pipe /run/x.sock',
      'What readers have read is counted in memory.',
      'Editors go to /paywall/console at the address of whatever hands on to the pipe: any name, and the password a-password-of-ours',
    ]);
  });
});
