import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CacheServer } from '../proxies/cache-server.js';
import { startNginx } from '../proxies/nginx.js';
import { createBrowser, type Received, type Sent } from '../support/http.js';
import { freePort } from '../support/ports.js';
import { type Running, startProcess } from '../support/process.js';
import { pack, run, type Tarball } from '../support/tarball.js';

// The examples as they are, on the packed tarball and the frameworks that they name, behind a cache that keeps all it may.

const MINUTES = 60_000;
const SECRET = 'a secret of thirty-two bytes or more';
const EXAMPLES = ['http', 'hono', 'koa', 'fastify', 'next', 'worker'];

const IN_WORKERD = `
import { Miniflare } from 'miniflare';
const { PORT, SITE, PAYWALL_SECRET } = process.env;
await new Miniflare({
  modules: true,
  scriptPath: 'bundle.js',
  host: '127.0.0.1',
  port: Number(PORT),
  compatibilityDate: '2025-10-01',
  compatibilityFlags: ['nodejs_compat', 'enable_request_signal'],
  bindings: { SITE, PAYWALL_SECRET },
}).ready;
`;

const bundling = (folder: string) => `
export default {
  input: ${JSON.stringify(join(folder, 'worker.js'))},
  platform: 'neutral',
  external: [/^node:/],
  resolve: { conditionNames: ['workerd', 'worker', 'import', 'module', 'default'], mainFields: ['module', 'main'] },
  output: { file: ${JSON.stringify(join(folder, 'bundle.js'))}, format: 'esm' },
};
`;

let tarball: Tarball;
let cwd = '';

beforeAll(() => {
  tarball = pack();
  const packages = EXAMPLES.flatMap((name) => {
    const { dependencies } = JSON.parse(readFileSync(join('examples', name, 'package.json'), 'utf8'));
    return Object.entries<string>(dependencies).flatMap(([dependency, range]) =>
      dependency === 'metered-paywall' ? [] : [`${dependency}@${range}`],
    );
  });
  cwd = tarball.project({}, ...new Set(packages), 'miniflare@4');
  for (const name of EXAMPLES) cpSync(join('examples', name), join(cwd, name), { recursive: true });
}, 10 * MINUTES);

afterAll(() => tarball?.remove());

/** Makes ready what is to be built, and says how it is started. */
function commandOf(name: string): readonly string[] {
  const folder = join(cwd, name);
  if (name === 'next') run('npx', ['--no-install', 'next', 'build'], folder);
  if (name !== 'worker') return ['server.js'];
  writeFileSync(join(folder, 'rolldown.config.mjs'), bundling(folder));
  writeFileSync(join(folder, 'in-workerd.mjs'), IN_WORKERD);
  const config = join(folder, 'rolldown.config.mjs');
  run('npx', ['--no-install', 'rolldown', '--config', config, '--log-level', 'warn'], resolve('.'));
  return ['in-workerd.mjs'];
}

const figure = ({ headers }: Received) => String(headers.paywall ?? '').split('; reset')[0];

test('there is one for each server that is promised, and each is told of', () => {
  const packages = readdirSync('examples').filter((name) => existsSync(join('examples', name, 'package.json')));
  expect(packages).toEqual([...EXAMPLES].sort());
  const text = readFileSync('examples/README.md', 'utf8');
  for (const name of EXAMPLES) expect(text).toContain(`](${name})`);
});

describe.each(EXAMPLES)('the example %s', (name) => {
  let site: Running | undefined;
  let cache: CacheServer | undefined;

  beforeAll(async () => {
    const port = await freePort();
    const folder = join(cwd, name);
    const [script = ''] = commandOf(name);
    site = await startProcess({
      command: 'sh',
      args: () => ['-c', 'cd "$0" && exec node "$1"', folder, script],
      port,
      env: {
        NODE_OPTIONS: '',
        NODE_ENV: 'production',
        PORT: String(port),
        SITE: 'https://news.example',
        PAYWALL_SECRET: SECRET,
      },
    });
    // As a GET, which is what nginx makes of it otherwise, a HEAD would be a view.
    cache = await startNginx(port, 'proxy_cache_convert_head off;');
  }, 5 * MINUTES);

  afterAll(async () => {
    await cache?.stop();
    await site?.stop();
  });

  const newReader = () => {
    const browser = createBrowser(cache?.port ?? 0);
    const read = async (id: number | string, more: Partial<Sent> = {}) => {
      const received = await browser.send({ path: `/news/${id}`, ...more });
      expect(received.headers['cache-control'] ?? 'private').toMatch(/private|no-store/);
      expect(received.headers['x-cache'] ?? 'MISS').not.toBe('HIT');
      return received;
    };
    return { read, cookie: () => browser.cookie };
  };

  test(
    'walks its reader to the wall, and no further',
    async () => {
      const { read } = newReader();
      const states: (string | undefined)[] = [];
      for (let id = 1; id <= 10; id += 1) {
        const page = await read(id);
        expect(page.text).toContain(`The text of article ${id}.`);
        expect(page.headers['cache-control']).toContain('private, no-cache');
        expect(page.headers.vary).toMatch(/Cookie/);
        states.push(figure(page)?.split(';')[0]);
      }
      expect(states).toEqual([...Array(3).fill('free'), ...Array(7).fill('register-prompt')]);
      for (const id of [11, 12, 11]) {
        const wall = await read(id);
        expect([wall.status, figure(wall)]).toEqual([200, 'blocked; read=10; left=0; limit=10']);
        expect(wall.text).not.toContain('The text of');
        expect(wall.text).toContain('You have read 10 articles');
        expect([wall.headers['cache-control'], wall.headers.vary]).toEqual([
          expect.stringMatching(/private, no-store/),
          '*',
        ]);
      }
      expect((await read(1)).text).toContain('The text of article 1.');
    },
    MINUTES,
  );

  test(
    'takes back an article that there is none of',
    async () => {
      const { read, cookie } = newReader();
      expect((await read('none')).status).toBe(404);
      expect(cookie()).toBe('');
      await read(1);
      const pass = cookie();
      const missing = await read('none');
      expect([missing.status, missing.headers['set-cookie'], missing.headers.paywall]).toEqual([
        404,
        undefined,
        undefined,
      ]);
      expect(cookie()).toBe(pass);
      expect(figure(await read(2))).toBe('free; read=1; left=8; limit=10');
    },
    MINUTES,
  );

  test(
    'gives nothing to what is fetched ahead, and answers HEAD without counting',
    async () => {
      const { read } = newReader();
      await read(1);
      const ahead = await read(2, { headers: { 'Sec-Purpose': 'prefetch' } });
      expect([ahead.status, ahead.text, ahead.headers['cache-control']]).toEqual([503, '', 'no-store']);
      const head = await read(2, { method: 'HEAD' });
      expect([head.status, head.text, head.headers['set-cookie']]).toEqual([200, '', undefined]);
      expect(figure(head)).toBe('free; read=1; left=8; limit=10');
      expect(figure(await read(3))).toBe('free; read=1; left=8; limit=10');
    },
    MINUTES,
  );

  test(
    'shows one reader at the wall nothing that another was sent',
    async () => {
      const [blocked, fresh] = [newReader(), newReader()];
      for (let id = 1; id <= 10; id += 1) await blocked.read(id);
      for (const id of [15, 16]) {
        expect((await fresh.read(id)).text).toContain(`The text of article ${id}.`);
        expect((await blocked.read(id)).text).not.toContain('The text of');
        expect((await fresh.read(id)).text).toContain(`The text of article ${id}.`);
      }
    },
    MINUTES,
  );

  /** What is Next's own is asked of it alone. */
  const ofNext: typeof test | (() => void) = name === 'next' ? test : () => undefined;

  ofNext(
    'meters what its router asks for in place of the page, as the same article',
    async () => {
      const { read } = newReader();
      // The first time Next sends its router on to the address that goes with the fields, which counts nothing.
      const rsc = async (id: number | string) => {
        const sent = { path: `/news/${id}?_rsc=1`, headers: { RSC: '1' } };
        const { status, headers } = await read(id, sent);
        expect(status).toBe(307);
        return read(id, { ...sent, path: String(headers.location) });
      };
      await read(1);
      const part = await rsc(2);
      expect([part.status, part.headers['content-type']]).toEqual([200, expect.stringContaining('text/x-component')]);
      expect(part.text).toContain('The text of article 2.');
      expect(part.headers.vary).toMatch(/rsc.*Cookie/i);
      expect(figure(await read(2))).toBe('free; read=1; left=8; limit=10');
      expect((await rsc('none')).headers['set-cookie']).toBeUndefined();
      for (let id = 3; id <= 10; id += 1) await read(id);
      const wall = await rsc(11);
      expect(figure(wall)).toBe('blocked; read=10; left=0; limit=10');
      expect(wall.text).not.toContain('The text of article 11.');
    },
    MINUTES,
  );

  ofNext(
    'gives its router nothing ahead',
    async () => {
      const { read } = newReader();
      await read(1);
      const ahead = await read(2, { path: '/news/2?_rsc=1', headers: { RSC: '1', 'Next-Router-Prefetch': '1' } });
      expect([ahead.status, ahead.text]).toEqual([503, '']);
    },
    MINUTES,
  );
});
