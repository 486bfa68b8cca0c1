import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled } from '../support/install.js';
import { freePort } from '../support/ports.js';
import { startProcess } from '../support/process.js';
import type { CacheServer } from './cache-server.js';

/**
 * Varnish, which also looks into its cache for requests with cookies, as sites configure it that have cookies on every page.
 *
 * @param upstream The site's port.
 */
export async function startVarnish(upstream: number): Promise<CacheServer> {
  const command = ensureInstalled('varnishd', 'varnish');
  const [port, addressedPort] = [await freePort(), await freePort()];
  const server = await startProcess({
    command,
    port,
    args: (dir) => {
      writeFileSync(join(dir, 'site.vcl'), config(upstream));
      return [
        ...['-F', '-j', 'none', '-n', join(dir, 'varnish'), '-f', join(dir, 'site.vcl'), '-s', 'malloc,16m'],
        ...['-a', `127.0.0.1:${port}`, '-a', `addressed=127.0.0.1:${addressedPort},PROXY`],
      ];
    },
  });
  return { port, addressedPort, stop: server.stop };
}

const config = (upstream: number) => `
vcl 4.1;
backend default { .host = "127.0.0.1"; .port = "${upstream}"; }
sub vcl_recv {
  if (req.method == "GET" || req.method == "HEAD") { return (hash); }
}
sub vcl_deliver {
  if (obj.hits > 0) { set resp.http.X-Cache = "HIT"; } else { set resp.http.X-Cache = "MISS"; }
}
`;
