import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transform } from '@swc/core';
import { send } from '../support/http.js';
import { freePort } from '../support/ports.js';
import { startProcess } from '../support/process.js';
import type { Behind, PageCache } from './page-caches.js';

const FOLDER = join(process.cwd(), 'build', 'workerd');

/** Serves the Worker until it is killed. */
const SERVE = `
import { readFileSync } from 'node:fs';
import { Miniflare } from 'miniflare';
const [, , script, port, bindings] = process.argv;
const worker = new Miniflare({
  ...{ modules: true, script: readFileSync(script, 'utf8'), compatibilityDate: '2026-01-01' },
  ...{ host: '127.0.0.1', port: Number(port), bindings: JSON.parse(bindings), upstream: undefined, cf: false },
});
await worker.ready;
`;

/** workerd with its cache, and the Worker of the example in it. */
export async function startWorker({ service, site, token, variantToken }: Behind): Promise<PageCache> {
  mkdirSync(FOLDER, { recursive: true });
  if (!existsSync(join(FOLDER, 'node_modules', 'miniflare'))) {
    writeFileSync(join(FOLDER, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--silent', 'miniflare@4'], { cwd: FOLDER });
  }
  const source = readFileSync(join(process.cwd(), 'examples', 'cache', 'worker.ts'), 'utf8');
  const { code } = await transform(source, { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } });
  writeFileSync(join(FOLDER, 'serve.mjs'), SERVE);
  const port = await freePort();
  const bindings = {
    SITE: `http://127.0.0.1:${site}`,
    SERVICE: `http://127.0.0.1:${service}`,
    TOKEN: token,
    VARIANT_TOKEN: variantToken,
  };
  const { stop } = await startProcess({
    command: process.execPath,
    port,
    env: { NODE_OPTIONS: '' },
    args: (dir) => {
      writeFileSync(join(dir, 'worker.mjs'), code);
      return [join(FOLDER, 'serve.mjs'), join(dir, 'worker.mjs'), String(port), JSON.stringify(bindings)];
    },
  });
  const headers = { Authorization: `Bearer ${variantToken}` };
  return { port, stop, purge: async (path) => void (await send(port, { method: 'PURGE', path, headers })) };
}
