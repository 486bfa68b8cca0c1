import { freePort } from '../support/ports.js';
import type { CacheServer } from './cache-server.js';
import { runNginx } from './run-nginx.js';

/**
 * nginx with a cache that keeps all it may, and lets one request in for all that ask at once.
 *
 * @param upstream The site's port.
 * @param more Further directives for the cached location.
 */
export async function startNginx(upstream: number, more = ''): Promise<CacheServer> {
  const [port, addressedPort] = [await freePort(), await freePort()];
  const server = await runNginx(port, (dir) => cache({ dir, port, addressedPort, upstream, more }));
  return { port, addressedPort, stop: server.stop };
}

interface Cache {
  readonly dir: string;
  readonly port: number;
  readonly addressedPort: number;
  readonly upstream: number;
  readonly more: string;
}

const cache = ({ dir, port, addressedPort, upstream, more }: Cache) => `
  proxy_cache_path ${dir}/cache keys_zone=pages:1m;
  set_real_ip_from 127.0.0.1;
  real_ip_header proxy_protocol;
  server {
    listen 127.0.0.1:${port};
    listen 127.0.0.1:${addressedPort} proxy_protocol;
    location / {
      proxy_pass http://127.0.0.1:${upstream};
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_cache pages;
      proxy_cache_valid 200 301 10m;
      proxy_cache_valid any 1m;
      proxy_cache_lock on;
      proxy_cache_revalidate on;
      proxy_cache_use_stale error timeout updating http_500 http_503;
      proxy_cache_background_update on;
      add_header X-Cache $upstream_cache_status always;
      ${more}
    }
  }
`;
