import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { send } from '../support/http.js';
import { freePort } from '../support/ports.js';
import { type Running, startProcess } from '../support/process.js';
import type { Behind, PageCache } from './page-caches.js';

const FOLDER = join(process.cwd(), 'build', 'workerd');

const BUNDLE = ['node_modules/rolldown/bin/cli.mjs', '--minify', '--log-level', 'warn'];

/** As the tools for Workers bundle. */
const configFor = (module: string): string => `
export default {
  input: ${JSON.stringify(join(process.cwd(), module))},
  platform: 'neutral',
  external: [/^node:/],
  resolve: { conditionNames: ['workerd', 'worker', 'import', 'module', 'default'], mainFields: ['module', 'main'] },
};
`;

/** Serves the Worker until it is killed. */
const SERVE = `
import { readFileSync } from 'node:fs';
import { Miniflare } from 'miniflare';
const [, , script, port, bindings, ...compatibilityFlags] = process.argv;
const worker = new Miniflare({
  ...{ modules: true, script: readFileSync(script, 'utf8'), compatibilityDate: '2026-01-01', compatibilityFlags },
  ...{ host: '127.0.0.1', port: Number(port), bindings: JSON.parse(bindings), upstream: undefined, cf: false },
});
await worker.ready;
`;

/** workerd with its cache, and the Worker of the example in it. */
export async function startWorker({ service, site, token, variantToken, edgeKey }: Behind): Promise<PageCache> {
  const { port, pid, stop } = await serveInWorkerd(join('examples', 'cache', 'worker.ts'), {
    SITE: `http://127.0.0.1:${site}`,
    SERVICE: `http://127.0.0.1:${service}`,
    TOKEN: token,
    VARIANT_TOKEN: variantToken,
    ...(edgeKey !== undefined && { EDGE_KEY: edgeKey }),
  });
  const headers = { Authorization: `Bearer ${variantToken}` };
  return { port, pid, stop, purge: async (path) => void (await send(port, { method: 'PURGE', path, headers })) };
}

/**
 * workerd, with a module and what it imports in one script, as the tools for Workers make it.
 *
 * @param flags Compatibility flags of the platform.
 */
export async function serveInWorkerd(
  module: string,
  bindings: Readonly<Record<string, string>>,
  flags: readonly string[] = [],
): Promise<Running & { readonly port: number }> {
  mkdirSync(FOLDER, { recursive: true });
  if (!existsSync(join(FOLDER, 'node_modules', 'miniflare'))) {
    writeFileSync(join(FOLDER, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--silent', 'miniflare@4'], { cwd: FOLDER });
  }
  writeFileSync(join(FOLDER, 'serve.mjs'), SERVE);
  const port = await freePort();
  const running = await startProcess({
    command: process.execPath,
    port,
    env: { NODE_OPTIONS: '' },
    args: (dir) => {
      const script = join(dir, 'worker.mjs');
      const config = join(dir, 'rolldown.config.mjs');
      writeFileSync(config, configFor(module));
      execFileSync(process.execPath, [...BUNDLE, '--config', config, '--file', script]);
      return [join(FOLDER, 'serve.mjs'), script, String(port), JSON.stringify(bindings), ...flags];
    },
  });
  return { ...running, port };
}
