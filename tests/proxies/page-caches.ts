import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { send } from '../support/http.js';
import { ensureInstalled } from '../support/install.js';
import { freePort } from '../support/ports.js';
import { startProcess } from '../support/process.js';
import { runNginx } from './run-nginx.js';

/** Where a cache finds the others, and by what it proves itself. */
export interface Behind {
  readonly service: number;
  readonly site: number;
  readonly token: string;
  readonly variantToken: string;
  /** The edge's own key as a JWK, with which it decides what a pass alone can decide. Default: none. */
  readonly edgeKey?: string;
  /** Takes the other choice of what articles are while the service is out. Default: as the example has it. */
  readonly openWhileOut?: boolean;
}

/** A cache of the examples, with the ports of a test. */
export interface PageCache {
  readonly port: number;
  /** Has a page made anew, of both variants. */
  purge(path: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startCachingNginx({
  service,
  site,
  token,
  variantToken,
  openWhileOut,
}: Behind): Promise<PageCache> {
  const [port, renewing] = [await freePort(), await freePort()];
  const { stop } = await runNginx(port, (dir) => {
    mkdirSync(join(dir, 'articles'));
    return changed('nginx.conf', {
      '/var/cache/nginx/articles': join(dir, 'articles'),
      ':8787': `:${service}`,
      ':8080': `:${site}`,
      '127.0.0.1:8081': `127.0.0.1:${renewing}`,
      'listen 80;': `listen 127.0.0.1:${port};`,
      'Bearer TOKEN': `Bearer ${token}`,
      VARIANT_TOKEN: variantToken,
      ...(openWhileOut && { 'default                teaser;': 'default full;' }),
    });
  });
  return {
    port,
    stop,
    async purge(path) {
      for (const variant of ['full', 'teaser']) {
        const headers = { Host: `127.0.0.1:${port}`, 'Paywall-Variant': variant };
        await send(renewing, { path, headers });
      }
    },
  };
}

export async function startCachingVarnish(behind: Behind): Promise<PageCache> {
  const { service, site, token, variantToken } = behind;
  const command = ensureInstalled('varnishd', 'varnish');
  const port = await freePort();
  const example = changed('varnish.vcl', {
    '"8787"': `"${service}"`,
    '"8080"': `"${site}"`,
    'Bearer TOKEN': `Bearer ${token}`,
    VARIANT_TOKEN: variantToken,
  });
  const { stop } = await startProcess({
    command,
    port,
    args: (dir) => {
      writeFileSync(join(dir, 'site.vcl'), example);
      return [
        ...['-F', '-j', 'none', '-n', join(dir, 'varnish'), '-f', join(dir, 'site.vcl'), '-s', 'malloc,16m'],
        ...['-a', `127.0.0.1:${port}`],
      ];
    },
  });
  return { port, stop, purge: async (path) => void (await send(port, { method: 'PURGE', path })) };
}

/** An example with parts of it replaced, each of which it must have. */
function changed(name: string, replacements: Readonly<Record<string, string>>): string {
  let text = readFileSync(join(process.cwd(), 'examples', 'cache', name), 'utf8');
  for (const [here, there] of Object.entries(replacements)) {
    if (!text.includes(here)) throw new Error(`${name} has no ${here}`);
    text = text.replaceAll(here, there);
  }
  return text;
}
