import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { send } from '../support/http.js';
import { ensureFile, ensureInstalled } from '../support/install.js';
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
  /** For nginx, the secret by which it decides the same: `kid` and `secret`, as JSON. Default: none. */
  readonly njsKey?: string;
  /** Takes the other choice of what articles are while the service is out. Default: as the example has it. */
  readonly openWhileOut?: boolean;
}

/** A cache of the examples, with the ports of a test. */
export interface PageCache {
  readonly port: number;
  /** Of its process, which may have others below it. */
  readonly pid: number;
  /** Has a page made anew, of both variants. */
  purge(path: string): Promise<void>;
  stop(): Promise<void>;
}

/** The module of nginx. */
export const NJS = '/usr/lib/nginx/modules/ngx_http_js_module.so';

export async function startCachingNginx({
  service,
  site,
  token,
  variantToken,
  njsKey,
  openWhileOut,
}: Behind): Promise<PageCache> {
  const [port, renewing] = [await freePort(), await freePort()];
  const main = njsKey ? `load_module ${ensureFile(NJS, 'libnginx-mod-http-js')};` : '';
  const http = (dir: string) => {
    mkdirSync(join(dir, 'articles'));
    if (njsKey) {
      writeFileSync(join(dir, 'key.json'), njsKey);
      mkdirSync(join(dir, 'paywall'));
      const places = {
        '/etc/nginx/paywall-key.json': `${dir}/key.json`,
        '/var/lib/nginx/paywall': join(dir, 'paywall'),
      };
      writeFileSync(join(dir, 'paywall.js'), changed('paywall.js', places));
    }
    return changed('nginx.conf', {
      ...(njsKey && {
        '#njs js_import paywall from paywall.js;': `js_import paywall from ${dir}/paywall.js;`,
        '#njs ': '',
        'map "" $paywall_known { default ""; }': '',
      }),
      '/var/cache/nginx/articles': join(dir, 'articles'),
      ':8787': `:${service}`,
      ':8080': `:${site}`,
      '127.0.0.1:8081': `127.0.0.1:${renewing}`,
      'listen 80;': `listen 127.0.0.1:${port};`,
      'Bearer TOKEN': `Bearer ${token}`,
      VARIANT_TOKEN: variantToken,
      ...(openWhileOut && { 'default                teaser;': 'default full;' }),
    });
  };
  const { stop, pid } = await runNginx(port, http, main);
  return {
    port,
    pid,
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
  const { stop, pid } = await startProcess({
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
  return { port, pid, stop, purge: async (path) => void (await send(port, { method: 'PURGE', path })) };
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
